"""The outline's nodes 綱目: what each unit is a part of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lieguan.reading.unit import Unit
from lieguan.record.nouns import Certainty
from lieguan.text.numbering import Style
from lieguan.text.passage import Passage

#: Sections whose children are agenda items.
AGENDA_SECTIONS = frozenset({"confirmation", "report", "discussion", "motion", "other"})
#: Sections whose children are headings of items dealt with elsewhere.
TOPIC_SECTIONS = frozenset({"conclusion", "statements"})

NodeRole = Literal[
    "root",  # the whole
    "field",  # of the head: 時間, 地點, 主席 …; `kind` is the label's role
    "section",  # a part of the meeting; `kind` is the section's, or "unknown" for a heading that nobody knows
    "item",  # an agenda item, or a topic under which resolutions or statements stand
    "label",  # 說明, 決議, 附帶決議 … of an item; `kind` is the label's role
    "speaker",  # who speaks; what follows are the points
    "text",  # a paragraph, numbered or not: a clause, a point, an explanation, by what it stands under
    "table",
]


@dataclass(slots=True, eq=False)
class Node:
    """One node. `title` is the unit's own words; `style` and `number` those of its marker, if it has one."""

    role: NodeRole
    unit: Unit | None = None
    kind: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    series: dict[str, Node] = field(default_factory=dict)  # of its children, the last of each style of marker
    numbered: Node | None = None  # of its children, the last that has a marker
    style: Style | Literal["option", ""] = ""
    number: int = 0
    rule: str = ""
    certainty: Certainty = "sure"
    titled: Unit | None = None  # the unit that gives an item its title, where it is another one (案由：…)
    named: Unit | None = None  # the unit that says who speaks, where it is another one (the heading above)
    id: str | None = None

    @property
    def title(self) -> Passage:
        """The words of its heading or paragraph."""
        unit = self.titled or self.unit
        return unit.content if unit is not None else Passage("", ())

    @property
    def printed(self) -> str | None:
        """Its number as printed, or None."""
        unit = self.unit
        if unit is None:
            return None
        if self.rule == "item.numbered":
            return self._labelled_number()
        if unit.named is not None:
            return unit.named.printed
        if unit.option is not None:
            return unit.option
        return unit.marker.printed if unit.marker is not None and unit.marker.style != "bullet" else None

    def _labelled_number(self) -> str | None:
        """27 of 編號：27; of several such labels the last that is no class (類別：民政, 案號：1)."""
        below = (node.unit for node in self.children if node.rule == "item.number")
        units = [unit for unit in (self.unit, *below) if unit is not None]
        unit = next(
            (one for one in reversed(units) if not one.folded[one.head :].startswith("類")), units[-1]
        )
        words = unit.content.text.split()
        return words[0] if words and len(words[0]) <= 8 else None

    def above(self) -> Iterator[Node]:
        """Itself, its parent, and so on up to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[Node]:
        """Itself and everything below, in the document's order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def labels(self, kind: str) -> list[Node]:
        """Its own labels of this kind."""
        return [child for child in self.children if child.role == "label" and child.kind == kind]


def child(parent: Node, node: Node) -> Node:
    """`node`, put last under `parent`."""
    node.parent = parent
    parent.children.append(node)
    if node.style:
        parent.series[node.style] = parent.numbered = node
    return node
