"""The words of a clause as an item keeps them: word for word, with the sub-clauses and their markers, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lieguan.site.records.models import Clause
from lieguan.site.records.queries import printed_markers

# Markers as official papers write them, by how deep the sub-clause stands: 1. (1) 甲、 as 一、 already heads the clause.
# They stand where the record does not say how the marker was printed: the secretariat changed or added the sub-clause.
_MARKS = ("{}. ", "({}) ", "{}、")
# After these a marker needs no space before the words.
_CLOSED = ("、", "）", "．", "：")
_DIGITS = re.compile(r"\d+")


def tree(clause: Clause) -> list[tuple[int, Clause]]:
    """The clause and its standing sub-clauses in the record's order, each with its depth (the clause itself: 0).

    One query, whatever the depth.
    """
    children: dict[int, list[Clause]] = {}
    standing = Clause.objects.filter(minutes=clause.minutes_id, standing=True, parent__isnull=False)
    for child in standing.select_related("meeting").order_by("position"):
        children.setdefault(child.parent_id or 0, []).append(child)

    def walk(one: Clause, depth: int) -> Iterator[tuple[int, Clause]]:
        yield depth, one
        for child in children.get(one.pk, ()):
            yield from walk(child, depth + 1)

    return list(walk(clause, 0))


def text_of(clause: Clause) -> str:
    """The words of a clause and its sub-clauses: a line each, sub-clauses after their marker as it was printed."""
    clauses = tree(clause)
    printed = printed_markers(clause.meeting) if len(clauses) > 1 else {}
    return "\n".join(_head(depth, one, printed) + one.text for depth, one in clauses)


def _head(depth: int, clause: Clause, printed: dict[str, str]) -> str:
    marker = printed.get(clause.uid, "") if depth else ""
    if not marker:
        return _marker(depth, clause.number)
    return marker if marker.endswith(_CLOSED) else f"{marker} "


def _marker(depth: int, number: str) -> str:
    if depth == 0 or not number:
        return ""
    if not _DIGITS.fullmatch(number):
        return f"{number}、"
    return _MARKS[min(depth, len(_MARKS)) - 1].format(number)
