"""The committee's home, and what one agency owes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lieguan.site.records.queries import held_meetings
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import agency_duties, board, overview, voices
from lieguan.site.tracking.agency_duties import DutyTab
from lieguan.site.tracking.overview import SHORT, Figures


def body(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body decided last, what is open, late, silent and ready for release."""
    found = get_object_or_404(Body, slug=slug)
    today = timezone.localdate()
    meetings = list(held_meetings(found)[:SHORT])
    last = overview.decided(meetings[:1])
    concerned = allowed(request.user, Right.READ_VOICES, body=found)
    agencies = Paginator(list(overview.agencies(found, today)), board.PAGE_SIZE)
    page = agencies.get_page(request.GET.get("page"))
    context = {
        "body": found,
        "tab": "overview",
        "figures": overview.figures(today, [found]).get(found.pk, Figures()),
        "last": next(iter(last.values()), None),
        "late": board.page(overview.late(found, today)[:SHORT]),
        "soon": board.page(overview.soon(found, today)[:SHORT]),
        "planned": overview.next_meeting(found, today),
        "meetings": meetings,
        "page": page,
        "page_numbers": agencies.get_elided_page_range(page.number),
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
    counted = agency_duties.counted(found, timezone.localdate())
    first = next((tab for tab in DutyTab if counted[tab]), DutyTab.TRACKED)
    asked = request.GET.get("state", "")
    tab = DutyTab(asked) if asked in set(DutyTab) else first
    duties = Paginator(agency_duties.under(found, tab), board.PAGE_SIZE)
    duties.count = counted[tab]  # counted above: no second query
    page = duties.get_page(request.GET.get("page"))
    context = {
        "agency": found,
        "counted": counted,
        "open": counted[DutyTab.TRACKED],
        "page": page,
        "page_numbers": duties.get_elided_page_range(page.number),
        "state": tab,
        "query": "" if tab is first else f"state={tab.value}",
        # The first tab is the page without anything asked: one address for each.
        "tabs": [
            (one, counted[one], "" if one is first else f"?state={one.value}")
            for one in DutyTab
            if counted[one] or one is tab
        ],
        "progress": voices.progress_for(request.user)
        .filter(duty__agency=found)
        .select_related("duty__item", "duty__agency", "round__meeting")
        .order_by("-as_of", "-pk")[:SHORT],
        "predecessors": found.predecessors.all(),
        "may_move": allowed(request.user, Right.MANAGE_BODIES),
        "mine": allowed(request.user, Right.WRITE_PROGRESS, agency=found),
    }
    return render(request, "tracking/agency.html", context)
