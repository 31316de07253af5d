"""The rules of the outline, in order: the first that knows a unit places it.

Reads:  units. Writes: the tree of nodes.

A heading of the vocabulary opens a section, a name with a number (討論事項一) an item, a label hangs under its
item; a bare marker goes where its number counts on. Where it counts on in two places (the second clause, or
the second item), sequence.py weighs the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lieguan.reading.nodes import Node
from lieguan.reading.outline.fields import bare_word, field, table
from lieguan.reading.outline.items import named_item, number_label, title_label
from lieguan.reading.outline.labels import label, motion
from lieguan.reading.outline.numbered import marked, option, plain
from lieguan.reading.outline.path import Path
from lieguan.reading.outline.plain_items import bulleted, plain_item
from lieguan.reading.outline.sections import adjourn, annex_of_item, annex_title, section, unknown_heading
from lieguan.reading.outline.speech import asked_next, counted_speaker, speaker
from lieguan.reading.unit import Unit

Rule = Callable[[Path, Unit], bool]

#: Each takes the path of open nodes and a unit, and says whether it has placed the unit.
RULES: tuple[tuple[str, Rule], ...] = (
    ("table", table),
    ("field", field),
    ("bare word", bare_word),
    ("adjourn", adjourn),
    ("section", section),
    ("named item", named_item),
    ("motion", motion),
    ("option", option),
    ("title label", title_label),
    ("number label", number_label),
    ("label", label),
    ("speaker", speaker),
    ("counted speaker", counted_speaker),
    ("asked next", asked_next),
    ("bulleted", bulleted),
    ("marked", marked),
    ("annex title", annex_title),
    ("annex of an item", annex_of_item),
    ("plain item", plain_item),
    ("unknown heading", unknown_heading),
    ("plain", plain),
)


def outline(units: Sequence[Unit]) -> Node:
    """The tree of `units`; every unit stands in it once. The last rule places whatever is left."""
    path = Path(units)
    for unit in units:
        for _, rule in RULES:
            if rule(path, unit):
                break
    return path.root
