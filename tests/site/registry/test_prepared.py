"""A prepared query gives what its queryset gives, on both databases, whoever asks."""

from __future__ import annotations

import threading

import pytest
import sample_series
from django.db.models import Count, Exists, OuterRef

from lieguan.site.registry.models import Body
from lieguan.site.registry.prepared import LONGEST, Prepared
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


def test_tuples_are_those_of_values_list(database: object) -> None:
    series = sample_series.lay()

    def rows(body: int) -> object:
        found = Ruling.objects.filter(item__body=body).order_by("pk")
        return found.values_list("item__number", "kind", "clause__meeting__starts_on", "entered_at")

    assert Prepared(rows)(series.body.pk) == list(rows(series.body.pk))
    counted = Prepared(lambda body: Item.objects.filter(body=body).values_list("state").annotate(Count("pk")))
    found = dict(counted(series.body.pk))
    assert found == {state: Item.objects.filter(body=series.body, state=state).count() for state in found}
    assert sum(found.values()) == Item.objects.filter(body=series.body).count()


def test_a_text_may_be_asked_for(database: object) -> None:
    series = sample_series.lay()
    asked = Prepared(lambda slug: Body.objects.filter(slug=slug))
    assert asked(series.body.slug) == [series.body]
    assert asked(series.body.slug + "x") == []


def test_it_refuses_more_values_than_it_has_places_for(db: None) -> None:
    with pytest.raises(ValueError, match="at most"):
        Prepared(lambda *keys: Item.objects.filter(pk__in=keys))(*range(LONGEST + 1))
