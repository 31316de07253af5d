"""What one clause 款 decides and asks: its disposition, subject, rulings, agencies and deadlines.

Each rule has a file of its own and sees the same `ClauseText`: the words folded, with quotations and brackets
blanked out where they must not speak.
"""

from __future__ import annotations

from lieguan.reading.agencies import agencies_of
from lieguan.reading.clause_text import ClauseText
from lieguan.reading.context import Analysis, Context, Finding
from lieguan.reading.deadlines import deadlines_of
from lieguan.reading.dispositions import ORDER, Verdict, deciding, disposition_of, verdicts
from lieguan.reading.rulings import rulings_of
from lieguan.reading.subjects import subject_of
from lieguan.record.nouns import Disposition, Ruling
from lieguan.text.passage import Passage


def analyse(passage: Passage, context: Context, *, about: str | None = None) -> Analysis:
    """What the clause decides and asks, from its own words.

    `about` is what the clause stands under (the item's title, the clause above it): 該團 in the clause is the
    one that is named there.
    """
    text = ClauseText.of(passage, about)
    found = verdicts(text)
    rulings = rulings_of(text, found)
    best = _first_of_several(found, rulings) or deciding(found)
    subject = subject_of(text, best) if best is not None else None
    return Analysis(
        disposition=_disposition(best, rulings, text),
        subject=subject,
        rulings=rulings,
        agencies=agencies_of(text, context),
        deadlines=deadlines_of(text, context),
    )


def _first_of_several(found: list[Verdict], rulings: tuple[Finding[Ruling], ...]) -> Verdict | None:
    """With several rulings the clause's disposition is the first one's."""
    if len(rulings) < 2:
        return None
    first = rulings[0].value.disposition
    return next((v for v in found if v.disposition == first and first in ORDER), None)


def _disposition(
    best: Verdict | None, rulings: tuple[Finding[Ruling], ...], text: ClauseText
) -> Finding[Disposition] | None:
    if best is not None:
        return disposition_of(best, text)
    if rulings and rulings[0].value.by_reference:
        return Finding("approve", "disposition.by-reference", "likely", rulings[0].spans)
    return None
