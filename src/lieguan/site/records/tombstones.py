"""What answers at an address whose paragraph, record or meeting no longer stands: what was there, when and why it went,
and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lieguan.errors import Gone
from lieguan.site.log.models import Entry
from lieguan.site.records.models import Clause, Heading, Meeting, Minutes, Paragraph, Point, Statement
from lieguan.site.records.rows import KINDS

KIND_NAMES: dict[type[Paragraph], Promise] = {
    Heading: _("案由或決議"), Clause: _("決議"), Statement: _("發言"), Point: _("發言要點")
}  # fmt: skip
_WITHDRAWALS = ("records.withdraw_meeting", "records.cancel_meeting", "records.take_back", "records.discard")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When a meeting's record went, and why; `successor` is another record of the same meeting, or None."""

    at: datetime | None
    because: str
    successor: Meeting | None


def find(uid: str) -> Paragraph | None:
    """The paragraph of an address, whether it stands or not; with what its tombstone tells."""
    for model, meeting in KINDS.items():
        rows = model.objects.select_related(f"{meeting}__body", "joined_into").prefetch_related(
            f"split_into__{meeting}"
        )
        row = rows.filter(uid=uid).first()
        if row is not None:
            return row
    return None


def meeting_of(row: Paragraph) -> Meeting:
    """The meeting whose record the paragraph is of."""
    found: Meeting = row.statement.meeting if isinstance(row, Point) else row.meeting
    return found


def stands(row: Paragraph) -> bool:
    """Whether the paragraph stands in a record that stands."""
    return row.standing and meeting_of(row).state == Meeting.State.HELD


def withdrawal(meeting: Meeting) -> Withdrawal:
    """When and why the record of a meeting went, from the log."""
    minutes = [str(pk) for pk in meeting.minutes.values_list("pk", flat=True)]
    of_meeting = Entry.objects.filter(kind="records.meeting", object_id=str(meeting.pk))
    of_minutes = Entry.objects.filter(kind="records.minutes", object_id__in=minutes)
    entry = (of_meeting | of_minutes).filter(action__in=_WITHDRAWALS).order_by("-number").first()
    successor = None
    if meeting.starts_on is not None:
        others = meeting.body.meetings.filter(state=Meeting.State.HELD, starts_on=meeting.starts_on)
        successor = others.filter(ordinal=meeting.ordinal).exclude(pk=meeting.pk).first()
    return Withdrawal(entry.at if entry else None, entry.ground if entry else "", successor)


def require_held(meeting: Meeting) -> None:
    """Refuse with Gone where the meeting once had a record that was confirmed, and has none now."""
    if meeting.state != Meeting.State.HELD and meeting.versions.exists():
        raise Gone("its record was withdrawn", place=str(meeting), remedy="the page of the meeting says more")


def require_never_confirmed(minutes: Minutes) -> None:
    """Refuse with Gone where the minutes were once a confirmed record: their addresses were given to everybody."""
    if minutes.versions.exists():
        raise Gone(
            "these minutes were taken back or withdrawn",
            place=str(minutes.meeting),
            remedy="the page of the meeting says more",
        )
    if minutes.meeting is not None:
        require_held(minutes.meeting)
