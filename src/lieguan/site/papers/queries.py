"""What the tracking report 追蹤列管報告表 of a meeting holds: from the items of a body to the rows of the paper.

For the next meeting it shows the items as they stand; for one that was held, as they stood when it began, with what
was reported and recommended to it. What a reader may not read yet (voices.py) is not in the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from lieguan.errors import InvalidInput
from lieguan.site.papers.labels import following, label
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import held_meetings
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import board, facts, voices
from lieguan.site.tracking.lights import is_over
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round, Ruling
from lieguan.site.tracking.overview import next_meeting
from lieguan.site.tracking.replay import Due, When, replay
from lieguan.site.tracking.states import ItemState, RulingKind
from lieguan.text.roc_dates import format_roc_date as roc
from lieguan.writing.tracking_report import AgencyProgress, Row, TrackingReport

RECURRENCES = {"monthly": "每月", "quarterly": "每季", "half-yearly": "每半年", "yearly": "每年"}
CARRIED_IN = "沿前列管"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting that a report is written for. `meeting` is None where the next one is not planned yet.

    before  the items are shown as they stood before this moment; None: as they stand now
    """

    body: Body
    label: str
    meeting: Meeting | None = None
    before: When | None = None

    @property
    def held(self) -> bool:
        """Whether it is over."""
        return self.before is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands: when it is due, and which of its duties are ended. `before` as in Occasion."""

    due: Due
    ended: frozenset[int]
    before: When | None = None


def coming(body: Body, today: date) -> Occasion:
    """The next meeting of a body: the one that is planned, else the one after the last."""
    planned = next_meeting(body, today)
    if planned is not None:
        return Occasion(body, label(planned, body), planned)
    return Occasion(body, following(held_meetings(body).filter(starts_on__isnull=False).first()))


def occasion_of(meeting: Meeting, body: Body) -> Occasion:
    """One of the `meetings` of the body."""
    held = meeting.state == Meeting.State.HELD
    return Occasion(body, label(meeting, body), meeting, facts.when_of(meeting) if held else None)


def meetings(body: Body) -> QuerySet[Meeting]:
    """The meetings that a report can be written for. An undated one that was held stands nowhere among the others."""
    undated = Q(state=Meeting.State.HELD, starts_on__isnull=True)
    return body.meetings.exclude(state=Meeting.State.WITHDRAWN).exclude(undated)


def occasions(body: Body, today: date) -> list[Occasion]:
    """The meetings that a report can be written for: the next one, then those held, latest first."""
    held = held_meetings(body).filter(starts_on__isnull=False)
    return [coming(body, today), *(occasion_of(meeting, body) for meeting in held)]


def find(body: Body, wanted: str, today: date) -> Occasion:
    """The meeting that a clerk names: next, an ordinal, or an ISO date.

    Raises InvalidInput where there is none, or several.
    """
    upcoming = coming(body, today)
    if wanted in {"next", upcoming.label}:
        return upcoming
    if wanted.isdecimal():
        found = list(meetings(body).filter(ordinal=int(wanted)).order_by("starts_on"))
        if not found and upcoming.label == following(
            held_meetings(body).filter(ordinal=int(wanted) - 1).first()
        ):
            return upcoming
    else:
        try:
            found = list(meetings(body).filter(starts_on=date.fromisoformat(wanted)).order_by("order_in_day"))
        except ValueError:
            found = []
    if len(found) != 1:
        days = ", ".join(str(one.starts_on) for one in found)
        raise InvalidInput(
            f"{len(found)} meetings of {body} are called {wanted} ({days})"
            if found
            else f"{body} has no meeting {wanted}",
            field="meeting",
            remedy="give next, the number of a meeting (第N次), or its date as 2026-09-09",
        )
    return occasion_of(found[0], body)


def reads_voices(account: Any, occasion: Occasion) -> bool:
    """Whether this reader may read all that agencies reported and the secretariat recommended to the meeting."""
    if occasion.held or allowed(account, Right.READ_VOICES, body=occasion.body):
        return True
    return (
        voices.is_member(account, occasion.body.pk)
        and _rounds(occasion).filter(papers_issued_at__isnull=False).exists()
    )


def tracking_report(occasion: Occasion, account: Any, today: date) -> TrackingReport:
    """The report for a meeting, with what `account` may read of it; a constant number of queries."""
    as_of = occasion.before.day if occasion.before else today
    standings = _before(occasion.body, occasion.before) if occasion.before else _now(occasion.body)
    items = board.rows(Item.objects.filter(pk__in=standings)).order_by("body", "number")
    rounds = list(_rounds(occasion).values_list("pk", flat=True))
    progress = _progress(account, rounds)
    recommended = voices.recommendations_for(account).filter(round__in=rounds, item__in=standings)
    recommendations = {one.item_id: one for one in recommended}
    meeting = occasion.meeting
    return TrackingReport(
        body=occasion.body.name,
        meeting=occasion.label,
        as_of=as_of.isoformat(),
        rows=tuple(
            _row(item, standings[item.pk], progress.get(item.pk, []), recommendations.get(item.pk), as_of)
            for item in items
        ),
        held_on=meeting.starts_on.isoformat() if meeting and meeting.starts_on else "",
        mark="示範" if settings.DEMO else "",
        voices=reads_voices(account, occasion),
    )


def item_numbers(report: TrackingReport, body: Body) -> Mapping[int, int]:
    """The primary keys of the items of a report by their number, for links."""
    numbers = [row.number for row in report.rows]
    return dict(Item.objects.filter(body=body, number__in=numbers).values_list("number", "pk"))


def _items_of(body: Body) -> QuerySet[Item]:
    """The items of the body and of those that it took over from."""
    return Item.objects.filter(body__in=facts.lines_of_bodies()[body.pk])


def _now(body: Body) -> dict[int, Standing]:
    """The tracked items as they stand, by primary key."""
    tracked = list(_items_of(body).filter(state=ItemState.TRACKED))
    ended = Duty.objects.filter(item__in=tracked).exclude(state=ItemState.TRACKED)
    gone = frozenset(ended.values_list("pk", flat=True))
    return {item.pk: Standing(facts.due_of(item), gone) for item in tracked}


def _before(body: Body, before: When) -> dict[int, Standing]:
    """The items that were tracked when a meeting began, as the rulings before it had made them."""
    here = set(_items_of(body).values_list("pk", flat=True))
    items, rulings = facts.load(facts.connected(here))
    opened = _opened_before(here, before)
    outcomes = replay(
        [item for item in items if item.id in opened],
        [ruling for ruling in rulings if ruling.when is not None and ruling.when < before],
    )
    return {
        pk: Standing(
            one.due, frozenset(duty for duty, ending in one.duties.items() if ending.by is not None), before
        )
        for pk, one in outcomes.items()
        if pk in here and one.ending.state is ItemState.TRACKED
    }


def _opened_before(items: set[int], before: When) -> set[int]:
    """The items that were on the list when a meeting began; those carried in without a day have always been."""
    clause = Q(opened_by__meeting__starts_on__lt=before.day) | Q(
        opened_by__meeting__starts_on=before.day, opened_by__meeting__order_in_day__lt=before.order
    )
    table = Q(opened_by__isnull=True) & (Q(opened_on__isnull=True) | Q(opened_on__lt=before.day))
    return set(Item.objects.filter(clause | table, pk__in=items).values_list("pk", flat=True))


def _rounds(occasion: Occasion) -> QuerySet[Round]:
    """The rounds whose reports and recommendations the meeting has before it."""
    if occasion.meeting is not None and occasion.held:
        return Round.objects.filter(body=occasion.body, meeting=occasion.meeting)
    return Round.objects.filter(body=occasion.body, closed_at=None)


def _progress(account: Any, rounds: list[int]) -> Mapping[int, list[Progress]]:
    """The last report on each duty, by item, the lead's first."""
    spoken = voices.progress_for(account).filter(round__in=rounds, state__in=voices.SPOKEN)
    last: dict[int, Progress] = {}
    for one in spoken.order_by("duty__position", "version", "pk"):
        last[one.duty_id] = one
    by_item: dict[int, list[Progress]] = defaultdict(list)
    for one in last.values():
        by_item[one.duty.item_id].append(one)
    return by_item


def _row(
    item: Any,
    standing: Standing,
    progress: list[Progress],
    recommendation: Recommendation | None,
    as_of: date,
) -> Row:
    open_duties = [duty for duty in item.all_duties if duty.pk not in standing.ended]
    columns = board.by_role(open_duties or item.all_duties)
    meeting, day, origin = _opening(item)
    due = standing.due.on
    return Row(
        number=item.number,
        meeting=meeting,
        day=day,
        title=item.title,
        text=tuple(item.text.split("\n")),
        lead=_names(columns["lead"]),
        support=_names(columns["support"]),
        progress=tuple(map(_said, progress)),
        due=due.isoformat() if due else "",
        due_words="" if due else _due_words(item, standing),
        late=bool(due and is_over(due, as_of)),
        recommendation=RulingKind(recommendation.kind).label if recommendation else "",
        reason=_reason(recommendation) if recommendation else "",
        origin=origin,
    )


def _names(duties: Iterable[Duty]) -> tuple[str, ...]:
    """The agencies as they are called now; 相關部會 and the 等 of an open list as the minutes have them."""
    return tuple(f"{duty}{'等' if duty.open_list else ''}" for duty in duties)


def _opening(item: Any) -> tuple[str, str, str]:
    """會議次別, its day, and whether the item was carried in: then the first meeting here that spoke of it."""
    clause = item.opened_by
    if clause is None and item.standing_rulings and not item.carried_in_from:
        clause = item.standing_rulings[0].clause
    day = (
        item.opened_on if item.carried_in and item.opened_on else clause.meeting.starts_on if clause else None
    )
    name = label(clause.meeting, item.body) if clause else item.carried_in_from
    return name, day.isoformat() if day else "", CARRIED_IN if item.carried_in else ""


def _said(progress: Progress) -> AgencyProgress:
    steps = ""
    if progress.next_step:
        by = f"（{roc(progress.next_step_on)}前）" if progress.next_step_on else ""
        steps = f"\n下一步：{progress.next_step}{by}"
    return AgencyProgress(str(progress.duty), f"{progress.text}{steps}", progress.as_of.isoformat())


def _reason(recommendation: Recommendation) -> str:
    parts = [recommendation.reason]
    if recommendation.extend_to:
        parts.append(f"至{roc(recommendation.extend_to)}")
    if recommendation.merge_into:
        parts.append(f"併入編號{recommendation.merge_into.number}")
    return "；".join(filter(None, parts))


def _due_words(item: Any, standing: Standing) -> str:
    """What is due without a date: 下次會議 by its number, counted from the meeting that said so; 每季; or as written."""
    due = standing.due
    if due.next_meeting:
        return following(_asked_by(item, standing))
    return RECURRENCES.get(due.recurrence, due.as_written)


def _asked_by(item: Any, standing: Standing) -> Meeting | None:
    """The meeting that asked for something by its next one: the last whose ruling says so, else the opening."""
    setting: list[Ruling] = [ruling for ruling in item.standing_rulings if ruling.due_next_meeting]
    if standing.before is not None:
        setting = [one for one in setting if _is_before(one.clause.meeting, standing.before)]
    if setting:
        return setting[-1].clause.meeting
    return item.opened_by.meeting if item.opened_by else None


def _is_before(meeting: Meeting, before: When) -> bool:
    when = facts.when_of(meeting)
    return when is not None and when < before
