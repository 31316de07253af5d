"""How far the order of a document is understood: nothing is surer than the layout that it was found in.

Where much of the text stands in no part that a rule knows, or decision after decision belongs to no item, the
layout is one not met before, and what was found in it is right less often than its rules are elsewhere. The same
holds for a single item, decision or remark where its surroundings do not bear it out. What counts as borne out was
measured on minutes that no rule had been made on (docs/reference/accuracy.md, Calibration).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lieguan.reading.parts import Piece
from lieguan.reading.state import ItemDraft, PointDraft, Reading, ResolutionDraft, StatementDraft
from lieguan.record.nouns import Certainty, Found
from lieguan.text.width import solid

#: Shares of the text that no rule placed: up to the first all is well, from the second on little is.
_DOUBTFUL, _LOST = 0.03, 0.06
#: So many decisions may stand under no item.
_FEW = 2
#: Items that say so and of which number they are (第一案, 一、動議人：…), and those that no list counts: 案由：… alone,
#: 編號：27, a paragraph by its place.
_SAID = frozenset({"item.named", "item.mover"})
_UNCOUNTED = frozenset({"item.title", "item.numbered", "item.plain"})

#: A title that ends in brackets, or has a colon inside: who reports, who moved it or a label may still be in it. Of
#: those that no rule had been made on, 13 of 35 were right, of all others 258 of 266.
_NOT_BARE = re.compile(r"[：:]|[）)】][。.]?$")
#: No title ends so.
_BROKEN_OFF = frozenset("之的於為及並與或將應須提發墊刨")

_ORDER: tuple[Certainty, ...] = ("guess", "likely", "sure")


def trust(reading: Reading, pieces: Iterable[Piece]) -> Certainty:
    """The highest certainty of anything found on items, decisions and remarks in this document."""
    text = reading.document.text
    letters = unread = 0
    for start, end, kind, _ in pieces:
        count = len(solid(text[start:end]))
        letters += count
        unread += count if kind == "unread" else 0
    share = unread / letters if letters else 0.0
    loose = sum(resolution.item is None for resolution in reading.resolutions)
    if share > _LOST:
        return "guess"
    if share > _DOUBTFUL or (loose > _FEW and 2 * loose > len(reading.resolutions)):
        return "likely"
    return "sure"


def settled(found: Sequence[Found], sure: int) -> tuple[Found, ...]:
    """What was found in one document. Where at most half of it is `sure` by its rules, the layout is one not met
    before, and nothing in it is.
    """
    if 2 * sure > len(found):
        return tuple(found)
    return tuple(replace(one, certainty=at_most(one.certainty, "likely")) for one in found)


def at_most(certainty: Certainty, highest: Certainty) -> Certainty:
    """The lower of the two."""
    return min(certainty, highest, key=_ORDER.index)


def decisions_on(reading: Reading) -> Counter[int]:
    """How many decisions stand on each item, by its identity."""
    return Counter(id(one.item.value) for one in reading.resolutions if one.item is not None)


def item_trust(item: ItemDraft, decisions: Counter[int]) -> Certainty:
    """How sure an item can be, and that a decision is on it: known by a number, it has to have one decision; and a
    title that breaks off (…案提, …號令發) was torn from what it goes on with, or holds more than the title.
    """
    rule, title = item.title.rule, item.title.value
    if title[-1:] in _BROKEN_OFF or _NOT_BARE.search(title):
        return "likely"
    return "sure" if rule in _SAID or (decisions[id(item)] == 1 and rule not in _UNCOUNTED) else "likely"


def clauses_trust(resolution: ResolutionDraft) -> Certainty:
    """How sure the cut of a decision into clauses can be: paragraphs without numbers may be no clauses at all."""
    cut = [
        one.number for one in resolution.clauses if one.rule.startswith(("text.", "outline.", "clause.label"))
    ]
    if len(cut) > 1 and not any(cut):
        return "guess"
    if resolution.item is None or (len(cut) > 1 and not all(cut)):
        return "likely"
    return "sure"


def point_trust(point: PointDraft, statement: StatementDraft) -> Certainty:
    """How sure a paragraph of a remark can be: without a number, behind the first one, it may be anybody's; alone
    below a heading it is told from other paragraphs by who that heading names; and where nothing is surely known of
    who speaks (會長：…, 回覆：…), it belongs to one of several remarks.
    """
    speaker = statement.speaker
    if point.rule != "outline.plain":
        return "sure" if speaker.certainty == "sure" and speaker.value.name is not None else "likely"
    if point is not statement.points[0] and not speaker.rule.startswith("speech."):
        return "guess"
    return "likely" if len(statement.points) > 1 else speaker.certainty
