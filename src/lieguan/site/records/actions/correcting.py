"""Correcting a confirmed record: a working draft, saved as the next version with who, when and why."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lieguan.errors import InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.records import rows
from lieguan.site.records.actions.access import hold, must_be, need
from lieguan.site.records.actions.confirming import add_version, record_digest, set_from_record
from lieguan.site.records.actions.drafting import forget_steps, must_match, require_reason
from lieguan.site.records.identity import stripped, with_uids
from lieguan.site.records.models import Minutes, RecordVersion
from lieguan.site.records.sameness import same_meeting
from lieguan.site.registry.rights import Right
from lieguan.site.withholding.actions import change


class AnotherMeetingIsThat(Refused):
    """The corrected head is that of another meeting whose record is confirmed; `other` are its minutes."""

    code = "site.refused.another-meeting"

    def __init__(self, minutes: Minutes, other: Minutes) -> None:
        self.other = other
        super().__init__(
            f"body and date or ordinal are those of {other}", place=f"minutes {minutes.pk}",
            remedy="correct the other record first, or this one otherwise",
        )  # fmt: skip


def start_correction(actor: Any, minutes_pk: int) -> Minutes:
    """Open a working draft of the record as it stands; the record itself stays until the correction is saved."""
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CORRECT, minutes.body_id)
        must_be(minutes, Minutes.State.CONFIRMED)
        if not minutes.correcting:
            _back_to_latest(minutes)
            minutes.correcting = True
            minutes.draft_version += 1
            minutes.draft_by, minutes.draft_at = actor, timezone.now()
            minutes.save()
            forget_steps(minutes)
            log.append(
                actor, "records.start_correction", minutes, after={"version": minutes.draft_version},
                body_id=minutes.body_id,
            )  # fmt: skip
    return minutes


def _back_to_latest(minutes: Minutes) -> RecordVersion:
    latest = minutes.meeting.versions.order_by("-number").first()
    minutes.draft = with_uids(latest.record, latest.uids)
    return latest


def drop_correction(actor: Any, minutes_pk: int) -> Minutes:
    """Throw the working draft away; the record stays as it stands."""
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CORRECT, minutes.body_id)
        must_be(minutes, Minutes.State.CONFIRMED)
        _back_to_latest(minutes)
        minutes.correcting = False
        minutes.draft_version += 1
        minutes.save()
        forget_steps(minutes)
        log.append(
            actor, "records.drop_correction", minutes, after={"version": minutes.draft_version},
            body_id=minutes.body_id,
        )  # fmt: skip
    return minutes


def save_correction(actor: Any, minutes_pk: int, version: int, reason: str) -> RecordVersion:
    """Make the working draft the next version of the record.

    Paragraphs keep their addresses; those that are gone fall, what rests on them being put back first (signals).
    Raises AnotherMeetingIsThat where the corrected head is another meeting's.
    """
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CONFIRM, minutes.body_id)
        must_be(minutes, Minutes.State.CONFIRMED)
        must_match(minutes, version)
        reason = require_reason(reason)
        meeting = minutes.meeting
        latest = meeting.versions.order_by("-number").first()
        if not minutes.correcting or stripped(minutes.draft) == latest.record:
            raise InvalidInput(
                "nothing was corrected", place=str(minutes), remedy="correct something, or leave it"
            )
        other = same_meeting(minutes.draft, minutes.body, apart_from=minutes, confirmed_only=True)
        if other is not None:
            raise AnotherMeetingIsThat(minutes, other)
        set_from_record(actor, meeting, meeting.body, minutes.draft["meeting"], kind="", reason=reason)
        rows.store(actor, minutes, meeting, minutes.draft, reason)
        made = add_version(actor, minutes, meeting, reason)
        minutes.correcting = False
        minutes.draft_version += 1
        minutes.save()
        forget_steps(minutes)
        log.append(
            actor, "records.correct", minutes, body_id=minutes.body_id, event_on=meeting.starts_on, ground=reason,
            before={"version": latest.number, "record_sha256": record_digest(latest.record)},
            after={"version": made.number, "record_sha256": record_digest(made.record)},
        )  # fmt: skip
    return made
