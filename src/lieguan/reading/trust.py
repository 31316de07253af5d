"""How far the order of a document is understood: no decision is surer than the layout that it was found in.

Where much of the text stands in no part that a rule knows, or decision after decision belongs to no item, the
layout is one not met before, and what was found in it is right less often than its rules are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from lieguan.reading.parts import Piece
from lieguan.reading.state import Reading
from lieguan.record.nouns import Certainty

#: Shares of the text that no rule placed: up to the first all is well, from the second on little is.
_DOUBTFUL, _LOST = 0.03, 0.06
#: So many decisions may stand under no item.
_FEW = 2

_ORDER: tuple[Certainty, ...] = ("guess", "likely", "sure")


def trust(reading: Reading, pieces: Iterable[Piece]) -> Certainty:
    """The highest certainty of anything found on items, decisions and remarks in this document."""
    text = reading.document.text
    letters = unread = 0
    for start, end, kind, _ in pieces:
        count = sum(not char.isspace() for char in text[start:end])
        letters += count
        unread += count if kind == "unread" else 0
    share = unread / letters if letters else 0.0
    loose = sum(resolution.item is None for resolution in reading.resolutions)
    if share > _LOST:
        return "guess"
    if share > _DOUBTFUL or (loose > _FEW and 2 * loose > len(reading.resolutions)):
        return "likely"
    return "sure"


def at_most(certainty: Certainty, highest: Certainty) -> Certainty:
    """The lower of the two."""
    return min(certainty, highest, key=_ORDER.index)
