"""The words of a clause as an item keeps them: word for word, with the sub-clauses and their markers, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lieguan.site.records.models import Clause

# Markers as official papers write them, by how deep the sub-clause stands: 1. (1) 甲、 as 一、 already heads the clause.
_MARKS = ("{}. ", "({}) ", "{}、")
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


def text_of(clauses: Iterable[tuple[int, Clause]]) -> str:
    """The words of a clause and its sub-clauses, as `tree` gives them: a line each, sub-clauses after their marker."""
    return "\n".join(_marker(depth, clause.number) + clause.text for depth, clause in clauses)


def _marker(depth: int, number: str) -> str:
    if depth == 0 or not number:
        return ""
    if not _DIGITS.fullmatch(number):
        return f"{number}、"
    return _MARKS[min(depth, len(_MARKS)) - 1].format(number)
