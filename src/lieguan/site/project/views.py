"""The start page: every body in one look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lieguan.site.tracking import overview, tasks


def home(request: HttpRequest) -> HttpResponse:
    """All bodies: what each decided last, what is open, what is late."""
    context = {
        "summaries": overview.summaries(timezone.localdate()),
        "tasks": tasks.waiting(request.user),
    }
    return render(request, "project/home.html", context)
