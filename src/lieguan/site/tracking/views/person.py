"""One person: what they said in every meeting, and what their meetings decided on it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lieguan.errors import Gone
from lieguan.site.records import queries
from lieguan.site.records.models import Point
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.outcomes import Block, outcomes_of

PER_PAGE = 20


@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """The statements under this whole name, the latest first; two people of one name share the page."""
    said = queries.spoken().filter(speaker=name).select_related("meeting__body")
    points = Prefetch("points", Point.objects.filter(standing=True).order_by("position"))
    newest = said.prefetch_related(points).order_by(
        "-meeting__starts_on", "-meeting__order_in_day", "position"
    )
    page = Paginator(newest, PER_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        if len(name) > 1 and queries.spoke_once(name):
            raise Gone("no statement stands under this name any more", place=name)
        raise Http404
    blocks = outcomes_of(list(page))
    context = {
        "name": name,
        "posts": queries.posts([name])[name],
        "page": page,
        "page_numbers": page.paginator.get_elided_page_range(page.number),
        "statements": [(one, blocks[one.uid], touched(blocks[one.uid])) for one in page],
    }
    return render(request, "tracking/person.html", context)


def touched(blocks: list[Block]) -> list[Item]:
    """The items that the decisions touched, each once."""
    found = {item.pk: item for block in blocks for _clause, items in block.lines for item in items}
    return list(found.values())
