"""One statement 發言: its words, and what its meeting decided on the agenda items that it was made under."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lieguan.site.records.models import Meeting, Statement
from lieguan.site.tracking.outcomes import outcomes


@require_safe
def statement(request: HttpRequest, uid: str) -> HttpResponse:
    """The statement's page; of one that was taken away, its tombstone."""
    found = get_object_or_404(Statement.objects.select_related("meeting__body", "joined_into"), uid=uid)
    stands = found.standing and found.meeting.state == Meeting.State.HELD
    context = {
        "body": found.meeting.body,
        "tab": "meetings",
        "statement": found,
        "stands": stands,
        "points": found.points.filter(standing=True).order_by("position") if stands else [],
        "blocks": outcomes(found) if stands else [],
    }
    return render(request, "tracking/statement.html", context, status=200 if stands else 410)
