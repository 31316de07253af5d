"""The tracking report as a page, and as a file to edit or to print."""

from __future__ import annotations

import io
from dataclasses import replace

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from lieguan.site.papers import files, queries
from lieguan.site.papers.queries import Occasion
from lieguan.site.registry.leaves import Leaves, weight
from lieguan.site.registry.models import Body
from lieguan.writing import html
from lieguan.writing.paper import Cell
from lieguan.writing.tracking_report import compose

# How many meetings the page offers to show the report of.
OFFERED = 400


def report(request: HttpRequest, slug: str, *, whole: bool = False) -> HttpResponse:
    """The report for the next meeting, or for the one that `?meeting=` names: so many rows at a time, or for printing whole."""
    body = get_object_or_404(Body, slug=slug)
    occasion = _occasion(request, body)
    made = queries.tracking_report(occasion, request.user, timezone.localdate())
    links = {
        str(number): reverse("tracking:item", args=[pk])
        for number, pk in queries.item_numbers(made, body).items()
    }
    paper = compose(made)
    (table,) = paper.tables
    leaves = Leaves(table.rows, _weight, most=len(table.rows) or 1)
    page = leaves.turned_to(request.GET)
    if not whole:
        paper = replace(paper, tables=(replace(table, rows=tuple(page)),))
    held = f"meeting={occasion.meeting.pk}" if occasion.held and occasion.meeting else ""
    context = {
        "body": body,
        "tab": "report",
        "occasion": occasion,
        "occasions": _near(queries.occasions(body, timezone.localdate()), occasion),
        "query": held,
        "asked": f"?{held}" if held else "",
        "whole": whole,
        "parted": leaves.num_pages > 1,
        "page": None if whole else page,
        "page_numbers": leaves.get_elided_page_range(page.number),
        # html.fragment escapes every word of the paper (tests/unit/writing/test_html.py).
        "paper": mark_safe(html.fragment(paper, links=links)),  # noqa: S308
    }
    return render(request, "papers/report.html", context)


def _weight(row: tuple[Cell, ...]) -> int:
    """The bytes of a row of the table; its paragraphs stand in cells that name their column."""
    said = [paragraph.text for cell in row for paragraph in cell]
    return 80 * len(row) + 40 * len(said) + weight(*said)


def _near(occasions: list[Occasion], chosen: Occasion) -> list[Occasion]:
    """The meetings that the page offers: the newest, and the one that is shown; an older one is there where the address names it."""
    few = occasions[:OFFERED]
    return few if any(one.label == chosen.label for one in few) else [*few, chosen]


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
