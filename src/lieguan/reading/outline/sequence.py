"""Where a numbered paragraph belongs: the evidence of numbers, indents and what follows.

Everything that looks ahead is computed once for the whole document, so that the outline stays linear.
"""

from __future__ import annotations

from collections.abc import Sequence

from lieguan.reading.decided import is_decision
from lieguan.reading.nodes import Node
from lieguan.reading.speakers import read_speaker
from lieguan.reading.unit import ITEM_ROLES, Unit
from lieguan.text.numbering import RANK, Style

_FAR = 1 << 60
_NEAR = 60
#: Against a plain line's being a part of the meeting where mark-up heads the parts: ## 2. 討論 / 結論： / 3. 請某司….
_NEVER = -9.0
_BOUNDARY = frozenset({"label", "section", "speaker", "root", "field"})


class Ahead:
    """What comes behind each unit: the next label, the next marker of the same style, the next section."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        count = len(units)
        self.next_label = [_FAR] * (count + 1)
        self.next_subject = [_FAR] * (count + 1)
        self.next_decision = [_FAR] * (count + 1)
        self.next_section = [_FAR] * (count + 1)
        self.next_named = [_FAR] * (count + 1)
        self.next_same = [_FAR] * count
        #: The last line that ends the meeting: an earlier one is an entry of an agenda.
        self.last_end = max((unit.index for unit in units if _ends(unit)), default=-1)
        styles: dict[Style, int] = {}
        for index in range(count - 1, -1, -1):
            unit = units[index]
            self.next_label[index] = index if _item_label(unit) else self.next_label[index + 1]
            self.next_subject[index] = index if _subject_label(unit) else self.next_subject[index + 1]
            self.next_decision[index] = index if _decision(unit) else self.next_decision[index + 1]
            self.next_section[index] = index if _section(unit) else self.next_section[index + 1]
            self.next_named[index] = index if unit.named is not None else self.next_named[index + 1]
            if unit.marker is not None:
                self.next_same[index] = styles.get(unit.marker.style, _FAR)
                styles[unit.marker.style] = index

    def _end(self, unit: Unit) -> int:
        """Where what `unit` heads ends at the latest."""
        after = unit.index + 1
        same = self.next_same[unit.index] if unit.marker is not None else _FAR
        return min(same, self.next_section[after], self.next_named[after])

    def label_before_next(self, unit: Unit | None) -> bool:
        """A label of an item comes before the next marker of the same style."""
        return unit is not None and self.next_label[unit.index + 1] < self._end(unit)

    def subject_before_next(self, unit: Unit) -> bool:
        """A label that speaks of an item comes before the next marker of the same style, who moved it apart."""
        return self.next_subject[unit.index + 1] < self._end(unit)

    def decision_before_next(self, unit: Unit) -> bool:
        """A label of a decision, numbered or not, comes before the next case and the next section."""
        after = unit.index + 1
        end = self.next_section[after]
        while end < len(self.units) and self._counted_remarks(end):
            end = self.next_section[end + 1]
        return self.next_decision[after] < min(end, self.next_named[after])

    def _counted_remarks(self, index: int) -> bool:
        """第二案：… / 一、說明：略 / 二、委員意見： / 三、決議：…: the remarks on a case are no section of their own."""
        unit, before = self.units[index], self.units[index - 1]
        marker = unit.marker
        return (
            unit.heading is not None
            and unit.heading.kind == "statements"
            and marker is not None
            and marker.number > 1
            and before.marker is not None
            and before.marker.style == marker.style
            and before.marker.number + 1 == marker.number
        )

    def counts_on_before_decision(self, last: Node, unit: Unit) -> bool:
        """Behind `unit` the list that `last` ends goes on with the next number, and another decision follows."""
        if last.unit is None or last.unit.marker is None:
            return False
        follower = self.next_same[last.unit.index]
        if not unit.index < follower < len(self.units):
            return False
        marker = self.units[follower].marker
        end = min(self.next_section[unit.index + 1], self.next_named[unit.index + 1])
        decided = self.next_decision[unit.index + 1]
        return marker is not None and marker.number == last.number + 1 and follower < decided < end

    def counts_on_behind(self, last: Node, unit: Unit) -> bool:
        """Behind `unit`, in the same part, the list that `last` ends goes on with the next number."""
        if last.unit is None or last.unit.marker is None or last.unit.marker.style == "bullet":
            return False
        follower = self.next_same[last.unit.index]
        if not unit.index < follower < self.next_section[unit.index + 1]:
            return False
        marker = self.units[follower].marker
        return marker is not None and marker.number == last.number + 1

    def each_labelled(self, unit: Unit | None) -> bool:
        """The next marker of the same style has a label of its own too, or nothing of the style follows."""
        if unit is None or unit.marker is None:
            return False
        follower = self.next_same[unit.index]
        if follower == _FAR or follower > self.next_section[unit.index + 1]:
            return unit.marker.number > 1
        nxt = self.units[follower]
        counts = nxt.marker is not None and nxt.marker.number == unit.marker.number + 1
        return counts and self.label_before_next(nxt)

    def case_next(self, unit: Unit) -> bool:
        """The very next unit is 第一案, 提案一 …"""
        return self.next_named[unit.index + 1] == unit.index + 1

    def list_next(self, unit: Unit) -> bool:
        """The very next unit is the first of a numbered list, or a case."""
        after = unit.index + 1
        follower = self.units[after] if after < len(self.units) else None
        if follower is None:
            return False
        marker = follower.marker
        return follower.named is not None or (marker is not None and marker.number == 1 and not marker.weak)

    def bullet_next(self, unit: Unit) -> bool:
        """The very next unit is an entry of a bulleted list."""
        after = unit.index + 1
        marker = self.units[after].marker if after < len(self.units) else None
        return marker is not None and marker.style == "bullet"

    def decided_next(self, unit: Unit) -> bool:
        """A label of a decision comes next, with nothing between but what stands in brackets."""
        for after in self.units[unit.index + 1 : unit.index + 4]:
            if _decision(after) and after.marker is None:
                return True
            if after.marker is not None or not after.folded.strip().startswith("（"):
                return False
        return False

    def decided_inside(self, unit: Unit) -> bool:
        """A decision stands before the (二) that goes on with a list which `unit` itself begins."""
        decided = False
        for after in self.units[unit.index + 1 : unit.index + _NEAR]:
            marker = after.marker
            if marker is not None and unit.marker is not None and marker.style == unit.marker.style:
                return False
            if marker is not None and marker.number == 2 and marker.style.startswith("paren"):
                return decided
            decided = decided or _decision(after)
        return False

    def agreed_next(self, unit: Unit) -> bool:
        """The very next unit is a decision in brackets and nothing else: （無異議通過）."""
        after = self.units[unit.index + 1] if unit.index + 1 < len(self.units) else None
        return (
            after is not None
            and after.marker is None
            and after.text.startswith(("（", "("))
            and is_decision(after.text)
        )

    def label_next(self, unit: Unit) -> bool:
        """The very next unit is a label of an item."""
        return self.next_label[unit.index + 1] == unit.index + 1

    def is_topic(self, unit: Unit) -> bool:
        """A heading of a topic: short, without a full stop, a label or a speaker right behind it."""
        after = unit.index + 1
        if after >= len(self.units) or len(unit.text) > 160 or unit.text.endswith(("。", "；")):
            return False
        follower = self.units[after]
        return self.label_next(unit) or read_speaker(follower, zone=True) is not None

    def starts_list(self, unit: Unit) -> bool:
        """A weak first marker that a second one follows."""
        marker = unit.marker
        if marker is None or marker.number != 1:
            return False
        follower = self.next_same[unit.index]
        nxt = self.units[follower].marker if follower < len(self.units) else None
        return nxt is not None and nxt.number == 2


def _item_label(unit: Unit) -> bool:
    return unit.label is not None and unit.label.kind in ITEM_ROLES and unit.marker is None


def _subject_label(unit: Unit) -> bool:
    return _item_label(unit) and unit.label is not None and unit.label.kind not in ("proposer", "seconder")


def _decision(unit: Unit) -> bool:
    return unit.label is not None and unit.label.kind == "resolution"


def _ends(unit: Unit) -> bool:
    return unit.heading is not None and unit.heading.kind == "adjourn"


def _section(unit: Unit) -> bool:
    return (
        unit.heading is not None and not unit.heading.weak and (unit.label is None or unit.marker is not None)
    )


def sibling(path: Sequence[Node], unit: Unit, ahead: Ahead) -> Node | None:
    """The node that the unit's marker counts on from: the last of a series under an open node, or None."""
    marker = unit.marker
    if marker is None:
        return None
    lasts = [node.series[marker.style] for node in path if marker.style in node.series]
    fits = [node for node in lasts if node.number + 1 == marker.number or marker.style == "bullet"]
    if len(fits) > 1:
        return max(reversed(fits), key=lambda node: _evidence(node, unit, ahead))
    if fits:
        return fits[0]
    return _skipped(path, unit)


def _skipped(path: Sequence[Node], unit: Unit) -> Node | None:
    """A sibling although the numbers do not follow: one was left out, repeated, or the list began anew."""
    marker = unit.marker
    if marker is None:
        return None
    for node in reversed(path):
        if (
            marker.number == 1
            and node.role == "text"
            and not node.style
            and node.title.text.endswith(("：", ":"))
        ):
            return None  # 另通過臨時提案2項： / 一、… begins a list of its own
        last = node.series.get(marker.style)
        if last is not None and (marker.number == 1 or 0 <= marker.number - last.number <= 4):
            return last
        if marker.number == 1 and (node.role in _BOUNDARY or node.role == "item"):
            return None
    return None


def _evidence(node: Node, unit: Unit, ahead: Ahead) -> float:
    """How much speaks for `unit` being a sibling of `node`."""
    score = 0.0
    before, after = node.unit, unit
    if before is None or before.marker is None or after.marker is None:
        return score
    score += 1.0 if before.marker.shape == after.marker.shape else -1.0
    one, other = before.paragraph, after.paragraph
    if one is not None and other is not None:
        score += 2.0 if one.level == other.level else -2.0
        if one.level > 0 and other.level == 0 and node.role == "section":
            return _NEVER
        score += 0.5 if one.bold == other.bold else -1.0
        if one.indent or other.indent:
            apart = abs(one.indent - other.indent)
            score += 2.0 if apart < 0.8 else (-2.0 if apart > 1.4 else 0.0)
    labelled = ahead.subject_before_next(unit)
    if node.role in ("item", "section"):
        score += 3.0 if labelled else -1.0
    else:
        score += -3.0 if labelled else 1.0
    return score


def parent(path: Sequence[Node], unit: Unit) -> Node:
    """The open node under which the unit's marker begins a series."""
    marker = unit.marker
    node = path[-1]
    if marker is None:
        return node
    for node in reversed(path):
        if node.role != "text":
            return _container(path, node, unit)
        if node.style == "option":
            return node
        if not node.style:
            if _leads_in(node) and not _line_of_head(node, unit):
                return node
            continue
        if RANK[node.style] < RANK[marker.style] or node.title.text.endswith(("：", ":")):
            return node
    return node


def _container(path: Sequence[Node], node: Node, unit: Unit) -> Node:
    """`node`, but a first high marker behind a section without numbers begins at the top."""
    marker = unit.marker
    if marker is None or node.role not in ("section", "field"):
        return node
    if node.role == "section":
        return node
    if node.style and node.style != "option" and RANK[marker.style] < RANK[node.style]:
        listed = node.role == "field" and not node.title.text and RANK[marker.style] > RANK["han"]
        return node if listed else path[0]  # 3、出席單位： / （一）航港局：…
    if not node.style and RANK[marker.style] <= RANK["han"]:
        return path[0]
    return node


def _line_of_head(node: Node, unit: Unit) -> bool:
    """Below a label of the head that stands alone; 壹、 and 一、 are no part of such a line."""
    marker, above = unit.marker, node.parent
    return (
        marker is not None
        and above is not None
        and above.role == "field"
        and RANK[marker.style] <= RANK["han"]
    )


def _leads_in(node: Node) -> bool:
    """An unnumbered paragraph that the numbered ones belong to: it is the first, or ends in a colon."""
    if node.title.text.endswith(("：", ":", "下", "列")):
        return True
    return node.parent is not None and node.parent.children[0] is node
