"""The board 列管事項 of one body."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lieguan.site.registry.queries import body_called
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import board as query
from lieguan.site.tracking.board_rows import rows_html
from lieguan.site.tracking.forms.board import BoardForm
from lieguan.site.tracking.states import ItemState


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The items of a body: filtered, sorted, counted, a page at a time."""
    body = body_called(slug)
    concerned = allowed(request.user, Right.READ_VOICES, body=body)
    form = BoardForm(request.GET, body=body, concerned=concerned)
    filters = form.filters()
    found = query.Board(body.pk, filters, timezone.localdate(), concerned=concerned)
    counted = found.counts()
    pages = Paginator(range(counted[filters.state or query.ALL]), query.PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "body": body,
        "tab": "board",
        "form": form,
        "page": page,
        "rows": rows_html(query.page(found.items(page.object_list))),
        "page_numbers": pages.get_elided_page_range(page.number),
        "query": _address(request, without={"page"}),
        "states": _states(request, counted, filters.state),
        "columns": _columns(request, filters.sort),
        "narrowed": any(request.GET.get(name) for name in form.fields if name not in {"state", "sort"}),
    }
    return render(request, "tracking/board.html", context)


def _address(request: HttpRequest, *, without: set[str], **changed: str) -> str:
    """The parameters of this address, some left out, some changed; empty ones dropped."""
    kept = {name: value for name, value in request.GET.items() if value and name not in without}
    return urlencode({**kept, **changed})


def _states(request: HttpRequest, counted: dict[str, int], state: str) -> list[dict[str, Any]]:
    """The states as links with their counts; states without items are left out."""
    return [
        {
            "text": value,
            "state": value.value,
            "count": counted[value],
            "here": state == value,
            "query": _address(request, without={"page"}, state=value.value),
        }
        for value in ItemState
        if counted[value] or state == value or value is ItemState.TRACKED
    ] + [
        {
            "state": "",
            "count": counted[query.ALL],
            "here": not state,
            "query": _address(request, without={"page"}, state=query.ALL),
        }
    ]


def _columns(request: HttpRequest, sort: str) -> dict[str, dict[str, str]]:
    """Each sortable column: how it is sorted now, and the address that sorts by it, or the other way round."""
    found = {}
    for column in query.SORTS:
        turned = f"-{column}" if sort == column else column
        order = {column: "ascending", f"-{column}": "descending"}.get(sort, "none")
        found[column] = {"order": order, "query": _address(request, without={"page"}, sort=turned)}
    return found
