"""A prepared query gives what its queryset gives, on both databases, whoever asks."""

from __future__ import annotations

import threading

import pytest
import sample_series
from django.db.models import Exists, OuterRef

from lieguan.site.registry.prepared import Prepared
from lieguan.site.tracking.models import Duty, Item, Ruling


def rulings(item: int, body: int) -> object:
    later = Ruling.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    found = Ruling.objects.filter(item=item, item__body=body, standing=True).annotate(last=~Exists(later))
    return found.select_related("item__parent", "clause__meeting", "merged_into").order_by("-pk")


def test_it_gives_what_its_queryset_gives(database: object) -> None:
    series = sample_series.lay()
    asked = Prepared(rulings)
    for item in Item.objects.all():
        for _ in range(2):
            found, wanted = asked(item.pk, series.body.pk), list(rulings(item.pk, series.body.pk))
            assert [vars_of(one) for one in found] == [vars_of(one) for one in wanted]
    assert asked(0, series.body.pk) == []


def vars_of(ruling: Ruling) -> object:
    def own(row: object) -> dict[str, object]:
        return {name: value for name, value in vars(row).items() if name != "_state"}

    return (
        own(ruling),
        own(ruling.item),
        own(ruling.clause.meeting),
        ruling.merged_into and own(ruling.merged_into),
    )


def test_what_can_never_hold_gives_nothing(db: None) -> None:
    assert Prepared(lambda pk: Item.objects.filter(pk=pk, state__in=[]))(1) == []


def test_it_prefetches_nothing(db: None) -> None:
    with pytest.raises(TypeError, match="prefetches"):
        Prepared(lambda pk: Item.objects.filter(pk=pk).prefetch_related("duties"))(1)


def test_annotated_numbers_equal_to_a_stand_in_are_the_callers(db: None) -> None:
    series = sample_series.lay()
    asked = Prepared(lambda item, agency: Duty.objects.filter(item=item, agency=agency))
    duty = Duty.objects.filter(agency__isnull=False).first()
    assert duty is not None
    assert asked(duty.item_id, duty.agency_id) == [duty]
    assert asked(duty.agency_id + 10_000, duty.item_id) == []
    assert series.body


@pytest.mark.django_db(transaction=True)
def test_many_threads_may_ask() -> None:
    asked, found = Prepared(lambda pk: Item.objects.filter(pk=pk)), []
    threads = [threading.Thread(target=lambda: found.append(asked(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[]] * 8
