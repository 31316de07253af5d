"""Labels of items: 說明, 決議, 附帶決議, 提案人 … hang under the item that they speak of."""

from __future__ import annotations

import re

from lieguan.lexicon.headings import Entry
from lieguan.reading.nodes import Node, child
from lieguan.reading.outline import sequence
from lieguan.reading.outline.path import Path
from lieguan.reading.outline.sections import is_above_the_head
from lieguan.reading.unit import LABELS_OF_ITEMS, Unit
from lieguan.record.nouns import Certainty

#: 【修正動議一】, 【程序動議】（口頭提出）: a motion on the item that is dealt with, no item of its own.
_MOTION = re.compile(
    r"[【〔\[](?:修正|變更議程|程序|停止討論|休息|擱置|權宜|秩序|附屬|再修正|復議)動議 ?[0-9一二三四五六七八九十]{0,3}[】〕\]](?: ?（[^（）]{1,12}）)?"
)
_VOTED = re.compile(r".(?:投票|表決)結果$")
#: What became of an earlier decision; so many units may stand between.
_BECAME = re.compile(
    r"(?:目前)?(?:辦理|執行|處理|推動|追蹤|改善)(?:情形|進度|現況|結果)(?:說明)?|目前進度|現況|進度"
)
_NEAR = 12
_OF_EARLIER = re.compile(
    r"[前上歷]一?次.{0,12}(?:決議|決定|裁|結論|指示|交辦|列管|追蹤|會議)|列管(?:案件|事項)"
)
_DECIDING = frozenset({"resolution", "additional"})
_ENDING = frozenset({"conclusion", "statements", "speech"})


def motion(path: Path, unit: Unit) -> bool:
    """【修正動議一】 on a line of its own: what follows is about the open item."""
    item = path.nearest("item")
    if item is None or unit.marker is not None or not _MOTION.fullmatch(unit.folded.strip()):
        return False
    path.open(item, Node("label", unit, "explanation", rule="label.motion"))
    return True


def label(path: Path, unit: Unit) -> bool:
    """說明, 決議, 提案人 …"""
    entry = unit.label
    if entry is None or entry.kind not in LABELS_OF_ITEMS or path.past_the_end():
        return False
    if is_above_the_head(path, unit):
        return False
    holder = path.nearest("label", "speaker")
    if holder is not None and holder.rule == "annex.of-item" and entry.kind != "additional":
        return False  # 委員會決議 in a table of petitions, printed behind the decision on the item
    if entry.kind == "resolution" and holder is not None and _is_quoted(path, holder, unit):
        return False
    if entry.weak and holder is not None and (holder.role == "speaker" or holder.kind != "explanation"):
        return False  # 建議：… inside a clause is a word of it
    before = sequence.sibling(path.nodes, unit, path.ahead) if unit.marker is not None else None
    if (
        before is not None
        and before.role == "text"
        and entry.kind != "additional"
        and path.nearest("label") is not None
    ):
        return False  # 二、法令依據：… is a numbered paragraph of an explanation
    owner = _clause_moved(path, unit, entry) or _beside(before, entry) or _owner(path, entry)
    path.head_open = False
    if entry.kind == "resolution" and _is_told_again(path, unit):
        item = path.nearest("item")
        if unit.marker is not None and path.nearest("section") is not None:
            # 二、主席裁示：請某局… / 辦理情形：… / 主席裁示：解除列管。: one of several, each an item
            path.open_item(unit, path.item_parent(), "", "item.title", "likely").titled = unit
            return True
        if item is not None and item is path.last and item.rule == "item.numbered" and item.titled is None:
            item.titled = unit  # 案號 113-01 / 主席裁示：請某局…: what was ruled is what the item is called
            child(item, Node("text", unit, "title", rule="item.title", certainty="likely"))
            return True
        path.open(owner, Node("label", unit, "explanation", rule="label.told-again", certainty="likely"))
        return True
    # 某部預算表決結果：同意4…: whether the words before it are a part of the decision, nothing tells.
    certainty: Certainty = "likely" if _VOTED.search(unit.label_text) else "sure"
    path.open(owner, Node("label", unit, entry.kind, rule=f"label.{entry.kind}", certainty=certainty))
    return True


def _is_quoted(path: Path, holder: Node, unit: Unit) -> bool:
    """四、案經第五次會議 / 決議：… / 五、…: an explanation that counts on behind it tells of an earlier decision."""
    if holder.role != "label" or holder.kind != "explanation" or holder.numbered is None:
        return False
    return unit.marker is None and path.ahead.counts_on_before_decision(holder.numbered, unit)


def _is_told_again(path: Path, unit: Unit) -> bool:
    """主席裁示：… / 辦理情形：… / 主席裁示：同意解除列管。: what an earlier meeting ruled, and what became of it."""
    became = _what_became_of(path, unit)
    if became is None:
        return False
    again = path.ahead.next_decision[became.index + 1]
    closed = min(path.ahead.next_section[unit.index + 1], path.ahead.next_named[unit.index + 1])
    if again < closed and _what_became_of(path, path.ahead.units[again]) is None:
        return True
    headings = (node.unit.text for node in path.nodes if node.role in ("section", "item") and node.unit)
    return any(_OF_EARLIER.search(words) for words in headings)


def _what_became_of(path: Path, unit: Unit) -> Unit | None:
    """辦理情形：… as the next label behind `unit`, before the next item; or None."""
    own = ""  # the style that the ruling's own clauses are numbered in
    for after in path.ahead.units[unit.index + 1 : unit.index + _NEAR]:
        if after.heading is not None or after.named is not None:
            return None
        if after.marker is not None and after.label is None and after.marker.style != own:
            if own or after.marker.number != 1 or after.index != unit.index + 1:
                return None  # 二、…: the next item
            own = after.marker.style
        if after.label is not None and after.label.kind in ("number", "title"):
            return None
        if after.label is not None and after.label.kind in LABELS_OF_ITEMS:
            return after if _BECAME.fullmatch(after.label_text) else None
    return None


def _clause_moved(path: Path, unit: Unit, entry: Entry) -> Node | None:
    """另通過臨時提案1項： / （一）… / 提案人：…: who moved that clause of the decision; the next one counts on."""
    if entry.kind not in ("proposer", "seconder"):
        return None
    deciding = next((node for node in reversed(path.nodes) if node.kind in _DECIDING), None)
    after = path.ahead.units[unit.index + 1 : unit.index + 3]
    if deciding is None or any(one.label is not None and one.label.kind == "title" for one in after):
        return None
    return next((node for node in reversed(path.below(deciding)) if node.role == "text" and node.style), None)


def _beside(before: Node | None, entry: Entry) -> Node | None:
    """三、決議：… counts on from 二、… of the same item: it belongs to what they belong to."""
    if before is None or before.parent is None:
        return None
    if before.role == "section" and before.kind in _ENDING and entry.kind == "explanation":
        return before.parent  # 十、擬辦 behind 九、結論
    if before.role not in ("text", "label"):
        return None
    return before.parent if before.parent.role in ("item", "section") else None


def _owner(path: Path, entry: Entry) -> Node:
    """The item that a label belongs to: the innermost one, but not a numbered paragraph of its text."""
    holder = path.nearest("label")
    if holder is not None and holder.parent is not None:
        return holder.parent
    turned = _labelled_paragraph(path, entry)
    return turned or path.nearest("item") or path.nearest("section") or path.root


def _labelled_paragraph(path: Path, entry: Entry) -> Node | None:
    """A numbered paragraph that turns out to be an item, since each of its siblings has its own label."""
    last = next((node for node in reversed(path.nodes) if node.role == "text" and node.style), None)
    if last is None or last.parent is None or entry.kind not in ("resolution", "statements"):
        return None
    of_the_day = (
        last.parent.role == "section" and last.parent.kind == "opening"
    )  # 會議程序 / 一、報到 / 二、…
    if last.parent.role not in ("section", "item", "root"):
        return None
    if not of_the_day and not path.ahead.each_labelled(last.unit):
        return None
    if last.number > 1 and not of_the_day and not _after_an_item(last):
        return None
    last.role, last.rule, last.certainty = "item", "item.labelled", "likely"
    return last


def _after_an_item(node: Node) -> bool:
    """The numbered node before it under the same parent is an item."""
    siblings = node.parent.children if node.parent is not None else []
    for before in reversed(siblings):
        if before is not node and before.style == node.style:
            return before.role == "item"
    return False
