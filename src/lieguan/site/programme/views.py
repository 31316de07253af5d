"""The public pages of programmes."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lieguan.site.programme import files, queries
from lieguan.site.programme.models import OutlineVersion, Programme
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed

# Measures of one page; with their indicators it stays below what a public page may weigh.
MEASURES = 20


def programmes(request: HttpRequest, slug: str) -> HttpResponse:
    """The programmes of a body, each with the version in force and how its indicators stand."""
    body = get_object_or_404(Body, slug=slug)
    today = timezone.localdate()
    rows = []
    for one in queries.programmes(body):
        versions = queries.versions_of(one)
        current = queries.in_force(versions, today)
        rows.append((one, current, len(versions), queries.outline(current.pk) if current else None))
    return render(request, "programme/programmes.html", {
        "body": body, "tab": "programme", "rows": rows,
        "may_edit": allowed(request.user, Right.EDIT_PROGRAMME, body=body),
    })  # fmt: skip


def programme(request: HttpRequest, uid: str) -> HttpResponse:
    """A programme: the version in force."""
    found = get_object_or_404(Programme.objects.select_related("body"), uid=uid)
    current = queries.in_force(queries.versions_of(found), timezone.localdate())
    if current is None:
        raise Http404
    return _page(request, found, current)


def version(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """One version of its outline, in force or not."""
    found, wanted = _version(uid, number)
    return _page(request, found, wanted)


def _version(uid: str, number: int) -> tuple[Programme, OutlineVersion]:
    found = get_object_or_404(
        OutlineVersion.objects.select_related("programme__body"), programme__uid=uid, number=number
    )
    return found.programme, found


def _page(request: HttpRequest, found: Programme, wanted: OutlineVersion) -> HttpResponse:
    versions = queries.versions_of(found)
    current = queries.in_force(versions, timezone.localdate())
    outline = queries.outline(wanted.pk)
    assert outline is not None
    pages = Paginator([(group, one) for group, some in outline.groups for one in some or [None]], MEASURES)
    page = pages.get_page(request.GET.get("page"))
    groups = [
        (group, [one for _group, one in some if one is not None])
        for group, some in groupby(page.object_list, key=itemgetter(0))
    ]
    shown = {one.measure.pk for _group, some in groups for one in some}
    return render(request, "programme/programme.html", {
        "body": found.body, "tab": "programme", "programme": found, "outline": outline,
        "page": page, "page_numbers": pages.get_elided_page_range(page.number), "groups": groups,
        "own": [one for one in outline.own if one.indicator.measure_id in shown],
        "versions": versions, "current": current, "is_current": current is not None and current.pk == wanted.pk,
        "may_edit": allowed(request.user, Right.EDIT_PROGRAMME, body=found.body),
    })  # fmt: skip


def measure(request: HttpRequest, uid: str) -> HttpResponse:
    """A measure: who is responsible, its indicators, the tracked items that touch it, and what was said on them."""
    found = queries.measure(uid)
    if found is None:
        raise Http404
    outline, shown = found
    programme_row: Any = outline.version.programme
    return render(request, "programme/measure.html", {
        "body": programme_row.body, "tab": "programme", "programme": programme_row, "outline": outline, "shown": shown,
        "statements": queries.statements_on([link.item for link in shown.links]),
        "may_edit": allowed(request.user, Right.EDIT_PROGRAMME, body=programme_row.body),
    })  # fmt: skip


def table(_request: HttpRequest, uid: str, number: int, kind: str) -> HttpResponse:
    """A version with its values as a table, to be worked on and sent back."""
    found, wanted = _version(uid, number)
    outline = queries.outline(wanted.pk)
    assert outline is not None
    response = HttpResponse(
        files.write(queries.as_sheet(outline), kind), content_type=files.CONTENT_TYPES[kind]
    )
    name = quote(f"{found.title}-{number}.{kind}")
    response["Content-Disposition"] = (
        f"attachment; filename=\"programme-{number}.{kind}\"; filename*=UTF-8''{name}"
    )
    return response
