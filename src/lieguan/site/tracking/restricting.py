"""What of tracking can be restricted, and which items hold the words of a withheld clause.

item      its words, the clause that opened it, and all that was said on it since
evidence  a file or a link, with what it is said to show
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.anchors import at
from lieguan.site.records.models import Clause
from lieguan.site.tracking.models import CLAUSE, EVIDENCE, VOICES, WORDS, Duty, Evidence, Item
from lieguan.site.withholding import kinds, reading
from lieguan.site.withholding.kinds import Keys, Kind, Thing
from lieguan.site.withholding.models import Cover


def connect() -> None:
    """Register the kinds; called once by the app."""
    kinds.register((Kind("item", _("列管事項"), _item), Kind("evidence", _("佐證資料"), _evidence)))
    kinds.follow(_clauses_and_items)
    kinds.on_change(_changed)
    reading.concern(own)


def _item(pk: str) -> Thing | None:
    if not pk.isdecimal():
        return None
    item = Item.objects.select_related("body", "opened_by").filter(pk=pk).first()
    if item is None:
        return None
    covers = [f"{WORDS}{item.pk}", f"{VOICES}{item.pk}"]
    if item.opened_by is not None:
        covers.append(item.opened_by.uid)
    address = reverse("tracking:item", args=[item.pk])
    words = f"{item.number} {item.title}\n{item.text}"
    return Thing(item.body, words, address, tuple((key, "") for key in covers), item.opened_on)


def _evidence(pk: str) -> Thing | None:
    if not pk.isdecimal():
        return None
    found = Evidence.objects.select_related("progress__duty__item__body").filter(pk=pk).first()
    if found is None:
        return None
    item = found.progress.duty.item
    address = at(reverse("tracking:item", args=[item.pk]), f"progress-{found.progress_id}")
    return Thing(item.body, found.shows, address, ((f"{EVIDENCE}{found.pk}", ""),), found.progress.as_of)


def _clauses_and_items(keys: Keys) -> Iterator[str]:
    """A clause → its row's key, and the items that hold its words: an item has the clause that opened it with its
    sub-clauses, two levels down and more."""
    rows = dict(Clause.objects.filter(uid__in=keys).values_list("pk", "parent_id"))
    yield from (f"{CLAUSE}{pk}" for pk in rows)
    above = {parent for parent in rows.values() if parent}
    opening = set(rows)
    while above:
        opening |= above
        parents = Clause.objects.filter(pk__in=above, parent__isnull=False)
        above = set(parents.values_list("parent_id", flat=True)) - opening
    if opening:
        opened = Item.objects.filter(opened_by__in=opening).values_list("pk", flat=True)
        yield from (f"{WORDS}{pk}" for pk in opened)


def _changed(keys: Keys) -> None:
    """The items count as changed."""
    items = {*_numbers(keys, WORDS), *_numbers(keys, VOICES)}
    reports = Evidence.objects.filter(pk__in=_numbers(keys, EVIDENCE))
    items |= set(reports.values_list("progress__duty__item_id", flat=True))
    Item.objects.filter(pk__in=items).update(modified_at=timezone.now())


def agencies_of(restriction: int) -> list[int]:
    """The agencies that read what a restriction covers, because it is about their own: the counterpart of `own`."""
    keys = Cover.objects.filter(restriction=restriction).values_list("key", flat=True)
    items, evidence = _numbers(keys, WORDS), _numbers(keys, EVIDENCE)
    theirs = Q(item__in=items) | Q(progress__evidence__in=evidence)
    owed = Duty.objects.filter(theirs, agency__isnull=False).order_by("agency_id")
    return list(owed.values_list("agency_id", flat=True).distinct())


def own(agencies: frozenset[int], keys: frozenset[str]) -> set[str]:
    """Of these keys, those of items on which the agencies have a duty, and of evidence of their reports."""
    items = _numbers(keys, WORDS)
    evidence = _numbers(keys, EVIDENCE)
    found = set()
    if items:
        owed = Duty.objects.filter(item__in=items, agency__in=agencies).values_list("item_id", flat=True)
        found |= {f"{WORDS}{pk}" for pk in owed}
    if evidence:
        theirs = Q(progress__duty__agency__in=agencies)
        found |= {
            f"{EVIDENCE}{pk}"
            for pk in Evidence.objects.filter(theirs, pk__in=evidence).values_list("pk", flat=True)
        }
    return found


def _numbers(keys: Iterable[str], prefix: str) -> list[int]:
    return [int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]
