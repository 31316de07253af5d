"""The committee's home, and what one agency owes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lieguan.site.records.queries import held_meetings
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import board, overview, voices
from lieguan.site.tracking.lights import Light, light
from lieguan.site.tracking.overview import SHORT, Figures
from lieguan.site.tracking.states import ItemState


def body(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body decided last, what is open, late, silent and ready for release."""
    found = get_object_or_404(Body, slug=slug)
    today = timezone.localdate()
    meetings = list(held_meetings(found)[:SHORT])
    last = overview.decided(meetings[:1])
    concerned = allowed(request.user, Right.READ_VOICES, body=found)
    context = {
        "body": found,
        "tab": "overview",
        "figures": overview.figures(today, [found]).get(found.pk, Figures()),
        "last": next(iter(last.values()), None),
        "late": board.page(overview.late(found, today)[:SHORT]),
        "soon": board.page(overview.soon(found, today)[:SHORT]),
        "planned": overview.next_meeting(found, today),
        "meetings": meetings,
        "agencies": overview.agencies(found, today),
        "voices": concerned,
        "silent": overview.unanswered(found) if concerned else None,
        "ready": board.rows(voices.ready(found)) if concerned else None,
        "unreviewed": overview.unreviewed([found])
        if allowed(request.user, Right.OPEN_ITEM, body=found)
        else None,
    }
    return render(request, "tracking/body.html", context)


def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """What an agency owes and what it did, over all bodies."""
    found = get_object_or_404(Agency.objects.select_related("parent", "successor"), pk=pk)
    duties = list(board.duties_of(found))
    moved = [duty for duty in duties if duty.moved_into]
    open_duties = [duty for duty in duties if duty.state == ItemState.TRACKED and not duty.moved_into]
    today = timezone.localdate()
    context = {
        "agency": found,
        "open": open_duties,
        "ended": [duty for duty in duties if duty.state != ItemState.TRACKED and not duty.moved_into],
        "moved": moved,
        "late": sum(light(duty.state, duty.item.due_on, today) is Light.LATE for duty in open_duties),
        "progress": voices.progress_for(request.user)
        .filter(duty__agency=found)
        .select_related("duty__item", "duty__agency", "round__meeting")
        .order_by("-as_of", "-pk")[:SHORT],
        "predecessors": found.predecessors.all(),
        "may_move": allowed(request.user, Right.MANAGE_BODIES),
        "mine": allowed(request.user, Right.WRITE_PROGRESS, agency=found),
    }
    return render(request, "tracking/agency.html", context)
