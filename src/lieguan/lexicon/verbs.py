"""Words with which an instruction goes on (研議, 儘速, 針對): a name neither begins with one nor runs over it."""

from __future__ import annotations

from functools import cache

from lieguan.lexicon import tables

#: Single words that can neither begin a name nor be a part of one.
PARTICLES = "於在將就依以並且及與和對把應需須宜按照俟待視如若務儘盡亦仍再之的所請由洽邀"


@cache
def verbs() -> frozenset[str]:
    """The verbs and adverbs of the table."""
    name = "verbs.csv"
    return frozenset(cell["verb"] for _, cell in tables.rows(tables.packaged(name), name, ("verb",)))


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(verb) for verb in verbs()}, reverse=True))


def verb_at(text: str, at: int) -> bool:
    """Whether one of the verbs stands in `text` at `at`."""
    known = verbs()
    return any(text[at : at + length] in known for length in _lengths())


def verb_within(text: str, start: int, end: int) -> bool:
    """Whether one of the verbs stands between two offsets."""
    known, lengths = verbs(), _lengths()
    return any(
        text[at : at + length] in known
        for at in range(start, end)
        for length in lengths
        if at + length <= end
    )
