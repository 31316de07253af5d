"""The life of an item: one story of what the meetings, the agencies and the secretariat said, dated by the event.

The three voices are never mixed: each entry says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from lieguan.site.records.models import Clause, Meeting, SecondConfirmation
from lieguan.site.records.queries import is_later, second_confirmations
from lieguan.site.registry.models import Body
from lieguan.site.registry.prepared import Prepared
from lieguan.site.tracking import board
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Ruling
from lieguan.site.tracking.states import MOVES, Labelled, RulingKind, gettext_noop


class Voice(Labelled):
    """Who speaks."""

    MEETING = "meeting", gettext_noop("會議")
    AGENCY = "agency", gettext_noop("機關")
    SECRETARIAT = "secretariat", gettext_noop("幕僚單位")


# What comes first among events of one day: a meeting hears the report and the recommendation, then rules.
ORDER = ("opening", "progress", "recommendation", "ruling", "merged-here")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an item.

    kind         opening, progress, recommendation, ruling, or merged-here (another item was merged into this one)
    on           the day of the event, not of its being typed; None where nobody knows it
    what         the Item, Progress, Recommendation or Ruling
    recommended  for a ruling: what the secretariat had recommended to that meeting, where that may be read
    second       for a ruling that ends tracking: the second confirmation of the record that it was entered by
    differs      for a ruling: whether the meeting ruled otherwise, in all its rulings on the item
    """

    kind: str
    voice: Voice
    on: date | None
    what: Any
    recommended: Recommendation | None = None
    differs: bool = False
    second: SecondConfirmation | None = None


def with_everything() -> QuerySet[Item]:
    """Items with what their page shows, in a constant number of queries."""
    return _items().prefetch_related(
        Prefetch("duties", _duties(), to_attr="all_duties"),
        Prefetch("duties", _moved_duties(), to_attr="moved_duties"),
        Prefetch("rulings", rulings(), to_attr="all_rulings"),
        Prefetch("merged_here", rulings().filter(standing=True), to_attr="merges"),
        "sub_items",
    )


def find(pk: int) -> Item | None:
    """One item as `with_everything` has it, or None; what few items have is asked for where it is there."""
    found: Any = next(iter(_FIND_ITEM(pk)), None)
    if found is None:
        return None
    found.all_duties, found.all_rulings = _FIND_DUTIES(pk), _FIND_RULINGS(pk)
    found.moved_duties = list(_moved_duties().filter(item=pk)) if found.has_moved else []
    found.merges = list(rulings().filter(standing=True, merged_into=pk)) if found.has_merges else []
    some: list[Any] = found.all_rulings
    prefetch_related_objects([one for one in some if not one.whole], "duties__agency")
    prefetch_related_objects([one.clause for one in some if one.has_lines], "children__children")
    prefetch_related_objects([one for one in some if one.handed_to_body_id], "opened_elsewhere__body")
    return found


def _items() -> QuerySet[Item]:
    return Item.objects.select_related(
        "body",
        "opened_by__meeting",
        "parent",
        "ended_by__clause__meeting",
        "ended_by__merged_into",
        "handed_by__item__body",
        "handed_by__clause__meeting",
    )


def _duties() -> QuerySet[Duty]:
    return board.standing_duties().select_related("agency", "clause")


def _moved_duties() -> QuerySet[Duty]:
    return Duty.objects.filter(moved_into__isnull=False).select_related("agency", "moved_into__agency")


def _rulings() -> QuerySet[Ruling]:
    found = Ruling.objects.select_related(
        "item", "clause__meeting", "merged_into", "handed_to_body", "replaces"
    )
    lines = Clause.objects.filter(parent=OuterRef("clause"))
    ordered = found.order_by("clause__meeting__starts_on", "clause__meeting__order_in_day", "pk")
    return ordered.annotate(has_lines=Exists(lines))


def rulings() -> QuerySet[Ruling]:
    """Rulings with their meeting, fallen ones too, in the order of the meetings.

    has_lines  whether their clause has sub-clauses
    """
    return _rulings().prefetch_related(
        "duties__agency", "replaced_by", "clause__children__children", "opened_elsewhere__body"
    )


def _found_item(pk: int) -> QuerySet[Item]:
    return (
        _items()
        .filter(pk=pk)
        .annotate(
            has_merges=Exists(Ruling.objects.filter(merged_into=OuterRef("pk"), standing=True)),
            has_moved=Exists(Duty.objects.filter(item=OuterRef("pk"), moved_into__isnull=False)),
            has_sub_items=Exists(Item.objects.filter(parent=OuterRef("pk"))),
        )
    )


_FIND_ITEM = Prepared(_found_item)
_FIND_DUTIES = Prepared(lambda pk: _duties().filter(item=pk))
_FIND_RULINGS = Prepared(lambda pk: _rulings().filter(item=pk))


def life(item: Any, progress: Iterable[Progress], recommendations: Iterable[Recommendation]) -> list[Event]:
    """The events of an item, first to last.

    item             from `with_everything`
    progress, recommendations   those that the reader may see
    """
    recommended = list(recommendations)
    dealt_with = {one.round.meeting_id: one for one in recommended if one.round and one.round.meeting_id}
    events = [Event("opening", Voice.MEETING, item.opened_on, item)]
    events += [Event("progress", Voice.AGENCY, one.as_of, one) for one in progress]
    events += [Event("recommendation", Voice.SECRETARIAT, recommended_on(one), one) for one in recommended]
    ruled = {(one.clause.meeting_id, one.kind) for one in item.all_rulings if one.standing}
    seconds = second_confirmations(one.clause.meeting_id for one in item.all_rulings if _ends(one))
    for one in item.all_rulings:
        meeting = one.clause.meeting
        confirmed = [row for row in seconds.get(meeting.pk, ()) if _ends(one) and row.at <= one.entered_at]
        advice = dealt_with.get(meeting.pk)
        differs = advice is not None and one.standing and (meeting.pk, advice.kind) not in ruled
        events.append(
            Event("ruling", Voice.MEETING, meeting.starts_on, one, advice, differs, (confirmed or [None])[-1])
        )
    events += [Event("merged-here", Voice.MEETING, one.clause.meeting.starts_on, one) for one in item.merges]
    return sorted(events, key=_order)


def _ends(ruling: Ruling) -> bool:
    return MOVES[RulingKind(ruling.kind)].ends


def recommended_on(recommendation: Recommendation) -> date:
    """The day of a recommendation: of its last change, but no later than the meeting that it was put before."""
    changed = timezone.localtime(recommendation.modified_at).date()
    round_ = recommendation.round
    meeting = round_.meeting if round_ else None
    if meeting is None or meeting.state != Meeting.State.HELD or meeting.starts_on is None:
        return changed
    return min(changed, meeting.starts_on)


def _order(event: Event) -> tuple[date, int, int]:
    first = event.kind != "opening"
    return (event.on or (date.max if first else date.min), ORDER.index(event.kind), event.what.pk)


def latest_ruling(item: Any) -> Ruling | None:
    """The last standing ruling of an item from `with_everything`, or None."""
    standing = [one for one in item.all_rulings if one.standing]
    return standing[-1] if standing else None


def meetings_that_can_rule(item: Item) -> list[Meeting]:
    """The held, dated meetings of the item's body and of its successors that are later than its opening, latest first."""
    bodies = {item.body_id}
    while more := set(Body.objects.filter(predecessor__in=bodies).values_list("pk", flat=True)) - bodies:
        bodies |= more
    found = Meeting.objects.filter(body__in=bodies, state=Meeting.State.HELD, starts_on__isnull=False)
    opened = item.opened_by.meeting if item.opened_by and not item.carried_in else None
    meetings = list(found.order_by("-starts_on", "-order_in_day"))
    return [meeting for meeting in meetings if opened is None or is_later(meeting, opened)]
