"""Fixing a record: confirming it, taking that back, withdrawing the meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from lieguan.errors import InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.records import rows, signals
from lieguan.site.records.actions.access import hold, must_be, need
from lieguan.site.records.actions.drafting import forget_steps, must_match, require_reason
from lieguan.site.records.identity import Node, stripped, uids_of, with_uids
from lieguan.site.records.likeness import Identity, kind_of
from lieguan.site.records.models import Meeting, Minutes, RecordVersion
from lieguan.site.records.sameness import identity_of, same_meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right
from lieguan.site.withholding.actions import change


class SomethingRestsOnIt(Refused):
    """A confirmation cannot be taken back: `objections` are the words of the apps above."""

    code = "site.refused.rests-on-it"

    def __init__(self, minutes: Minutes, objections: list[str]) -> None:
        self.objections = objections
        super().__init__(
            "items or rulings rest on it: " + "; ".join(objections), place=f"minutes {minutes.pk}",
            remedy="correct the record, or withdraw the meeting",
        )  # fmt: skip


def choose_body(actor: Any, minutes_pk: int, body: Body) -> Minutes:
    """Say which body's minutes these are, whatever name they print."""
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CORRECT, minutes.body_id)
        need(actor, Right.TAKE_IN, body)
        must_be(minutes, Minutes.State.DRAFT)
        before, minutes.body = minutes.body_id, body
        minutes.save(update_fields=["body"])
        log.append(
            actor,
            "records.choose_body",
            minutes,
            before={"body": before},
            after={"body": body.pk},
            body_id=body.pk,
        )
    return minutes


def confirm(actor: Any, minutes_pk: int, version: int, *, kind: str = "") -> Minutes:
    """Fix the record of a draft: meeting, first version, clauses, statements and points with their addresses.

    version  the draft's version that the actor saw
    kind     a Meeting.Kind, where it is another than the title says
    Where the same meeting is here already (body and date or ordinal, as they stand now), the draft is held
    instead, and comes back in the state HELD.
    """
    with change():
        minutes = hold(minutes_pk)
        if minutes.body is None:
            raise InvalidInput(
                "the body is not known", field="body", place=str(minutes), remedy="choose the body"
            )
        need(actor, Right.CONFIRM, minutes.body)
        must_be(minutes, Minutes.State.DRAFT)
        must_match(minutes, version)
        # Whoever confirms minutes of this body at the same time waits here, and then sees these.
        Body.objects.select_for_update().get(pk=minutes.body_id)
        edition_of = _edition_of(minutes)
        if _is_here_already(actor, minutes, edition_of):
            return minutes
        meeting = _meeting(actor, minutes, edition_of, kind)
        if edition_of is not None:
            edition_of.state = Minutes.State.SUPERSEDED
            edition_of.save(update_fields=["state"])
        minutes.meeting, minutes.state = meeting, Minutes.State.CONFIRMED
        minutes.confirmed_by, minutes.confirmed_at = actor, timezone.now()
        minutes.correcting = False
        minutes.draft = rows.with_own_addresses(minutes.draft, meeting)
        minutes.save()
        reason = "" if edition_of is None else "new edition"
        rows.store(actor, minutes, meeting, minutes.draft, reason)
        made = add_version(actor, minutes, meeting, reason)
        forget_steps(minutes)
        log.append(
            actor, "records.confirm", minutes, body_id=minutes.body_id, event_on=meeting.starts_on,
            after={"meeting": meeting.pk, "version": made.number, "record_sha256": record_digest(made.record)},
        )  # fmt: skip
    return minutes


def _edition_of(minutes: Minutes) -> Minutes | None:
    """The confirmed minutes that these take the place of, or None."""
    same = minutes.same_as
    return same if same is not None and same.state == Minutes.State.CONFIRMED else None


def _is_here_already(actor: Any, minutes: Minutes, edition_of: Minutes | None) -> bool:
    """Hold the minutes where another record of the same meeting is confirmed."""
    same = same_meeting(minutes.draft, minutes.body, apart_from=minutes, confirmed_only=True)
    if same is None or (edition_of is not None and same.pk == edition_of.pk):
        return False
    minutes.state, minutes.same_as = Minutes.State.HELD, same
    minutes.save(update_fields=["state", "same_as"])
    log.append(
        actor,
        "records.hold",
        minutes,
        after={"state": minutes.state, "same_as": same.pk},
        body_id=minutes.body_id,
    )
    return True


def _meeting(actor: Any, minutes: Minutes, edition_of: Minutes | None, kind: str) -> Meeting:
    """The meeting of these minutes: that of the edition before, one that was planned, or a new one."""
    head = minutes.draft["meeting"]
    if edition_of is not None:
        meeting = edition_of.meeting
    else:
        meeting = _own(minutes) or _planned(minutes.body, Identity.of(head)) or Meeting()
    if meeting.pk is None:
        meeting.kind = kind_of(head["title"])
    return set_from_record(actor, meeting, minutes.body, head, kind=kind, reason="")


def _own(minutes: Minutes) -> Meeting | None:
    """The meeting whose record these minutes were before they were taken back, unless others are its record now."""
    others = Minutes.objects.filter(meeting=minutes.meeting_id, state=Minutes.State.CONFIRMED)
    return None if others.exclude(pk=minutes.pk).exists() else minutes.meeting


def _planned(body: Body, identity: Identity) -> Meeting | None:
    for meeting in body.meetings.filter(state=Meeting.State.PLANNED, versions=None).order_by(
        "starts_on", "pk"
    ):
        if identity_of(meeting).same_meeting(identity):
            return meeting
    return None


def set_from_record(
    actor: Any, meeting: Meeting, body: Body, head: Node, *, kind: str, reason: str
) -> Meeting:
    """Make the meeting say what the head of its record says, the apps above being asked first."""
    before = facts_of(meeting) if meeting.pk else None
    meeting.body = body
    meeting.kind = kind if kind in Meeting.Kind.values else meeting.kind
    meeting.title = rows.fitting(Meeting, "title", head["title"] or f"{body.name}會議紀錄")
    meeting.term, meeting.year, meeting.ordinal = head["term"], head["year"], head["ordinal"]
    day = date.fromisoformat(head["starts_at"][:10]) if head["starts_at"] else None
    if meeting.pk is None or day != meeting.starts_on:
        meeting.starts_on, meeting.order_in_day = day, _next_in_day(meeting, body, day)
    meeting.starts_at, meeting.ends_at = head["starts_at"] or "", head["ends_at"] or ""
    meeting.place = rows.fitting(Meeting, "place", head["place"])
    meeting.state = Meeting.State.HELD
    with announced(actor, meeting, before, reason):
        meeting.save()
    return meeting


@contextmanager
def announced(
    actor: Any, meeting: Meeting, before: signals.MeetingFacts | None, reason: str
) -> Iterator[None]:
    """Ask the apps above before the block writes another body, date, order or state, and tell them after it."""
    after = facts_of(meeting)
    if before is None or before == after:
        yield
        return
    told = {"before": before, "after": after, "actor": actor, "reason": reason}
    as_it_stands = Meeting.objects.get(pk=meeting.pk)
    signals.meeting_changing.send(sender=Meeting, meeting=as_it_stands, **told)
    yield
    signals.meeting_changed.send(sender=Meeting, meeting=meeting, **told)


def facts_of(meeting: Meeting) -> signals.MeetingFacts:
    """What of a meeting the order of rulings rests on."""
    return signals.MeetingFacts(meeting.body_id, meeting.starts_on, meeting.order_in_day, meeting.state)


def _next_in_day(meeting: Meeting, body: Body, day: date | None) -> int:
    """Behind the other meetings of the body on that day; a person may change the order later."""
    if day is None:
        return 0
    others = Meeting.objects.filter(body=body, starts_on=day).exclude(pk=meeting.pk)
    last = others.aggregate(last=Max("order_in_day"))["last"]
    return 0 if last is None else last + 1


def add_version(actor: Any, minutes: Minutes, meeting: Meeting, reason: str) -> RecordVersion:
    """Keep the draft as the next version of the meeting's record."""
    last = meeting.versions.aggregate(last=Max("number"))["last"] or 0
    return RecordVersion.objects.create(
        meeting=meeting, minutes=minutes, number=last + 1, record=stripped(minutes.draft),
        uids=uids_of(minutes.draft), reason=reason, made_by=actor,
    )  # fmt: skip


def record_digest(record: Node) -> str:
    """The SHA-256 of a record's canonical JSON, for the log."""
    return hashlib.sha256(log.canonical(record)).hexdigest()


def take_back(actor: Any, minutes_pk: int, reason: str) -> Minutes:
    """Make a draft of confirmed minutes again, as long as nothing rests on them.

    A new edition goes back to being a draft, and the edition before it holds again. Raises SomethingRestsOnIt.
    """
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CONFIRM, minutes.body_id)
        must_be(minutes, Minutes.State.CONFIRMED)
        reason = require_reason(reason)
        objections = signals.objections(minutes)
        if objections:
            raise SomethingRestsOnIt(minutes, objections)
        meeting, version = minutes.meeting, minutes.meeting.versions.order_by("-number").first()
        if not minutes.correcting:
            minutes.draft = with_uids(version.record, version.uids)
        minutes.state, minutes.correcting = Minutes.State.DRAFT, False
        minutes.draft_version += 1
        minutes.draft_by, minutes.draft_at = actor, timezone.now()
        minutes.save()
        forget_steps(minutes)
        earlier = minutes.same_as if minutes.same_as and minutes.same_as.meeting_id == meeting.pk else None
        if earlier is not None and earlier.state == Minutes.State.SUPERSEDED:
            _hold_again(actor, earlier, meeting, reason)
        else:
            rows.fall(actor, minutes, meeting, reason)
            _set_state(actor, meeting, Meeting.State.PLANNED, reason)
        log.append(
            actor, "records.take_back", minutes, before={"state": Minutes.State.CONFIRMED},
            after={"state": minutes.state}, body_id=minutes.body_id, event_on=meeting.starts_on, ground=reason,
        )  # fmt: skip
    return minutes


def _hold_again(actor: Any, earlier: Minutes, meeting: Meeting, reason: str) -> None:
    """The edition before a new one that was taken back is the record again, as its last version had it."""
    version = earlier.versions.order_by("-number").first()
    earlier.draft = with_uids(version.record, version.uids)
    earlier.state = Minutes.State.CONFIRMED
    earlier.save(update_fields=["draft", "state"])
    set_from_record(actor, meeting, meeting.body, earlier.draft["meeting"], kind="", reason=reason)
    rows.store(actor, earlier, meeting, earlier.draft, reason)
    add_version(actor, earlier, meeting, reason)


def _set_state(actor: Any, meeting: Meeting, state: str, reason: str) -> None:
    before = facts_of(meeting)
    meeting.state = state
    with announced(actor, meeting, before, reason):
        meeting.save(update_fields=["state", "modified_at"])


def withdraw(actor: Any, meeting_pk: int, reason: str) -> Meeting:
    """Withdraw a meeting whose record is confirmed: every paragraph falls and stays as a tombstone.

    What rests on its clauses is put back by the apps above, or they refuse.
    """
    with change():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_pk)
        need(actor, Right.CONFIRM, meeting.body_id)
        reason = require_reason(reason)
        minutes = meeting.minutes.select_for_update().filter(state=Minutes.State.CONFIRMED).first()
        if minutes is None or meeting.state != Meeting.State.HELD:
            raise InvalidInput(
                "no confirmed record to withdraw", place=str(meeting), remedy="load the page again"
            )
        rows.fall(actor, minutes, meeting, reason)
        _set_state(actor, meeting, Meeting.State.WITHDRAWN, reason)
        minutes.state, minutes.correcting = Minutes.State.WITHDRAWN, False
        minutes.save(update_fields=["state", "correcting"])
        forget_steps(minutes)
        log.append(
            actor, "records.withdraw_meeting", meeting, before={"state": Meeting.State.HELD},
            after={"state": meeting.state}, body_id=meeting.body_id, event_on=meeting.starts_on, ground=reason,
        )  # fmt: skip
    return meeting
