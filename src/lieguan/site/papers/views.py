"""The tracking report as a page, and as a file to edit or to print."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from lieguan.site.papers import files, queries
from lieguan.site.papers.queries import Occasion
from lieguan.site.registry.models import Body
from lieguan.writing import html
from lieguan.writing.tracking_report import compose


def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report for the next meeting, or for the one that `?meeting=` names."""
    body = get_object_or_404(Body, slug=slug)
    occasion = _occasion(request, body)
    made = queries.tracking_report(occasion, request.user, timezone.localdate())
    links = {
        str(number): reverse("tracking:item", args=[pk])
        for number, pk in queries.item_numbers(made, body).items()
    }
    context = {
        "body": body,
        "tab": "report",
        "occasion": occasion,
        "occasions": queries.occasions(body, timezone.localdate()),
        "query": f"?meeting={occasion.meeting.pk}" if occasion.held and occasion.meeting else "",
        # html.fragment escapes every word of the paper (tests/unit/writing/test_html.py).
        "paper": mark_safe(html.fragment(compose(made), links=links)),  # noqa: S308
    }
    return render(request, "papers/report.html", context)


def download(request: HttpRequest, slug: str, kind: str) -> FileResponse:
    """The same report as a file: odt or pdf."""
    occasion = _occasion(request, get_object_or_404(Body, slug=slug))
    made = queries.tracking_report(occasion, request.user, timezone.localdate())
    paper = compose(made)
    return FileResponse(
        io.BytesIO(files.write(paper, kind)),
        as_attachment=True,
        filename=files.name(paper, kind),
        content_type=files.KINDS[kind],
    )


def _occasion(request: HttpRequest, body: Body) -> Occasion:
    named = request.GET.get("meeting", "")
    if not named.isdecimal():
        return queries.coming(body, timezone.localdate())
    return queries.occasion_of(get_object_or_404(queries.meetings(body), pk=named), body)
