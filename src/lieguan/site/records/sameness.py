"""Whether a set of minutes is here already: the same file, or another file of the same meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from lieguan.site.records.checks import Neighbour
from lieguan.site.records.likeness import Identity, same_name
from lieguan.site.records.models import Meeting, Minutes
from lieguan.site.registry.models import Body
from lieguan.site.registry.queries import names_of_bodies

_GONE = (Minutes.State.DISCARDED, Minutes.State.WITHDRAWN, Minutes.State.HELD)


def body_named(name: str | None) -> Body | None:
    """The body of this name or short name; spaces, width and 臺/台 do not count."""
    for pk, names in names_of_bodies().items():
        if any(same_name(name, known) for known in names):
            return Body.objects.get(pk=pk)
    return None


def identity_of(meeting: Meeting) -> Identity:
    """What tells a meeting of this site from the others of its body."""
    return Identity(meeting.starts_on, meeting.ordinal, meeting.term, meeting.year, meeting.kind)


def neighbours_of(body: Body | None, *, other_than: Meeting | None = None) -> list[Neighbour]:
    """The meetings of a body whose records are confirmed."""
    if body is None:
        return []
    held = body.meetings.filter(state=Meeting.State.HELD).exclude(pk=other_than.pk if other_than else None)
    return [Neighbour(meeting.title, identity_of(meeting)) for meeting in held]


def same_file(source_pk: int, index: int) -> Minutes | None:
    """Minutes that were read from the same place of the same file and are not gone; where a newer edition took
    their place, that one."""
    found = Minutes.objects.filter(source_id=source_pk, index=index).exclude(state__in=_GONE)
    given_up = Q(state=Minutes.State.SUPERSEDED, meeting=None)
    minutes = found.exclude(given_up).defer("read", "draft").order_by("taken_in_at", "pk").first()
    if minutes is not None and minutes.state == Minutes.State.SUPERSEDED:
        newer = Minutes.objects.filter(meeting_id=minutes.meeting_id, state=Minutes.State.CONFIRMED)
        return newer.defer("read", "draft").first() or minutes
    return minutes


def same_meeting(
    record: dict[str, Any],
    body: Body | None,
    *,
    apart_from: Minutes | None = None,
    confirmed_only: bool = False,
) -> Minutes | None:
    """Minutes of what looks like the same meeting of the same body: confirmed ones first, then drafts.

    apart_from      these minutes themselves; what a person said is another meeting than theirs is passed over
    confirmed_only  leave drafts out
    """
    identity = Identity.of(record["meeting"])
    passed: set[int] = set()
    if apart_from is not None:
        passed = {apart_from.pk, *apart_from.apart_from.values_list("pk", flat=True)}
    if body is not None:
        confirmed = Minutes.objects.filter(meeting__body=body, state=Minutes.State.CONFIRMED).exclude(
            pk__in=passed
        )
        for minutes in confirmed.select_related("meeting", "source").defer("read", "draft").order_by("pk"):
            if minutes.meeting is not None and identity_of(minutes.meeting).same_meeting(identity):
                return minutes
    if confirmed_only:
        return None
    for pk, head in _drafts(record, body):
        if pk not in passed and Identity.of(head).same_meeting(identity):
            return Minutes.objects.select_related("source").defer("read", "draft").get(pk=pk)
    return None


def _drafts(record: dict[str, Any], body: Body | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """(pk, head) of the drafts of the same body, known or of the same name."""
    drafts = Minutes.objects.filter(state=Minutes.State.DRAFT, body=body).order_by("taken_in_at", "pk")
    for pk, head in drafts.values_list("pk", "draft__meeting"):
        if body is not None or same_name(head["body"], record["meeting"]["body"]):
            yield pk, head
