"""The member's page 委員專頁: what is on the table of their bodies, and what came of what they said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lieguan.site.records import queries
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.tracking import overview, three_voices, voices
from lieguan.site.tracking.asking import Round
from lieguan.site.tracking.outcomes import outcomes_of
from lieguan.site.tracking.rounds import open_of
from lieguan.site.tracking.views.person import touched

# So many of the latest statements; all of them are on the person's page.
LATEST = 5


@dataclass(frozen=True, slots=True)
class Table:
    """What one body has before it. `rows` are those of the papers; None until they are issued."""

    body: Body
    planned: Meeting | None
    round: Round | None
    rows: list[three_voices.Row] | None


@login_required
@require_GET
def member(request: HttpRequest) -> HttpResponse:
    """The tables of the bodies in which the reader sits, and the reader's latest statements, found by name."""
    name = request.user.name
    said = list(
        queries.spoken()
        .filter(speaker=name)
        .select_related("meeting")
        .order_by("-meeting__starts_on", "-meeting__order_in_day", "position")[:LATEST]
    )
    blocks = outcomes_of(said)
    context = {
        "tables": [_table(request.user, body) for body in voices.sits_in(request.user)],
        "name": name,
        "statements": [(one, blocks[one.uid], touched(blocks[one.uid])) for one in said],
    }
    return render(request, "tracking/member.html", context)


def _table(account: Any, body: Body) -> Table:
    found = open_of(body.pk)
    readable = found is not None and voices.may_read_round(account, found)
    planned = found.meeting if found else None
    return Table(
        body,
        planned or overview.next_meeting(body, timezone.localdate()),
        found,
        three_voices.table(account, found) if found and readable else None,
    )
