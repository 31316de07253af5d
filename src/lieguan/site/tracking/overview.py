"""What bodies decided lately, and what is open and late: for the start page and the committee's home.

Every function asks for all bodies at once or for one, in a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_noop

from lieguan.site.log.keeping import KeptUntilChange
from lieguan.site.records.models import Meeting, Minutes
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking import owing, workdays
from lieguan.site.tracking.lights import Light, lit
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import ItemState, RulingKind

# How many rows a list of the committee's home shows before it points to the board.
SHORT = 8
# How many items of a kind the start page names of what a body's last meeting decided.
FEW = 5
# How many items of a kind a page names of all that one meeting decided, before it points to the board.
NAMED = 20
OPENED, CARRIED_IN = gettext_noop("新列管"), gettext_noop("沿前列管")


@dataclass(frozen=True, slots=True)
class Figures:
    """The items of one body, counted."""

    tracked: int = 0
    late: int = 0
    soon: int = 0
    ended: int = 0


@dataclass(slots=True)
class Decided:
    """What one meeting decided on items: those that it opened, and its rulings by their kind.

    carried_in  items that it ruled on and that nobody had opened here before
    """

    meeting: Meeting
    opened: list[Item] = field(default_factory=list)
    carried_in: list[Item] = field(default_factory=list)
    rulings: dict[RulingKind, list[Ruling]] = field(default_factory=dict)

    @property
    def few(self) -> str:
        """The slice of each list that a page shows."""
        return f":{NAMED}"

    @property
    def more(self) -> bool:
        """Whether a page leaves some out."""
        return any(len(some) > NAMED for some in (self.opened, self.carried_in, *self.rulings.values()))


@dataclass(slots=True)
class Few:
    """What one meeting did to items in one way: how many there are, and the first FEW of them.

    label  in what way: a RulingKind's, OPENED or CARRIED_IN
    """

    label: str
    count: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Summary:
    """One body on the start page; `decided` is what its `last` meeting did to items, in the order of `Decided`."""

    body: Body
    figures: Figures
    last: Meeting | None
    decided: list[Few]
    planned: Meeting | None


def figures(today: date, bodies: Iterable[Body] | None = None) -> dict[int, Figures]:
    """The figures of bodies that have items, by primary key; of all bodies where none are named."""
    items = Item.objects.order_by()
    if bodies is not None:
        items = items.filter(body__in=list(bodies))
    rows = items.values("body").annotate(
        tracked=Count("pk", filter=Q(state=ItemState.TRACKED)),
        late=Count("pk", filter=lit(Light.LATE, today)),
        soon=Count("pk", filter=lit(Light.SOON, today)),
        ended=Count("pk", filter=~Q(state=ItemState.TRACKED)),
    )
    return {row.pop("body"): Figures(**row) for row in rows}


def decided(meetings: Iterable[Meeting]) -> dict[int, Decided]:
    """What each of these meetings decided on items, by the meeting's primary key; two queries."""
    found = {meeting.pk: Decided(meeting) for meeting in meetings}
    opened = Item.objects.filter(opened_by__meeting__in=found).select_related("opened_by").order_by("number")
    for item in opened:
        of_meeting = found[item.opened_by.meeting_id]
        (of_meeting.carried_in if item.carried_in else of_meeting.opened).append(item)
    grouped: dict[int, dict[RulingKind, list[Ruling]]] = defaultdict(lambda: defaultdict(list))
    rulings = Ruling.objects.filter(clause__meeting__in=found, standing=True)
    for ruling in rulings.select_related("item", "clause", "merged_into").order_by("item__number", "pk"):
        grouped[ruling.clause.meeting_id][RulingKind(ruling.kind)].append(ruling)
    for meeting, kinds in grouped.items():
        # In the order of the table of rulings, so that every page says them alike.
        found[meeting].rulings = {kind: kinds[kind] for kind in RulingKind if kind in kinds}
    return found


def shortly(meetings: Iterable[int]) -> dict[int, list[Few]]:
    """What `decided` has of these meetings, with counts instead of all but the first items; two queries, whatever the
    meetings decided."""
    keys = list(meetings)
    found: dict[int, dict[str, Few]] = {key: {} for key in keys}
    rulings = Ruling.objects.filter(clause__meeting__in=keys, standing=True).select_related("item")
    order = [*RulingKind]
    rows = _first(rulings, "clause__meeting", "kind", "item__number").only(
        "kind", "item__number", "item__title"
    )
    for ruling in sorted(rows, key=lambda one: (order.index(RulingKind(one.kind)), one.place)):
        label = RulingKind(ruling.kind).label
        found[ruling.meeting].setdefault(label, Few(label, ruling.count)).items.append(ruling.item)
    opened = Item.objects.filter(opened_by__meeting__in=keys)
    rows = _first(opened, "opened_by__meeting", "carried_in", "number").only("number", "title", "carried_in")
    for item in sorted(rows, key=lambda one: (one.carried_in, one.place)):
        label = CARRIED_IN if item.carried_in else OPENED
        found[item.meeting].setdefault(label, Few(label, item.count)).items.append(item)
    return {key: list(few.values()) for key, few in found.items()}


def _first(rows: QuerySet[Any], meeting: str, kind: str, number: str) -> QuerySet[Any]:
    """The first FEW rows of each kind in each meeting; each with `meeting`, its `place`, and the `count` of its kind."""
    of = [F(meeting), F(kind)]
    placed = rows.order_by().annotate(
        meeting=F(meeting),
        place=Window(RowNumber(), partition_by=of, order_by=[F(number).asc(), F("pk").asc()]),
        count=Window(Count("pk"), partition_by=of),
    )
    return placed.filter(place__lte=FEW)


def summaries(today: date) -> list[Summary]:
    """Every body for the start page, the one that met last first; kept until a fact changes."""
    return _SUMMARIES(today.toordinal())


def _summaries(day: int) -> list[Summary]:
    today = date.fromordinal(day)
    held = Meeting.objects.filter(state=Meeting.State.HELD, body=OuterRef("body"))
    latest = held.order_by("-starts_on", "-order_in_day", "-pk").values("pk")[:1]
    last = Meeting.objects.filter(state=Meeting.State.HELD, pk=Subquery(latest))
    by_body = {meeting.body_id: meeting for meeting in last}
    decided_shortly = shortly(meeting.pk for meeting in by_body.values())
    planned: dict[int, Meeting] = {}
    for meeting in _planned(today):
        planned.setdefault(meeting.body_id, meeting)
    counted = figures(today)
    found = []
    for body in Body.objects.all():
        met = by_body.get(body.pk)
        few = decided_shortly[met.pk] if met else []
        found.append(Summary(body, counted.get(body.pk, Figures()), met, few, planned.get(body.pk)))
    return sorted(found, key=_met, reverse=True)


# They count every item of the site. What a reader may not read is taken out when it is read of the rows.
_SUMMARIES: KeptUntilChange[list[Summary]] = KeptUntilChange(_summaries, room=2)


def _met(summary: Summary) -> date:
    return (summary.last.starts_on if summary.last else None) or date.min


def _planned(today: date) -> QuerySet[Meeting]:
    coming = Q(starts_on__isnull=True) | Q(starts_on__gte=today)
    return Meeting.objects.filter(coming, state=Meeting.State.PLANNED).order_by(
        "starts_on", "order_in_day", "pk"
    )


def next_meeting(body: Body, today: date) -> Meeting | None:
    """The next planned meeting of a body."""
    return _planned(today).filter(body=body).first()


def late(body: Body, today: date) -> QuerySet[Item]:
    """The late items of a body, the latest first."""
    return Item.objects.filter(lit(Light.LATE, today), body=body).order_by("due_on", "number")


def soon(body: Body, today: date) -> QuerySet[Item]:
    """The items of a body that are due soon, the nearest first."""
    return Item.objects.filter(lit(Light.SOON, today), body=body).order_by("due_on", "number")


def unanswered(body: Body) -> QuerySet[Duty]:
    """The duties of a body on which a report for the next meeting is asked and not there yet, agency by agency."""
    return owing.unanswered(body).select_related("agency", "item").order_by("agency__name", "item__number")


def unreviewed(bodies: Iterable[Body]) -> QuerySet[Minutes]:
    """Confirmed minutes whose proposals nobody has gone through yet, the earliest meeting first: rulings are entered
    in the order of the meetings."""
    waiting = Minutes.objects.filter(
        body__in=bodies, state=Minutes.State.CONFIRMED, tracking_review__isnull=True
    )
    return waiting.select_related("meeting").defer("read", "draft").order_by("meeting__starts_on", "pk")


def agencies(body: Body, today: date) -> QuerySet[Agency]:
    """The agencies with tracked duties in a body, each with `open` and `late`, numbers of items; the busiest first."""
    tracked = Q(duties__item__body=body, duties__state=ItemState.TRACKED, duties__moved_into__isnull=True)
    overdue = tracked & Q(duties__item__due_on__lte=workdays.last_over(today))
    return (
        Agency.objects.filter(tracked)
        .annotate(
            open=Count("duties__item", filter=tracked, distinct=True),
            late=Count("duties__item", filter=overdue, distinct=True),
        )
        .order_by("-late", "-open", "name")
    )
