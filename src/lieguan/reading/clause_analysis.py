"""What one clause 款 decides and asks: its disposition, subject, rulings, agencies and deadlines.

Each rule has a file of its own and sees the same `ClauseText`: the words folded, with quotations and brackets
blanked out where they must not speak.
"""

from __future__ import annotations

from lieguan.reading.clause_text import ClauseText
from lieguan.reading.context import Analysis, Context
from lieguan.text.passage import Passage


def analyse(passage: Passage, context: Context, *, about: str | None = None) -> Analysis:
    """What the clause decides and asks, from its own words.

    `about` is what the clause stands under (the item's title, the clause above it): 該團 in the clause is the
    one that is named there.
    """
    ClauseText.of(passage, about)
    return Analysis()
