"""Stage 6, second half: which agenda items the headings under 會議結論 or 發言紀要 speak of.

Reads:  root (through agenda.py), items. Writes: topics, parts.

They are linked by likeness (智慧方案成果報告 / 智慧方案報告), one heading to several items where it names several.
"""

from __future__ import annotations

import re

from lieguan.reading import likeness
from lieguan.reading.context import Finding
from lieguan.reading.item_titles import without_proposers
from lieguan.reading.nodes import Node
from lieguan.reading.state import ItemDraft, Reading
from lieguan.record.nouns import Certainty, Person
from lieguan.record.spans import Spans
from lieguan.text.width import folded

_SPLIT = re.compile(r"[/／]|(?<=報告)(?:及|、|暨|與)(?=.{4})|；")
#: So many items are compared with each heading; of a longer agenda only those near the last one linked.
_COMPARED = 300

Links = list[Finding[ItemDraft]]


class Linker:
    """The items of the agenda, ready to be found again by a heading that is like one of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.items = list(reading.items)
        self.gists = [likeness.gist(item.title.value) for item in self.items]
        self.exact = {gist.words: index for index, gist in reversed(list(enumerate(self.gists)))}
        motions = [item for item in self.items if item.kind.value == "motion"]
        self.only_motion = motions[0] if len(motions) == 1 else None
        self.at = 0

    def link(self, node: Node) -> Links:
        """The items that a topic speaks of; its words are marked, and who proposed it is noted."""
        words = node.unit.text if node.unit is not None else ""
        return self._alike(node.title.text, node.title.spans()) or self._by_kind(words, node.title.spans())

    def by_number(self, node: Node) -> bool:
        """決議： / 案由一：照案通過。: a decision on the item of that number, whose words are no heading."""
        named = node.unit.named if node.unit is not None else None
        if named is None or node.unit is None or any(below.role == "label" for below in node.children):
            return False
        same = [item for item in self.items if (own := _named(item)) and own == (named.name, named.number)]
        if len(same) != 1 or not node.title.text:
            return False
        spans = node.unit.passage.spans(0, node.unit.head)
        self.reading.topics[id(node)] = [Finding(same[0], "topic.number", "likely", spans)]
        self.reading.mark(spans, "marker", same[0])
        return True

    def _alike(self, words: str, spans: Spans) -> Links:
        pieces = [piece for piece in _SPLIT.split(words) if piece.strip()]
        index, how = self._best(words)
        if how >= likeness.SURE and (how == 1 or not self._names_several(pieces)):
            return [Finding(self.items[index], "topic.likeness", "sure", spans)]
        out: Links = []
        for piece in pieces if len(pieces) > 1 else [words]:
            index, value = self._best(piece)
            if value >= likeness.LEAST:
                certainty: Certainty = "sure" if value >= likeness.SURE else "likely"
                found = [Finding(self.items[index], "topic.likeness", certainty, spans)]
            else:
                found = self._by_kind(piece, spans) if len(pieces) > 1 else []
            out += [one for one in found if all(one.value is not other.value for other in out)]
        return out

    def _best(self, words: str) -> tuple[int, float]:
        gist = likeness.gist(words)
        index = self.exact.get(gist.words, -1) if gist.words else -1
        how = 1.0 if index >= 0 else 0.0
        if index < 0:
            low = max(0, self.at - _COMPARED // 2) if len(self.items) > _COMPARED else 0
            index, how = likeness.best(gist, self.gists[low : low + _COMPARED])
            index += low
        if how >= likeness.LEAST:
            self.at = index
        return index, how

    def _names_several(self, pieces: list[str]) -> bool:
        """「甲案報告/乙案」 holds the whole title of 甲案, and names 乙案 as well."""
        named = {index for index, how in map(self._best, pieces) if how >= likeness.SURE}
        return len(named) > 1 or any(self._by_kind(piece, ()) for piece in pieces[1:])

    def _by_kind(self, words: str, spans: Spans) -> Links:
        """（四）臨時動議 is the one motion."""
        if self.only_motion is None or "臨時動議" not in folded(words)[:14]:
            return []
        return [Finding(self.only_motion, "topic.only-motion", "likely", spans)]


def _named(item: ItemDraft) -> tuple[str, int] | None:
    named = item.node.unit.named if item.node.unit is not None else None
    return (named.name, named.number) if named is not None else None


def mark_topic(reading: Reading, node: Node, found: Links) -> None:
    """Remembers the links of a topic, places its words, and gives its proposers to the item that has none."""
    reading.topics[id(node)] = found
    unit = node.unit
    if unit is None:
        return
    people: list[Finding[Person]] = []
    without_proposers(node.title, reading.context, people)
    of = found[0].value if found else None
    if of is not None and not of.proposers:
        of.proposers += people
    reading.mark(unit.passage.spans(0, unit.head), "marker", of)
    reading.mark(unit.passage.spans(unit.head), "heading", of)
