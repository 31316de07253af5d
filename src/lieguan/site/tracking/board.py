"""The board 列管事項總表: the items of one body, filtered, sorted and counted, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy

from lieguan.site.log.keeping import KeptUntilChange
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.prepared import Prepared
from lieguan.site.tracking.lights import Light, lit, silence
from lieguan.site.tracking.models import WORDS, Duty, Item, Ruling
from lieguan.site.tracking.states import DutyRole, ItemState, RulingKind
from lieguan.site.withholding.reading import current

PAGE_SIZE = 50
ALL = "all"
NEXT_MEETING = "next-meeting"
RECURRING = "recurring"
# Column -> what it sorts by; the item's number decides between equals, so that pages never overlap.
SORTS: Mapping[str, str] = {
    "number": "number",
    "title": "title",
    "opened": "opened_on",
    "due": "due_on",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for. Everything empty: all items.

    agency   primary key of an agency with a duty on the item; `role` narrows it to lead or support
    state    a value of ItemState, or "" for any
    due      a value of Light, or "next-meeting", or "recurring", or ""
    meeting  primary key of a meeting that opened the item or ruled on it
    words    each word, parted by white space, must stand in number, title or opening clause
    sort     a key of SORTS, with "-" before it for descending
    """

    agency: int | None = None
    role: str = ""
    state: str = ""
    due: str = ""
    meeting: int | None = None
    group: str = ""
    words: str = ""
    sort: str = "number"


def filtered(body: Body | int, filters: Filters, today: date) -> QuerySet[Item]:
    """The items of `body` that satisfy everything but `filters.state`."""
    items = Item.objects.filter(body=body)
    if filters.agency:
        duties = Duty.objects.filter(item=OuterRef("pk"), agency=filters.agency)
        if filters.role:
            duties = duties.filter(role=filters.role)
        items = items.filter(Exists(duties))
    if filters.due == NEXT_MEETING:
        items = items.filter(due_next_meeting=True)
    elif filters.due == RECURRING:
        items = items.exclude(due_recurrence="")
    elif filters.due:
        items = items.filter(lit(Light(filters.due), today))
    if filters.meeting:
        ruled = Ruling.objects.filter(item=OuterRef("pk"), clause__meeting=filters.meeting, standing=True)
        items = items.filter(Q(opened_by__meeting=filters.meeting) | Exists(ruled))
    if filters.group:
        items = items.filter(group=filters.group)
    if filters.words.split():
        # What this reader may not read is not found by its words.
        items = items.exclude(pk__in=current().hidden_keys(WORDS))
    for word in filters.words.split():
        found = Q(title__icontains=word) | Q(text__icontains=word)
        if word.isdecimal():
            found |= Q(number=int(word))
        items = items.filter(found)
    return items


def listed(found: QuerySet[Item], filters: Filters) -> QuerySet[Item]:
    """What was `filtered`, in the state and the order asked for."""
    if filters.agency:
        # Few are left of many: they are found in the indexes before any of their rows is looked at.
        found = Item.objects.filter(pk__in=found.values("pk"))
    if filters.state:
        found = found.filter(state=filters.state)
    return found.order_by(*ordering(filters.sort))


def ordering(sort: str) -> list[OrderBy]:
    """The order of the rows; items without a date come last both ways."""
    descending, column = sort.startswith("-"), sort.removeprefix("-")
    field = F(SORTS.get(column, "number"))
    first = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
    return [first, F("number").asc()]


def rows(items: QuerySet[Item]) -> QuerySet[Item]:
    """The items with what a row shows: agencies, opening meeting, rulings; three more queries for any number."""
    return items.select_related("opened_by__meeting", "body").prefetch_related(
        Prefetch("duties", standing_duties(), to_attr="all_duties"),
        Prefetch(
            "rulings",
            Ruling.objects.filter(standing=True)
            .select_related("clause__meeting")
            .order_by("clause__meeting__starts_on", "clause__meeting__order_in_day", "pk"),
            to_attr="standing_rulings",
        ),
    )


def standing_duties() -> QuerySet[Duty]:
    """Duties with their agencies, in their order; without those that were moved to a successor."""
    return Duty.objects.filter(moved_into=None).select_related("agency").order_by("position")


class LastRuling(NamedTuple):
    """The last ruling on an item that stands: its kind, and the day of its meeting."""

    kind: RulingKind
    on: date | None


def page(items: Iterable[Item]) -> list[Any]:
    """A page of items with what the board shows of them: `all_duties`, `last_ruling`; two more queries."""
    found: dict[int, Any] = {item.pk: item for item in items}
    for item in found.values():
        item.all_duties, item.last_ruling = [], None
    if found:
        for duty in _DUTIES(*found):
            found[duty.item_id].all_duties.append(duty)
        for item_id, kind, on in _RULINGS(*found):
            found[item_id].last_ruling = LastRuling(RulingKind(kind), on)
    return list(found.values())


# Of a page as long as this one: its SQL is the same for all pages of that length.
_DUTIES = Prepared(
    lambda *items: (
        standing_duties()
        .filter(item__in=items)
        .only("item_id", "role", "state", "as_written", "open_list", "position", "agency__name")
    )
)
_RULINGS = Prepared(
    lambda *items: (
        Ruling.objects.filter(item__in=items, standing=True)
        .order_by("clause__meeting__starts_on", "clause__meeting__order_in_day", "pk")
        .values_list("item_id", "kind", "clause__meeting__starts_on")
    )
)


def _by_state(items: QuerySet[Item]) -> QuerySet[Item, tuple[str, int]]:
    return items.order_by().values_list("state").annotate(Count("pk"))


def _counted(found: Mapping[str, int]) -> dict[str, int]:
    counted = {state.value: found.get(state.value, 0) for state in ItemState}
    return {ALL: sum(counted.values()), **counted}


@dataclass(frozen=True, slots=True)
class Board:
    """A body's board as it is asked for, again and again: its SQL is written once for each kind of question.

    concerned  whether the reader may read the reports: then `silent` says of each item whether one is missing
    """

    body: int
    filters: Filters
    today: date
    concerned: bool = False

    def counts(self) -> dict[str, int]:
        """How many of the items there are in each state, and `all`."""
        return _counted(dict(self._ask(None)))

    def items(self, rows: range) -> list[Item]:
        """The items in these rows, counted from 0."""
        return list(self._ask(rows))

    def _ask(self, rows: range | None) -> Iterable[Any]:
        given = self.filters
        if given.words.split():
            # Which words are found depends on what the reader may read: asked anew each time.
            return _asked(self, rows)
        form = replace(
            self,
            body=_SOME,
            filters=replace(given, agency=given.agency and _SOME, meeting=given.meeting and _SOME, words=""),
        )
        return _prepared(form, rows)(self.body, given.agency or 0, given.meeting or 0)


# Stands for any body, agency, meeting in a kind of question.
_SOME = -1


@lru_cache(maxsize=512)
def _prepared(form: Board, rows: range | None) -> Prepared[Any]:
    """The question of that form, asked with a body, an agency and a meeting."""

    def make(body: int, agency: int, meeting: int) -> QuerySet[Any, Any]:
        filters = form.filters
        filters = replace(filters, agency=filters.agency and agency, meeting=filters.meeting and meeting)
        return _asked(replace(form, body=body, filters=filters), rows)

    return Prepared(make)


def _asked(board: Board, rows: range | None) -> QuerySet[Any, Any]:
    """The counts by state, or the items of some rows."""
    found = filtered(board.body, board.filters, board.today)
    if rows is None:
        return _by_state(found)
    if board.concerned:
        found = found.annotate(silent=silence(board.today))
    return listed(found, board.filters)[rows.start : rows.stop]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the board of a body can be narrowed to.

    agencies  those with a duty on one of its items: (key, name)
    meetings  those that opened an item or ruled on one, latest first: (key, title)
    groups    the groups 分組 that its items name
    """

    agencies: tuple[tuple[int, str], ...]
    meetings: tuple[tuple[int, str], ...]
    groups: tuple[str, ...]


def _choices(body: int) -> Choices:
    items = Item.objects.filter(body=body)
    agencies = Agency.objects.filter(Exists(Duty.objects.filter(item__body=body, agency=OuterRef("pk"))))
    opened = Item.objects.filter(opened_by__meeting=OuterRef("pk"))
    ruled = Ruling.objects.filter(clause__meeting=OuterRef("pk"), standing=True)
    meetings = Meeting.objects.filter(Exists(opened) | Exists(ruled), body=body)
    groups = items.exclude(group="").order_by("group").values_list("group", flat=True).distinct()
    return Choices(
        tuple(agencies.values_list("pk", "name")),
        tuple((meeting.pk, meeting.title) for meeting in meetings.only("title")),
        tuple(groups),
    )


# They look at every item of the body, and seldom change.
choices: KeptUntilChange[Choices] = KeptUntilChange(_choices)


def by_role(duties: list[Any]) -> dict[str, list[Any]]:
    """Duties as columns: those who lead, those who support, and those of whom the minutes say neither.

    Where no agency is named as lead, the agencies without a role stand in the lead's column (請A及B協作).
    """
    lead = [duty for duty in duties if duty.role == DutyRole.LEAD]
    support = [duty for duty in duties if duty.role == DutyRole.SUPPORT]
    neither = [duty for duty in duties if not duty.role]
    return {"lead": lead or neither, "support": support + (neither if lead else [])}
