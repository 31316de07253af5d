"""The start page: every body in one look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lieguan.site.registry.models import Body


def home(request: HttpRequest) -> HttpResponse:
    """All bodies."""
    return render(request, "project/home.html", {"bodies": Body.objects.all()})
