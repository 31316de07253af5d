"""Paragraphs that only a marker, or nothing, tells apart: they go where their number counts on."""

from __future__ import annotations

import re

from lieguan.reading.decided import is_decision, is_resolved
from lieguan.reading.nodes import AGENDA_SECTIONS, TOPIC_SECTIONS, Node, NodeRole, child
from lieguan.reading.outline import sequence
from lieguan.reading.outline.path import Path
from lieguan.reading.title import names_a_meeting, names_minutes
from lieguan.reading.unit import Unit
from lieguan.reading.units import rest_of
from lieguan.text.numbering import RANK, read_marker
from lieguan.text.width import folded

_DECIDING = frozenset({"resolution", "additional"})
#: 同意票：4票 behind what was said is no word of the speaker's.
_VOTES = re.compile(
    r"(?:不?同意|贊成|反對|無效|棄權?|廢)票?數?[：:] ?[0-9〇○零一二三四五六七八九十]{1,4} ?[票人]"
)

#: 秘書部預算整體表決：同意3票 不同意0票 廢票1票
_ONLY_VOTES = re.compile(
    r"(?:[^。：；]{0,40}(?:表決|投票)(?:結果)?[：。]? ?)?"
    r"(?:(?:不?同意|贊成|反對|無效|棄權|棄|廢)票?：? ?[0-9]{1,4} ?票?[ 、，。]{0,3}){2,5}(?:決議)?(?:不?通過|否決)?。?"
    # 表決：甲案4票，乙案1票。
    r"|[表票] ?決(?:結果)?： ?(?:[^，。：；、（）]{1,12}?[0-9〇一二三四五六七八九十]{1,4} ?[票人](?:（[^（）]{1,24}）)?[，、； ]{0,3}){1,6}。?"
)
_UNIT = re.compile(
    r"(?:（） ?)?[^，。；：、]{1,12}(?:處|室|組|科|局|部|會|課|股|班)(?:工作|業務)?(?:報告)?：?"
)
#: 社會課：無。
_NOTHING_REPORTED = re.compile(
    r"[^，。；：、]{1,12}(?:處|室|組|科|局|部|會|課|股|班|隊|館|所)：(?:無|略|無報告事項|本次無報告|無補充)。?"
)
_DECIDED_BEHIND = re.compile(r"[：，](?:洽悉|備查|確認紀錄|確認|照案通過|同意備查|准予備查)。?$")
_DATE_ALONE = re.compile(r" ?[0-9]{2,4} ?[-./年] ?[0-9]{1,2} ?[-./月] ?[0-9]{1,2} ?日? ?")
#: The end of a heading of what was reported: no name ends so.
_REPORTED = re.compile(r"(?:報告|提報|事項|情形)$")
_INSIDE = re.compile(r"：(?=[(（][一1][)）])")
#: So long is what stands before it: 法制室主任報告：
_SHORT = 20


def option(path: Path, unit: Unit) -> bool:
    """方案一：… inside a clause or an explanation."""
    if unit.option is None:
        return False
    holder = path.nearest("label", "speaker", "item", "section") or path.root
    before = next((node for node in path.below(holder) if node.style == "option"), None)
    parent = before.parent if before is not None and before.parent is not None else path.last
    path.open(parent, Node("text", unit, style="option", rule="clause.option"))
    return True


def marked(path: Path, unit: Unit) -> bool:
    """A numbered paragraph: where its number counts on, else below what is open."""
    marker = unit.marker
    if marker is None:
        return False
    if _is_date_alone(path, unit):
        child(path.last, Node("field", unit, "head-note", rule="head.word"))
        return True
    if _behind_names(path, unit):
        _first(path, path.root, unit)
        return True
    before = sequence.sibling(path.nodes, unit, path.ahead)
    heading = unit.paragraph is not None and unit.paragraph.level > 0
    counts = heading or path.ahead.starts_list(unit) or (marker.number == 1 and path.ahead.label_next(unit))
    if marker.weak and before is None and not counts:
        return False
    item = path.nearest("item")
    if before is None and marker.number == 2 and item is not None and _begins_inside(item, unit):
        path.open(item, Node("text", unit, rule="text.counted", certainty="likely"))
        return True
    if before is not None and before.parent is not None and before.role not in ("field", "section"):
        role: NodeRole = "item" if before.role == "item" else "text"
        kind = before.kind if role == "item" else ""
        node = Node(role, unit, kind, rule=f"{role}.counted", certainty=before.certainty)
        if role == "text" or before.rule not in ("item.first", "item.counted"):
            node.certainty = "sure"
        if marker.style != "bullet" and before.number + 1 != marker.number:
            node.certainty = "likely"  # a number was left out, repeated, or the list began anew
        path.open(before.parent, node)
        _open_inside(path, node, unit)
        return True
    if before is None and (closed := _closed_before(path, unit)) is not None and closed.parent is not None:
        path.reopen(closed.parent)
        path.open(closed.parent, Node(closed.role, unit, rule=f"{closed.role}.counted", certainty="likely"))
        return True
    parent = before.parent if before is not None and before.parent is not None else None
    _first(path, parent or sequence.parent(path.nodes, unit), unit)
    return True


def _closed_before(path: Path, unit: Unit) -> Node | None:
    """（二）第二審查會 behind the decisions on the cases of （一）第一審查會: what it counts on from is closed."""
    marker, label = unit.marker, path.nearest("label")
    if marker is None or marker.number < 2 or label is None:
        return None
    last = path.latest.get(marker.style)
    item = path.nearest("item")
    own = item.unit.marker if item is not None and item.unit is not None else None
    inside = own is not None and RANK[own.style] > RANK[marker.style]
    fits = last is not None and last.number + 1 == marker.number and last not in path.nodes
    return last if fits and inside and last is not None and last.role in ("text", "item") else None


def _is_date_alone(path: Path, unit: Unit) -> bool:
    """• 2025-03-07 right below a heading says when it was published, and decides nothing."""
    marker, last = unit.marker, path.last
    if marker is None or marker.style != "bullet" or last.role != "section" or last.children:
        return False
    return _DATE_ALONE.fullmatch(unit.folded, unit.head) is not None


def _behind_names(path: Path, unit: Unit) -> bool:
    """出席：王大明、李小美 / • 某案請某科儘速辦理。: the list has said its names, and bullets list something else."""
    around, marker = path.nearest("field", "section", "item"), unit.marker
    if marker is None or marker.style != "bullet" or around is None or around.role != "field":
        return False
    return (
        around.kind in ("present", "observers", "absent", "recorder")
        and bool(around.title.text)
        and not any(below.style == "bullet" for below in around.children)
        and (unit.text.endswith("。") or _REPORTED.search(unit.text) is not None)
    )


def _begins_inside(item: Node, unit: Unit) -> bool:
    """三、秘書長報告：(一)…: the item's own line begins what (二) counts on."""
    marker = unit.marker
    if item.unit is None or marker is None or not marker.style.startswith("paren"):
        return False
    inside = _INSIDE.search(item.unit.folded)
    first = read_marker(item.unit.folded, inside.end()) if inside is not None else None
    return first is not None and first.style == marker.style and first.number == 1


def _first(path: Path, parent: Node, unit: Unit) -> None:
    """Opens the first of a numbered series under `parent`, by what `parent` is."""
    if parent is path.root:
        words = unit.content.text
        if path.head_open and (names_minutes(words) or names_a_meeting(words)):
            path.open(path.root, Node("text", unit, rule="outline.plain"))
            return
        path.head_open = False
        path.open(path.root, Node("section", unit, "unknown", rule="section.unknown", certainty="guess"))
        return
    role: NodeRole = "text"
    if parent.role == "item" and (_heads_decided(parent, unit) or is_resolved(unit.text)):
        role = "item"
    elif parent.role == "section":
        topic = (
            path.ahead.is_topic(unit) or path.ahead.label_before_next(unit) or path.ahead.agreed_next(unit)
        )
        if parent.kind in AGENDA_SECTIONS or (parent.kind in TOPIC_SECTIONS and topic):
            role = "item"
    node = Node(role, unit, rule=f"{role}.first")
    if role == "item" and any(below.rule == "outline.plain" for below in parent.children):
        node.certainty = "likely"  # 會長報告： / 1.…: what a line heads that no rule knows may be no item
    path.open(parent, node)
    _open_inside(path, node, unit)


def _open_inside(path: Path, node: Node, unit: Unit) -> None:
    """三、秘書長報告：(一)… / 決定：… / (二)… / 決定：…: what was reported on one by one are the items."""
    inside = _INSIDE.search(unit.folded, unit.head, unit.head + _SHORT)
    if node.role != "item" or inside is None or not path.ahead.decided_inside(unit):
        return
    body, unit.body = unit.body, inside.end()
    rest = rest_of(unit)
    if rest is None:
        unit.body = body
    else:
        path.open(node, Node("item", rest, rule="item.first", certainty="likely"))


def _heads_decided(group: Node, unit: Unit) -> bool:
    """（一）總務組： / 1、…案：洽悉。: a unit that reports heads items with a decision behind the colon of each."""
    words, above = folded(group.title.text).strip(), group.parent
    if above is None or above.kind != "report" or _UNIT.fullmatch(words) is None:
        return False
    return _DECIDED_BEHIND.search(unit.folded[-16:]) is not None


def outdented(container: Node, unit: Unit) -> Node:
    """- 甲案 / 　- 決議：… / - 乙案: a bullet set less deep than a label, or as deep as an item, is no part of it."""
    own = unit.paragraph
    while own is not None and own.listed and container.role in ("label", "speaker", "item"):
        above = container.unit.paragraph if container.unit is not None else None
        if above is None or not above.listed or container.parent is None:
            break
        if own.indent > above.indent + 0.4 or (container.role != "item" and own.indent > above.indent - 0.4):
            break
        container = container.parent
    return container


def plain(path: Path, unit: Unit) -> bool:
    """A paragraph without a marker belongs to what is open, beside the numbered ones."""
    container = path.nearest("label", "speaker", "item", "section", "field") or path.root
    container = outdented(container, unit)
    above = path.nearest("item")
    if container.role == "label" and above is not None and _reports_nothing(above, unit):
        container = above.parent or container
    votes = _VOTES.match(unit.folded) or _ONLY_VOTES.fullmatch(unit.folded.strip())
    if container.role == "speaker" and (votes or _is_decided_heading(unit)):
        container = path.nearest("item") or container
    if _is_decided_already(container) and (votes or _is_heading(unit)):
        container = path.nearest("item") or container
        path.cut_to(container)
    if container.role == "item" and _gives_title(container, unit):
        container.titled = unit
        child(container, Node("text", unit, "title", rule="item.title"))
        return True
    counted = _counts_on_behind(path, container, unit)
    if counted is not None:
        child(counted, Node("text", unit, rule="clause.goes-on", certainty="likely"))
        return True
    led = _led_in(path, container)
    path.open(
        led or container, Node("text", unit, rule="outline.plain", certainty="likely" if led else "sure")
    )
    return True


def _reports_nothing(item: Node, unit: Unit) -> bool:
    """社會課：無。 behind what was ruled on what 建設課： reported."""
    beside = item.unit is not None and _UNIT.fullmatch(item.unit.folded.strip()) is not None
    return beside and _NOTHING_REPORTED.fullmatch(unit.folded.strip()) is not None


def _led_in(path: Path, container: Node) -> Node | None:
    """三、通過附帶決議1項： / 請某部…。: the numbered clause whose words end in a colon, and that nothing else follows."""
    deciding = container.kind in _DECIDING or (container.role == "section" and container.kind == "conclusion")
    inner = path.below(container)[-1:] if deciding and container in path.nodes else []
    last = inner[0] if inner else None
    leads = last is not None and last.role == "text" and last.style and last.title.text.endswith(("：", ":"))
    return last if leads and last is not None and not last.children else None


def _counts_on_behind(path: Path, container: Node, unit: Unit) -> Node | None:
    """1、按統計…。 / 呼籲…。 / 2、…: the clause of a decision that a paragraph without a number goes on with."""
    listed = unit.paragraph is not None and unit.paragraph.listed
    if container.kind not in _DECIDING or container.role != "label" or listed:
        return None
    if unit.folded.rstrip().endswith("："):
        return None
    counted = [node for node in path.below(container) if node.role == "text" and node.style]
    return next((node for node in reversed(counted) if path.ahead.counts_on_behind(node, unit)), None)


def _is_decided_already(container: Node) -> bool:
    """A label of a decision whose own line says what was decided: 決議：照案通過。"""
    return container.role == "label" and container.kind in _DECIDING and bool(container.title.text)


def _is_heading(unit: Unit) -> bool:
    """##### 財政部預算部分： what is talked about next."""
    return unit.paragraph is not None and unit.paragraph.level > 0 and not is_decision(unit.text)


def _is_decided_heading(unit: Unit) -> bool:
    """#### 無異議通過核備。 behind what was said: a heading is no word of the speaker's."""
    return unit.paragraph is not None and unit.paragraph.level > 0 and is_decision(unit.text)


def _gives_title(item: Node, unit: Unit) -> bool:
    """第一案 or 案由： alone on its line: the paragraph below says what was moved."""
    if item.titled is not None and item.children and item.children[-1].kind == "title":
        return not item.titled.content.text
    bare = item.rule == "item.named" and not item.title.text and item.titled is None and not item.children
    return bare and not unit.folded.startswith("（") and "：" not in unit.folded[:12]
