"""One statement 發言: its words, and what its meeting decided on the agenda items that it was made under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lieguan.site.records.models import Meeting, Statement
from lieguan.site.registry.leaves import Leaves, pieces, weight
from lieguan.site.tracking.outcomes import Block, outcomes

POINT, TITLE, CLAUSE = "point", "title", "clause"
# Characters of one paragraph on one page, and how many items are named beside one clause.
LONGEST = 12_000
BESIDE = 20


@require_safe
def statement(request: HttpRequest, uid: str) -> HttpResponse:
    """The statement's page; of one that was taken away, its tombstone."""
    found = get_object_or_404(Statement.objects.select_related("meeting__body", "joined_into"), uid=uid)
    stands = found.standing and found.meeting.state == Meeting.State.HELD
    leaves = Leaves(_rows(found) if stands else [], _weight)
    page = leaves.turned_to(request.GET)
    context = {
        "body": found.meeting.body,
        "tab": "meetings",
        "statement": found,
        "stands": stands,
        "page": page,
        "page_numbers": leaves.get_elided_page_range(page.number),
        "points": [row.what for row in page if row.kind == POINT],
        "blocks": _blocks(page),
        "few": f":{BESIDE}",
        "most": BESIDE,
    }
    return render(request, "tracking/statement.html", context, status=200 if stands else 410)


class Row(NamedTuple):
    """What the page shows of a statement and of what was decided: a point, a clause, or an agenda item without clauses.

    block  the agenda item; `first`: whether it begins with this row
    """

    kind: str
    what: Any
    block: Block | None = None
    first: bool = False


def _rows(statement: Statement) -> Iterator[Row]:
    for point in statement.points.filter(standing=True).order_by("position"):
        for at, words in enumerate(pieces(point.text, LONGEST)):
            yield Row(POINT, (f"{point.number}. " if point.number and not at else "", words))
    for block in outcomes(statement):
        if not block.lines:
            yield Row(TITLE, block.title, block, first=True)
        for number, (clause, items) in enumerate(block.lines):
            for at, words in enumerate(pieces(clause.text, LONGEST)):
                yield Row(CLAUSE, (clause, words, not at, [] if at else items), block, not number and not at)


def _weight(row: Row) -> int:
    if row.kind == POINT:
        return 60 + weight(row.what[1])
    if row.kind == TITLE:
        return 200 + weight(row.what)
    clause, words, _first, items = row.what
    return 600 + weight(words, clause.subject) + sum(260 + weight(item.title) for item in items[:BESIDE])


def _blocks(rows: Iterable[Row]) -> list[tuple[str, bool, list[Any]]]:
    """(title, whether it began on an earlier page, clauses) of each agenda item on this page."""
    found: list[tuple[str, bool, list[Any]]] = []
    last: Block | None = None
    for row in rows:
        if row.block is None:
            continue
        if row.block is not last:
            found.append((row.block.title, not row.first, []))
            last = row.block
        if row.kind == CLAUSE:
            found[-1][2].append(row.what)
    return found
