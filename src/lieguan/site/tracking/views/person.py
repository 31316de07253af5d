"""One person: what they said in every meeting, and what their meetings decided on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, Sum
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lieguan.errors import Gone
from lieguan.site.records import queries
from lieguan.site.records.models import Point
from lieguan.site.registry.leaves import Leaves
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.outcomes import Block, outcomes_of

PER_PAGE = 20
# Characters of one statement, and items that its meeting decided on with it, before the page points to its own page.
LONGEST = 4_000
TOUCHED = 5
# Bytes around the words of a statement with so many items: measured on the page, rounded up.
_AROUND = 2_800


class Line(NamedTuple):
    """A point of a statement, or its beginning."""

    number: str
    text: str


@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """The statements under this whole name, the latest first; two people of one name share the page."""
    said = queries.spoken().filter(speaker=name).select_related("meeting__body")
    length = Sum(Length("points__text"), filter=Q(points__standing=True), default=0)
    newest = said.annotate(length=length).order_by(
        "-meeting__starts_on", "-meeting__order_in_day", "position"
    )
    leaves = Leaves(newest.values_list("pk", "length"), _weight, most=PER_PAGE)
    if not leaves.count:
        if len(name) > 1 and queries.spoke_once(name):
            raise Gone("no statement stands under this name any more", place=name)
        raise Http404
    page = leaves.turned_to(request.GET)
    points = Prefetch("points", Point.objects.filter(standing=True).order_by("position"))
    shown = said.prefetch_related(points).in_bulk([pk for pk, _length in page])
    statements = [shown[pk] for pk, _length in page if pk in shown]
    blocks = outcomes_of(statements)
    context = {
        "name": name,
        "posts": queries.posts([name])[name],
        "page": page,
        "page_numbers": leaves.get_elided_page_range(page.number),
        "statements": [
            (one, beginning(one), blocks[one.uid], touched(blocks[one.uid])) for one in statements
        ],
        "most": TOUCHED,
        "few": f":{TOUCHED}",
    }
    return render(request, "tracking/person.html", context)


def _weight(row: tuple[int, int]) -> int:
    """The bytes of a statement, by its characters: Han characters take three."""
    return _AROUND + 3 * min(row[1], LONGEST)


def beginning(statement: Any) -> tuple[list[Any], bool]:
    """The first points of a statement, as many as a page of many statements shows, and whether there are more."""
    left, shown = LONGEST, []
    for point in statement.points.all():
        if len(point.text) > left:
            shown.append(Line(point.number, point.text[:left]))
            return shown, True
        shown.append(Line(point.number, point.text))
        left -= len(point.text)
    return shown, False


def touched(blocks: list[Block]) -> list[Item]:
    """The items that the decisions touched, each once."""
    found = {item.pk: item for block in blocks for _clause, items in block.lines for item in items}
    return list(found.values())
