"""Lines below a clause that say who is responsible and until when: 主辦單位：某局　協辦單位：某處 / 辦理期限：….

A part of stage 7 (resolutions.py): such a line is no clause of its own; what it says belongs to the clause above it.
The words are those of the columns of a table of tracked items (headings.toml).
"""

from __future__ import annotations

import re

from lieguan.lexicon.headings import headings, key
from lieguan.reading.nodes import Node
from lieguan.reading.paragraphs import Paragraph
from lieguan.text.width import folded

_LABEL = re.compile(r"(?:^|(?<=[ ；，、（【\[]))(?P<label>[^ ：；，、（）【】\[\]]{2,8})：")
_ROLES = frozenset({"lead", "support", "due"})
_LONGEST = 80


def responsible(node: Node) -> dict[str, list[Paragraph]]:
    """What a line that says nothing else tells, by the role of its labels: lead, support, due; empty for other lines."""
    unit = node.unit
    if node.role != "text" or unit is None or len(unit.text) > _LONGEST or node.children:
        return {}
    words = unit.passage.cut(unit.marker.end if unit.marker is not None else 0).stripped()
    plain = folded(words.text)
    labels = list(_LABEL.finditer(plain))
    if not labels or plain[: labels[0].start()].strip("（【["):
        return {}
    out: dict[str, list[Paragraph]] = {}
    for label, stop in zip(labels, [*(one.start() for one in labels[1:]), len(plain)], strict=True):
        entry = headings().columns.words.get(key(label["label"]))
        if entry is None or entry.kind not in _ROLES:
            return {}
        end = len(plain[:stop].rstrip(" ；，、）】]。"))
        value = words.cut(label.end(), max(end, label.end())).stripped()
        if value.text:
            out.setdefault(entry.kind, []).append(Paragraph(value, folded(value.text)))
    return out
