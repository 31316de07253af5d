"""What the interface lists: the public part, in an order that stands still while it is paged.

Everything here is what somebody without an account may read; a tombstone stands for what was withdrawn. Each row has
`changed`: the time of the last change of anything that its object tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from lieguan.site.programme.models import Programme
from lieguan.site.records.models import Clause, Meeting, Point, Statement
from lieguan.site.records.queries import spoken
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking import voices
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round, Ruling

_ITS_MEETING = Greatest(
    "round__meeting__modified_at", Coalesce("round__closed_at", "round__meeting__modified_at")
)


def bodies(modified_since: datetime | None) -> QuerySet[Body]:
    """All bodies."""
    rows = Body.objects.select_related("predecessor").annotate(changed=F("modified_at"))
    return _since(rows.order_by("pk"), modified_since)


def agencies(modified_since: datetime | None) -> QuerySet[Agency]:
    """All agencies."""
    return _since(Agency.objects.annotate(changed=F("modified_at")).order_by("pk"), modified_since)


def programmes(modified_since: datetime | None) -> QuerySet[Programme]:
    """All programmes; whatever changes in one counts."""
    rows = Programme.objects.select_related("body").annotate(changed=F("modified_at"))
    return _since(rows.order_by("pk"), modified_since)


def meetings(modified_since: datetime | None) -> QuerySet[Meeting]:
    """All meetings: planned, held, and the tombstones of withdrawn ones."""
    rows = Meeting.objects.select_related("body").annotate(changed=F("modified_at"))
    return _since(rows.order_by("pk"), modified_since)


def resolutions(modified_since: datetime | None) -> QuerySet[Clause]:
    """All clauses of what was decided, with the items that they opened or ruled on; fallen ones as tombstones."""
    ruled = Ruling.objects.filter(standing=True).only("item_id", "clause_id")
    rows = Clause.objects.select_related("meeting", "parent", "joined_into", "split_from").prefetch_related(
        Prefetch("opened_items", Item.objects.only("pk", "opened_by_id")),
        Prefetch("tracking_rulings", ruled, to_attr="ruled"),
    )
    return _since(_with_meeting(rows, "meeting"), modified_since)


def statements(modified_since: datetime | None) -> QuerySet[Statement]:
    """All that was said, with its points; fallen statements as tombstones."""
    rows = Statement.objects.select_related("meeting", "joined_into", "split_from").prefetch_related(
        Prefetch("points", Point.objects.filter(standing=True).order_by("position"), to_attr="said")
    )
    return _since(_with_meeting(rows, "meeting"), modified_since)


def points(modified_since: datetime | None) -> QuerySet[Point]:
    """All points of statements; fallen ones as tombstones."""
    rows = Point.objects.select_related("statement__meeting", "joined_into", "split_from")
    return _since(_with_meeting(rows, "statement__meeting"), modified_since)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several lists one after the other, paged as one."""

    parts: Sequence[QuerySet[Any]]

    def count(self) -> int:
        """How many rows there are in all."""
        return sum(part.count() for part in self.parts)

    def __getitem__(self, wanted: slice) -> list[Any]:
        """The rows from `start` to `stop`, as of one list."""
        start, stop, found = wanted.start, wanted.stop, []
        for part in self.parts:
            if stop <= 0:
                break
            size = part.count()
            found += part[start:stop] if start < size else []
            start, stop = max(start - size, 0), stop - size
        return found


def items(modified_since: datetime | None) -> QuerySet[Item]:
    """All items, with duties, rulings and what is public of the other two voices, in a constant number of queries.

    Those of their duties that a reorganisation moved are there, too: they are told as history of those in force.
    """
    duties = Duty.objects.select_related("agency").prefetch_related(
        Prefetch("progress", voices.progress_for(None), to_attr="reported")
    )
    rows = (
        Item.objects.select_related("body", "opened_by", "parent")
        .prefetch_related(
            Prefetch("duties", duties.order_by("position")),
            Prefetch("rulings", Ruling.objects.select_related("clause__meeting", "handed_to_body")),
            Prefetch("recommendations", voices.recommendations_for(None), to_attr="recommended"),
        )
        .annotate(
            changed=Greatest(
                F("modified_at"),
                _latest(Progress.objects.filter(voices.PUBLISHED, duty__item=OuterRef("pk"))),
                _latest(Recommendation.objects.filter(voices.PUBLISHED, item=OuterRef("pk"))),
            )
        )
    )
    return _since(rows.order_by("pk"), modified_since)


def rounds(modified_since: datetime | None) -> QuerySet[Round]:
    """The rounds that a meeting with a confirmed record dealt with."""
    rows = Round.objects.filter(meeting__state=Meeting.State.HELD).select_related("body", "meeting")
    changed = Greatest(F("meeting__modified_at"), Coalesce(F("closed_at"), F("meeting__modified_at")))
    return _since(rows.annotate(changed=changed).order_by("pk"), modified_since)


def people(modified_since: datetime | None) -> QuerySet[Any]:
    """Everybody who is named as a speaker: {speaker, count, changed}. A surname alone names nobody."""
    rows = spoken().values("speaker").annotate(count=Count("pk"), changed=Max("modified_at"))
    return _since(rows.order_by("speaker"), modified_since)


def day(meeting: Meeting) -> date | None:
    """The day of a meeting that stands."""
    return meeting.starts_on if meeting.state == Meeting.State.HELD else None


def _with_meeting(rows: QuerySet[Any], meeting: str) -> QuerySet[Any]:
    """Paragraphs change with their meeting: it can be withdrawn, and named anew."""
    return rows.annotate(changed=Greatest(F("modified_at"), F(f"{meeting}__modified_at"))).order_by("pk")


def _latest(rows: QuerySet[Any]) -> Coalesce:
    """When the last of the rows became public, in a query over items."""
    newest = rows.annotate(at=_ITS_MEETING).order_by("-at").values("at")[:1]
    return Coalesce(Subquery(newest), F("modified_at"))


def _since(rows: QuerySet[Any], modified_since: datetime | None) -> QuerySet[Any]:
    return rows.filter(Q(changed__gte=modified_since)) if modified_since else rows
