"""The table of a round: one row an item, with the three voices side by side and where they differ.

The agencies' reports (one for each duty), the secretariat's recommendation, and the rulings: of the round's meeting
once it was held, before that the last one. What the reader may not read (voices.py) is not in the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from lieguan.site.tracking import board, claims, owing, voices
from lieguan.site.tracking.claims import Claimed, Found
from lieguan.site.tracking.models import Item, Progress, Recommendation, Round, Ruling
from lieguan.site.tracking.states import MOVES, ItemState, Labelled, RulingKind, gettext_noop


class Show(Labelled):
    """Which rows of a round are shown."""

    ALL = "all", gettext_noop("全部")
    SILENT = "silent", gettext_noop("尚未回報")
    WAITING = "waiting", gettext_noop("待審閱")
    RETURNED = "returned", gettext_noop("已退回")
    FLAGGED = "flagged", gettext_noop("有檢核提示")
    UNADVISED = "unadvised", gettext_noop("尚未建議")
    CONTESTED = "contested", gettext_noop("意見不同")


class Differs(Labelled):
    """In what two voices differ."""

    FROM_WISH = "wish", gettext_noop("與機關建議不同")
    FROM_LAST = "last", gettext_noop("與前次裁示不同")
    OVERRULED = "overruled", gettext_noop("前次會議未採相同建議")
    RULED_OTHERWISE = "ruled", gettext_noop("裁示與幕僚建議不同")


@dataclass(frozen=True, slots=True)
class Said:
    """What one agency said in the round.

    report   its newest report that is no draft: submitted, accepted or returned; None where there is none
    earlier  those before it
    """

    duty: Any
    report: Progress | None = None
    earlier: tuple[Progress, ...] = ()
    flags: tuple[Found, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether nothing is there that the meeting could read."""
        return self.report is None or self.report.state not in owing.SPOKEN


@dataclass(slots=True)
class Row:
    """One item of a round.

    asked   whether the round asks the agencies about it
    last    the last standing ruling of an earlier meeting
    ruled   the rulings of the round's meeting
    advice  the recommendation to the round's meeting; `earlier_advice` to that which ruled last
    """

    item: Any
    asked: bool
    said: list[Said]
    advice: Recommendation | None = None
    earlier_advice: Recommendation | None = None
    last: Ruling | None = None
    ruled: list[Ruling] = field(default_factory=list)
    form: Any = None

    @property
    def wishes(self) -> list[Progress]:
        """The reports that the meeting reads and that wish for something."""
        return [one.report for one in self.said if one.report and not one.silent and one.report.wish]

    @property
    def differs(self) -> list[Differs]:
        """Where the voices differ."""
        found = []
        if self.advice:
            kind = self.advice.kind
            if any(report.wish != kind for report in self.wishes):
                found.append(Differs.FROM_WISH)
            if self.last and _leads_to(self.last.kind) is not _leads_to(kind):
                found.append(Differs.FROM_LAST)
            if self._overruled(kind):
                found.append(Differs.OVERRULED)
            if self.ruled and kind not in {ruling.kind for ruling in self.ruled}:
                found.append(Differs.RULED_OTHERWISE)
        return found

    def _overruled(self, kind: str) -> bool:
        """Whether the last meeting was advised the same, ruled otherwise, and is advised the same again."""
        earlier, last = self.earlier_advice, self.last
        return bool(earlier and last and earlier.kind == kind != last.kind)

    @property
    def contested(self) -> bool:
        """Whether the meeting has to weigh: the recommendation is not what an agency wishes for, or is one that the
        last meeting did not follow."""
        return bool({Differs.FROM_WISH, Differs.OVERRULED} & set(self.differs))

    @property
    def silent(self) -> list[Said]:
        """The agencies that are asked and that nothing was heard of."""
        return [one for one in self.said if one.silent] if self.asked else []

    @property
    def ready(self) -> bool:
        """Whether the secretariat recommends to end tracking."""
        return self.advice is not None and MOVES[RulingKind(self.advice.kind)].ends


def _leads_to(kind: str) -> ItemState:
    """The state that a ruling of this kind leads to: 展延 and 持續列管 differ in nothing but the deadline."""
    return MOVES[RulingKind(kind)].target


SHOWN: Mapping[Show, Callable[[Row], bool]] = {
    Show.ALL: lambda _row: True,
    Show.SILENT: lambda row: bool(row.silent),
    Show.WAITING: lambda row: any(
        one.report is not None and one.report.state == Progress.State.SUBMITTED for one in row.said
    ),
    Show.RETURNED: lambda row: any(
        one.report is not None and one.report.state == Progress.State.RETURNED for one in row.said
    ),
    Show.FLAGGED: lambda row: any(one.flags for one in row.said),
    Show.UNADVISED: lambda row: row.advice is None,
    Show.CONTESTED: lambda row: row.contested,
}


def table(account: Any, round_: Round) -> list[Row]:
    """The rows of a round, by the items' numbers, with what `account` may read; a constant number of queries.

    Of an open round: all tracked items of the body. Of a closed one: the items that somebody spoke of or ruled on.
    """
    items = list(board.rows(_items(round_)).order_by("number"))
    keys = [item.pk for item in items]
    left_out = set(round_.left_out.values_list("pk", flat=True))
    reports = _reports(account, round_, keys)
    advice = _advice(account, keys)
    return [_row(item, round_, item.pk not in left_out, reports, advice) for item in items]


def _items(round_: Round) -> Any:
    if round_.closed_at is None:
        return Item.objects.filter(body=round_.body_id, state=ItemState.TRACKED)
    spoken = Q(duties__progress__round=round_) & ~Q(duties__progress__state=Progress.State.DRAFT)
    ruled = Q(rulings__clause__meeting=round_.meeting_id, rulings__standing=True)
    found = Item.objects.filter(spoken | Q(recommendations__round=round_) | ruled)
    return Item.objects.filter(pk__in=found.values("pk"))


def _reports(account: Any, round_: Round, items: Iterable[int]) -> Mapping[int, list[Progress]]:
    """The reports in the round on each duty, the newest first; drafts are nobody's but their agency's."""
    found: dict[int, list[Progress]] = defaultdict(list)
    progress = voices.progress_for(account).filter(round=round_, duty__item__in=items)
    for one in progress.exclude(state=Progress.State.DRAFT).order_by("-version", "-pk"):
        found[one.duty_id].append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Advice:
    """Every recommendation that may be read, by item and round, and by item and the meeting that it was put before."""

    by_round: dict[tuple[int, int], Recommendation]
    by_meeting: dict[tuple[int, int | None], Recommendation]


def _advice(account: Any, items: Iterable[int]) -> _Advice:
    found = list(voices.recommendations_for(account).filter(item__in=items))
    return _Advice(
        {(one.item_id, one.round_id): one for one in found},
        {(one.item_id, one.round.meeting_id): one for one in found},
    )


def _row(
    item: Any, round_: Round, asked: bool, reports: Mapping[int, list[Progress]], advice: _Advice
) -> Row:
    held = round_.meeting if round_.closed_at else None
    ruled = [one for one in item.standing_rulings if held and one.clause.meeting_id == held.pk]
    earlier = [one for one in item.standing_rulings if not held or _before(one, held.starts_on)]
    last = earlier[-1] if earlier else None
    return Row(
        item,
        asked,
        [_said(duty, item, reports.get(duty.pk, [])) for duty in item.all_duties if _speaks(duty, reports)],
        advice.by_round.get((item.pk, round_.pk)),
        advice.by_meeting.get((item.pk, last.clause.meeting_id)) if last else None,
        last,
        ruled,
    )


def _speaks(duty: Any, reports: Mapping[int, list[Progress]]) -> bool:
    """Whether the duty has its line: somebody owes on it, or spoke on it."""
    open_ = duty.state == ItemState.TRACKED and duty.moved_into_id is None
    return open_ or duty.pk in reports


def _said(duty: Any, item: Any, reports: list[Progress]) -> Said:
    if not reports:
        return Said(duty)
    newest, *earlier = reports
    return Said(duty, newest, tuple(earlier), tuple(flags(newest, item.due_on)))


def flags(report: Progress, due_on: date | None) -> list[Found]:
    """What the report claims and does not back; `report.evidence` should be loaded."""
    return claims.check(
        Claimed(
            text=report.text,
            status=report.status,
            as_of=report.as_of,
            next_step=report.next_step,
            next_step_on=report.next_step_on,
            wish=report.wish,
            due_on=due_on,
            evidence=bool(report.evidence.all()),
        )
    )


def _before(ruling: Ruling, day: date | None) -> bool:
    return bool(day and ruling.clause.meeting.starts_on and ruling.clause.meeting.starts_on < day)
