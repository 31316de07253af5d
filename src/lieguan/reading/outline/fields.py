"""Tables, and the labelled fields of the head: 時間, 地點, 主席, 出席 …"""

from __future__ import annotations

import re

from lieguan.reading.nodes import Node, child
from lieguan.reading.outline.path import Path, is_speech
from lieguan.reading.unit import HEAD_ROLES, Unit
from lieguan.text.numerals import HAN_NUMERAL

_FEW = 3
_N = rf"(?:[0-9]{{1,4}}|[{HAN_NUMERAL}]{{1,6}})"
#: A head has no more lines.
_HEAD = 40
#: 民國95年4月12日第2985次會議, a line of its own on the page of what was decided there
_HELD = re.compile(
    rf"(?:中華)?民國 ?{_N} ?年 ?{_N} ?月 ?{_N} ?日 ?第 ?{_N} ?次[\u3400-\u9fff]{{0,4}}(?:會議?|會報)"
)
#: 本　會：秘書長 王大明 below 出席：本會議員（詳出席表）: a council's staff, who are there for its members.
_OWN_STAFF = re.compile(r"本 {0,8}會 {0,4}：")
#: 附件：如文
_SENT_WITH = re.compile(r"(?:如文|如主旨|如說明.?|隨文|如附件?|無|見附件|[^，。：]{0,12}[0-9一]份)。?")
#: 應到理事9位，實到7位
_COUNTED = re.compile(
    r"應(?:到|出席)[^：。]{0,10}[0-9一二三四五六七八九十]{1,4} ?[位人名席][^：。]{0,6}實(?:到|際出席)"
)
_MEMBERS = re.compile(r"議員|代表")


def table(path: Path, unit: Unit) -> bool:
    """A table of data belongs to what is open."""
    if unit.table is None:
        return False
    parent = path.nearest("label", "item", "section", "field") or path.root
    path.cut_to(parent)
    child(parent, Node("table", unit, rule="outline.table"))
    return True


def field(path: Path, unit: Unit) -> bool:
    """時間：… of the head, as long as no section has begun."""
    label = unit.label
    if label is None and _HELD.fullmatch(unit.folded.strip()):
        child(path.root, Node("field", unit, "held", rule="head.held"))
        return True
    if path.head_open and unit.heading is not None and _is_of_a_letter(path, unit):
        child(path.root, Node("field", unit, "head-note", rule="head.word"))
        return True
    if label is None and path.head_open and _COUNTED.match(unit.folded):
        child(path.root, Node("field", unit, "head-note", rule="head.word"))
        return True
    if label is None and path.head_open and _OWN_STAFF.match(unit.folded) and _members_came(path):
        path.open(path.root, Node("field", unit, "observers", rule="head.staff"))
        return True
    if label is None or label.kind not in HEAD_ROLES:
        return False
    signed = unit.label_text.startswith("協商")  # who negotiated, below what was agreed
    around = _still_in_head(path, unit) or _is_below_the_topic(path, unit, label.kind)
    if not (signed or path.head_open or around or _is_behind_a_guess(path, unit, label.kind)):
        return False
    spoken = _has(path, "chair") or is_speech(unit) or path.nearest("speaker") is not None
    if path.verbatim and label.kind == "chair" and spoken:
        return False  # 主席：… among the speakers
    if label.kind == "ends" and path.last.role != "field":
        return False  # 散會 behind the last item; in the head it is one of the times
    if not unit.content.text and label.kind == "recorder" and _heads_the_rest(path, unit):
        path.open_section(unit, "opening")
        return True
    if not unit.content.text and label.kind == "recorder" and _ends_a_title(path, unit):
        return False  # 會議紀錄 alone is a title
    if label.weak and path.last.role in ("field", "text") and _listing_people(path, unit):
        return False  # 主任委員：… inside the list of those present
    path.open(path.root, Node("field", unit, label.kind, rule=f"head.{label.kind}"))
    return True


def _is_of_a_letter(path: Path, unit: Unit) -> bool:
    """附件：如文 between 發文字號 and the minutes that the letter sends."""
    annex = unit.heading is not None and unit.heading.kind == "annex" and unit.marker is None
    sent = annex and _SENT_WITH.fullmatch(unit.content.text.strip()) is not None
    return sent and all(node.role in ("field", "text") for node in path.root.children)


def _members_came(path: Path) -> bool:
    """The list that is open says of its members only that they are listed elsewhere, or names them."""
    listed = path.nearest("field")
    return listed is not None and listed.kind == "present" and _MEMBERS.search(listed.title.text) is not None


def bare_word(path: Path, unit: Unit) -> bool:
    """內容 on a line of its own in the head is no label of an item, as no item is there yet."""
    label = unit.label
    if label is None or not label.weak or label.kind in HEAD_ROLES or unit.content.text or not path.head_open:
        return False
    if unit.marker is not None or path.nearest("item", "section", "label") is not None:
        return False
    path.open(path.root, Node("field", unit, "head-note", rule="head.word"))
    return True


def _has(path: Path, kind: str) -> bool:
    return any(node.role == "field" and node.kind == kind for node in path.root.children)


def _still_in_head(path: Path, unit: Unit) -> bool:
    """伍、紀錄：… counts on from fields, with at most a numbered line between that no rule knows."""
    if not path.continues_root(unit) or not any(node.role == "field" for node in path.root.children):
        return False
    return all(
        node.role in ("field", "text") or (node.kind == "unknown" and _is_a_line_of_the_head(node))
        for node in path.root.children
    )


def _is_below_the_topic(path: Path, unit: Unit, kind: str) -> bool:
    """會勘案由：… between the lines of the head says what the meeting is about; the head goes on below it."""
    head = path.root.children
    if unit.marker is not None or not 1 < len(head) <= _HEAD:
        return False
    topic = head[-1].unit if head[-1].role == "item" and not head[-1].children else None
    lines = all(node.role in ("field", "text") for node in head[:-1])
    return topic is not None and topic.marker is None and lines and not _has(path, kind)


def _is_behind_a_guess(path: Path, unit: Unit, kind: str) -> bool:
    """一、對院長施政報告質詢 / 列席官員 … / 主席　院長王大明: the chair, behind a line that no rule knows, and nobody named so far."""
    if unit.marker is not None or kind not in ("chair", "recorder") or _has(path, kind):
        return False
    fields = [node for node in path.root.children if node.role == "field"]
    return len(fields) > 1 and all(
        node.role in ("field", "text") or (node.role == "section" and node.kind == "unknown")
        for node in path.root.children
    )


def _is_a_line_of_the_head(node: Node) -> bool:
    """三、介紹與會人員, with nothing or a few plain lines below it."""
    return len(node.children) <= _FEW and all(
        below.role == "text" and not below.style for below in node.children
    )


def _heads_the_rest(path: Path, unit: Unit) -> bool:
    """五、會議紀錄 / （一）主席致詞：…: the last line of a numbered head names what follows, not who wrote it."""
    after = path.ahead.units[unit.index + 1] if unit.index + 1 < len(path.ahead.units) else None
    if unit.marker is None or after is None or after.marker is None or not path.continues_root(unit):
        return False
    return after.marker.style != unit.marker.style and after.marker.number == 1 and after.heading is not None


def _ends_a_title(path: Path, unit: Unit) -> bool:
    """The line is the last of a title that is set on several: 某某小組第2次會議 / 會議紀錄."""
    if unit.heading is not None:
        return True
    return unit.marker is None and all(node.role == "text" for node in path.root.children)


def _listing_people(path: Path, unit: Unit) -> bool:
    """A list of people is open that says nothing on its label's own line, or the words are no label but a post."""
    open_field = path.nearest("field")
    if open_field is None or open_field.kind not in ("present", "observers"):
        return False
    return not open_field.title.text or "：" not in unit.folded
