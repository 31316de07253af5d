"""Meetings to come, and the order of meetings of one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lieguan.errors import InvalidInput
from lieguan.site.log import actions as log
from lieguan.site.records.actions.access import need
from lieguan.site.records.actions.confirming import announced, facts_of
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right
from lieguan.site.withholding.actions import change

# What a person says of a meeting whose record is not there yet.
FIELDS = ("title", "kind", "term", "year", "ordinal", "starts_on", "place")


def plan_meeting(actor: Any, body: Body, values: Mapping[str, Any]) -> Meeting:
    """Announce a meeting of a body; its minutes find it by date or ordinal when they are confirmed."""
    with change():
        need(actor, Right.TAKE_IN, body)
        meeting = Meeting.objects.create(body=body, **{key: values[key] for key in FIELDS if key in values})
        log.append(
            actor,
            "records.plan_meeting",
            meeting,
            after=_values(meeting),
            body_id=body.pk,
            event_on=meeting.starts_on,
        )
    return meeting


def set_meeting(actor: Any, meeting_pk: int, values: Mapping[str, Any]) -> Meeting:
    """Change what is said of a planned meeting; of a held one only its kind, the rest is its record's."""
    with change():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_pk)
        need(actor, Right.CORRECT, meeting.body_id)
        before, facts = _values(meeting), facts_of(meeting)
        for key in FIELDS if meeting.state == Meeting.State.PLANNED else ("kind",):
            if key in values:
                setattr(meeting, key, values[key])
        with announced(actor, meeting, facts, ""):
            meeting.save()
        log.append(
            actor, "records.set_meeting", meeting, before=before, after=_values(meeting), body_id=meeting.body_id,
            event_on=meeting.starts_on,
        )  # fmt: skip
    return meeting


def cancel_meeting(actor: Any, meeting_pk: int) -> Meeting:
    """Take back the announcement of a meeting that has no record."""
    with change():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_pk)
        need(actor, Right.CORRECT, meeting.body_id)
        if meeting.state != Meeting.State.PLANNED:
            raise InvalidInput(
                "the meeting is not a planned one", place=str(meeting), remedy="load the page again"
            )
        before, facts = _values(meeting), facts_of(meeting)
        meeting.state = Meeting.State.WITHDRAWN
        with announced(actor, meeting, facts, ""):
            meeting.save(update_fields=["state", "modified_at"])
        log.append(
            actor,
            "records.cancel_meeting",
            meeting,
            before=before,
            after=_values(meeting),
            body_id=meeting.body_id,
        )
    return meeting


def order_day(actor: Any, body: Body, ordered: Sequence[int]) -> list[Meeting]:
    """Say in which order the meetings of one day were held: `ordered` their primary keys, first one first."""
    with change():
        need(actor, Right.CORRECT, body)
        known = {meeting.pk: meeting for meeting in body.meetings.select_for_update().filter(pk__in=ordered)}
        meetings = [known[pk] for pk in ordered if pk in known]
        if len(meetings) != len(ordered) or len({meeting.starts_on for meeting in meetings}) != 1:
            raise InvalidInput("these are not meetings of one day", field="ordered", place=str(body))
        for position, meeting in enumerate(meetings):
            if meeting.order_in_day == position:
                continue
            before = facts_of(meeting)
            meeting.order_in_day = position
            with announced(actor, meeting, before, "order of the day"):
                meeting.save(update_fields=["order_in_day", "modified_at"])
            log.append(
                actor, "records.order_day", meeting, before={"order_in_day": before.order_in_day},
                after={"order_in_day": position}, body_id=body.pk, event_on=meeting.starts_on,
            )  # fmt: skip
    return meetings


def _values(meeting: Meeting) -> dict[str, Any]:
    return {**{key: getattr(meeting, key) for key in FIELDS}, "state": meeting.state}
