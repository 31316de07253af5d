"""The start page: every body in one look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lieguan.site.registry.leaves import Leaves, weight
from lieguan.site.tracking import overview, tasks


def home(request: HttpRequest) -> HttpResponse:
    """All bodies: what each decided last, what is open, what is late."""
    leaves = Leaves(overview.summaries(timezone.localdate()), _weight)
    page = leaves.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_numbers": leaves.get_elided_page_range(page.number),
        "tasks": tasks.waiting(request.user),
    }
    return render(request, "project/home.html", context)


def _weight(summary: overview.Summary) -> int:
    """The bytes of a body's panel: its name, its figures, and what its last meeting decided."""
    decided = sum(120 + sum(90 + weight(item.title) for item in few.items) for few in summary.decided)
    titles = [meeting.title for meeting in (summary.last, summary.planned) if meeting]
    return 1_500 + weight(summary.body.name, *titles) + decided
