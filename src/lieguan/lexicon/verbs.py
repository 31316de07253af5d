"""Words with which an instruction goes on (研議, 儘速, 針對): a name neither begins with one nor runs over it."""

from __future__ import annotations

import re
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
def verb_pattern() -> re.Pattern[str]:
    """One of the verbs, longest first."""
    return re.compile("|".join(sorted(map(re.escape, verbs()), key=len, reverse=True)))
