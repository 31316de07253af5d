"""Stage 6: the items that the meeting dealt with 議程.

Reads:  root, context. Writes: items, topics, parts.

An item stands in a section of the agenda. Headings under 會議結論 or 發言紀要 are topics (topics.py): they are
linked to the items, and become items themselves only where the agenda has none that is like them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from lieguan.reading.context import Finding
from lieguan.reading.decided import is_decision, is_resolved
from lieguan.reading.item_titles import ASKS, read_words
from lieguan.reading.nodes import AGENDA_SECTIONS, TOPIC_SECTIONS, Node
from lieguan.reading.state import ItemDraft, Reading
from lieguan.reading.topics import Linker, mark_topic
from lieguan.reading.unit import Unit
from lieguan.record.nouns import AgendaKind, Certainty
from lieguan.record.spans import merged
from lieguan.text.passage import Passage
from lieguan.text.width import folded, solid

_CONFIRMS = re.compile(
    r"^(?:主席)?(?:宣讀|確認|認可|追認|確定|報告)?.{0,40}(?:前|上|第.{1,8})(?:.{0,6})?(?:次|會).{0,16}(?:會議[紀記纪]錄|議事錄|紀錄)"
)
_CONFIRMS_FIRST = re.compile(r"(?:主席|秘書)?(?:宣讀|確認|認可|追認|確定|承認)|(?:前|上|第)")
#: 內政部函復本會會員大會紀錄准予備查: of minutes that somebody else has answered.
_SENT_BACK = re.compile(r"函復|函覆|函文|准予備查|同意備查|備查在案")
_HEADING = re.compile(r"[：:，,]")
_NOTHING = r"(?:經.{0,8})?(?:主席徵詢|徵詢|詢)?.{0,6}無其他(?:臨時動議|議案|提案|事項)|無|無臨時動議|無提案|本次無.{0,8}|無討論事項"
_NONE_AT_ALL = re.compile(rf"[（(【]?(?:{_NOTHING})[。.）)】]{{0,2}}")
_NONE = re.compile(
    rf"[（(【]?(?:{_NOTHING}"
    r"|略|從略|書面|口頭|書面報告|口頭報告"
    r"|(?:詳?如|詳見|請?參閱|參見|見)[^，。；：]{0,16}(?:附件|附錄|附表|資料|手冊|簡報|議程|紀錄|書面報告)[0-9一二三四五六七八九十]{0,3})[。.）)】]{0,2}"
)
_NONE_BEHIND = re.compile(r"[（(]無[）)]$")
#: Names before a number that say nothing of the kind: 案由一 stands under 報告事項 as well.
_ANY_ITEM = frozenset({"案", "案由", "議題", "提案", "議案"})
_BRACKETED = re.compile(r"[【〔\[][^】〕\]]+[】〕\]]")
_GROUP = re.compile(
    r"[^，。：]{0,16}(?:提案|議案|案件|請願案|法規案|來函)(?: ?[0-9〇一二三四五六七八九十]{1,3} ?[案件])?(?:（[^（）]{1,12}）)?"
)
_ANY_REPORT = re.compile(r"(?:專題|專案|各單位|各組)?報告(?:及備查)?(?:事項|案|議題)?")
_REPORTS_ON = re.compile(r"報告|(?:辦理|執行|推動|列管)(?:情形|進度)|列管(?:事項|案件)|追蹤")
#: 上次會報縣長指示事項辦理情形
_STANDS = re.compile(r"[前上歷]一?次.{0,16}(?:辦理|執行|處理|追蹤|列管)(?:情形|進度|狀況)")
_ELECTION = re.compile(r"(?:選舉|改選|補選|推選|票選)")
_PROCEDURE = re.compile(r"(?:通過|確認|認可)?.{0,6}議程(?:確認|認可)?$")
#: 邀請某部部長報告業務概況，並備質詢
_INVITED = re.compile(r"邀請.{2,400}(?:報告|說明).{0,24}備(?:質詢|詢)")
#: How a council's sitting began.
_QUORUM = re.compile(r"(?:出席|簽到).{0,16}(?:達|足).{0,4}法定(?:開會)?(?:人數|名額|額數)")
#: 宣讀某年度總預算案審查意見 among the bills of a reading
_READ_OUT = re.compile(r"宣讀.{2,400}(?:審查意見|審查報告)")
_REPORT_LEFT_OUT = re.compile(r"報告[^，。：]{4,120}。? ?（略）$")
_REPORTS = re.compile(r"報告|說明")
#: 五、討論聯席審查議案（計 1 案：財經市提 1）, which no section is named
_DISCUSSED = re.compile(r"討論.{0,20}[議提]案")
#: A part of a council's sitting that members ask questions in: 肆、議員質詢
_QUESTIONS = re.compile(
    r"(?:議員|代表|委員)?(?:市政|縣政|鄉政|鎮政|施政|業務)?總?質詢(?:[及與暨](?:答[復覆詢]|備詢))?(?:時間)?"
)
#: 貳、認可本次會議議程
_AGENDA_OF_DAY = re.compile(r"(?:認可|確認|通過)(?:本次)?(?:會議|大會)?議程")
#: What a site was visited for.
_VISIT = re.compile(r"(?:會勘|履勘|現勘|勘查)事由：?")
_KINDS: dict[str, AgendaKind] = {
    "confirmation": "confirmation", "report": "report", "discussion": "discussion", "motion": "motion",
}  # fmt: skip


def agenda(reading: Reading) -> None:
    """Makes the items and links the topics."""
    topics: list[tuple[Node, Node]] = []
    for node, section in _candidates(reading.root):
        if section is not None and node.role == "item" and section.kind in TOPIC_SECTIONS:
            topics.append((node, section))
        else:
            _add(reading, node, section)
    linker = Linker(reading)
    for node, section in topics:
        if section.kind == "conclusion" and linker.by_number(node):
            continue
        found = linker.link(node)
        if found or section.kind != "conclusion":
            mark_topic(reading, node, found)
        else:
            _add(reading, node, section)
    visited = _visited(reading.root) if not reading.items else None
    if visited is not None:
        _add(reading, visited, None)
    reading.items.sort(key=lambda item: item.spans or ((0, 0),))
    for number, item in enumerate(reading.items, 1):
        item.id = f"a{number}"


def _visited(root: Node) -> Node | None:
    """會勘事由：… in the head, and no agenda: what a site was visited for is the one thing that was dealt with."""
    for node in root.children:
        if node.role == "field" and node.unit is not None and _VISIT.fullmatch(_own_words(node.unit)):
            node.rule, node.certainty = "item.visit", "likely"
            return node
    return None


def _candidates(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Nodes that are items or topics, each with the section it stands in."""
    for node in root.children:
        if node.role == "item":
            yield node, None
            yield from _under(node, None)
        elif node.role == "section":
            if _section_is_item(node):
                yield node, node
            yield from _under(node, node)


def _under(node: Node, section: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for below, after in zip_longest(node.children, node.children[1:]):
        if below.role == "item":
            if not _is_group(below) and not _heads_cases(below, after):
                yield below, section
            yield from _under(below, section)
        elif below.role == "section":
            if _section_is_item(below):
                yield below, below
            yield from _under(below, below)


def _heads_cases(item: Node, after: Node | None) -> bool:
    """一、審議市政府提案 above 第1號案: what stands beside the heading is under it."""
    if item.rule not in ("item.first", "item.counted") or any(
        below.role == "label" for below in item.children
    ):
        return False
    return (
        after is not None
        and after.rule in ("item.named", "item.numbered")
        and _GROUP.fullmatch(folded(item.title.text)) is not None
    )


def _is_group(item: Node) -> bool:
    """A heading over items: it has items below it and nothing of its own."""
    if is_resolved(item.title.text):
        return False  # （二）討論某委員會議案，除2號案外，大會議決：照審查意見通過。
    return any(below.role == "item" for below in item.children) and not any(
        below.role == "label" for below in item.children
    )


def _decision_behind_heading(node: Node, section: Node | None) -> tuple[Passage, Passage] | None:
    """乙、前次會議決議執行情形：確認通過。: the heading is the item, what stands behind it the decision."""
    unit = node.unit
    if unit is None or node is not section or node.kind == "confirmation" or unit.heading is None:
        return None
    if not is_decision(unit.content.text):
        return None
    return unit.passage.cut(unit.head, unit.body).stripped(), unit.content


def _own_words(unit: Unit) -> str:
    return solid(folded(unit.passage.cut(*unit.words).text))


def _section_is_item(section: Node) -> bool:
    """壹、確認上次會議紀錄; 陸、討論事項：有關…案，提請討論。; 陸、甲局報告辦理情形：…"""
    if any(below.role in ("item", "section") for below in section.children):
        return False
    words = section.title.text
    decided = bool(section.labels("resolution"))
    if section.kind == "confirmation":
        return True
    if section.kind in AGENDA_SECTIONS and words and not _NONE.fullmatch(words.strip()):
        return True
    if section.kind in AGENDA_SECTIONS:
        told = any(
            below.role == "table" or (below.role == "text" and not _NONE.fullmatch(below.title.text.strip()))
            for below in section.children
        )
        return decided or (told and section.unit is not None and _says_on_what(section, section.unit))
    if section.kind == "statements":
        return section.unit is not None and _QUESTIONS.fullmatch(_own_words(section.unit)) is not None
    if section.kind == "opening":  # 認可議程 / 決議：無異議通過。
        unit = section.unit
        return decided or (unit is not None and _AGENDA_OF_DAY.fullmatch(_own_words(unit)) is not None)
    if section.kind == "unknown":
        return (
            decided
            or bool(_CONFIRMS.match(words))
            or (bool(section.children) and bool(_REPORTS_ON.search(folded(words))))
            or (section.unit is not None and _reported(section.unit))
        )
    return False


def _reported(unit: Unit) -> bool:
    """伍、某局報告施政現況與未來藍圖。（略）: a numbered heading that nobody knows, and what was reported."""
    return unit.marker is not None and _REPORT_LEFT_OUT.search(folded(unit.text).strip()) is not None


# ---------------------------------------------------------------------- items


def _add(reading: Reading, node: Node, section: Node | None) -> None:
    if (
        node.unit is not None
        and node.unit.named is not None
        and node.unit.named.name == "款"
        and not node.labels("resolution")
    ):
        return  # 第4款：規費收入 heads what is voted on
    title = _title(node, section)
    decided = _decision_behind_heading(node, section)
    if decided is not None:
        title = decided[0].cut(0, len(decided[0].text.rstrip("：: ")))
    if not title.text or _NONE.fullmatch(title.text.strip()) or _NONE_BEHIND.search(title.text):
        return
    if node.children and all(
        n.role == "text" and _NONE_AT_ALL.fullmatch(n.title.text.strip()) for n in node.children
    ):
        return  # 三、秘書處 / （無）
    if _QUORUM.search(folded(title.text)) and not node.labels("resolution"):
        node.certainty = "guess"  # 一、秘書長報告出席已達法定人數: readers do not agree whether it is an item
    kind = _kind(node, section, title.text)
    words = read_words(node, title, kind.value, reading.context)
    if decided is not None:
        words.decided = decided[1]
    own: list[Finding[ItemDraft]] = []
    for one in words.titles:
        marker = node.unit.passage.spans(0, node.unit.head) if node.unit is not None and not own else ()
        spans = merged((*marker, *one.words.spans()))
        found = Finding(one.words.text, node.rule or "item.title", node.certainty, one.words.spans())
        item = ItemDraft(node, kind, one.number, found, spans, one.proposers, words.decided)
        reading.items.append(item)
        own.append(Finding(item, "item.own", "sure", spans))
        _mark(reading, node, item, one.words)
    reading.topics[id(node)] = own


def _title(node: Node, section: Node | None) -> Passage:
    """The item's words, without what was decided on it and without what follows 報告…：."""
    unit = node.titled or node.unit
    if unit is None:
        return Passage("", ())
    if node is section and node.kind in ("confirmation", "unknown") and node.titled is None:
        words = unit.passage.cut(unit.head).stripped() if unit.marker else unit.passage
        return words.cut(1, len(words) - 1) if _BRACKETED.fullmatch(words.text) else words
    if node is section and node.kind in ("opening", "statements") and node.titled is None:
        return unit.passage.cut(*unit.words).stripped()
    if node is section and node.titled is None and not unit.content.text and _says_on_what(node, unit):
        return unit.passage.cut(*unit.words).stripped()
    return unit.content


def _says_on_what(section: Node, unit: Unit) -> bool:
    """柒、前次會議列管事項辦理情形 / 決定：… is an item itself; 柒、報告事項 is none."""
    plain = folded(unit.passage.cut(*unit.words).text)
    return (
        section.kind == "report"
        and _REPORTS_ON.search(plain) is not None
        and not _ANY_REPORT.fullmatch(solid(plain))
    )


def _kind(node: Node, section: Node | None, title: str) -> Finding[AgendaKind]:
    if (
        _CONFIRMS.match(title)
        and not _SENT_BACK.search(_HEADING.split(title, maxsplit=1)[0])
        and len(_HEADING.split(title, maxsplit=1)[0]) <= 80
    ):
        plainly = _CONFIRMS_FIRST.match(title) is not None
        return Finding("confirmation", "item.kind.confirmation", "sure" if plainly else "likely")
    if _INVITED.match(title):
        return Finding("report", "item.kind.words", "likely")
    if section is not None and section.kind == "conclusion" and ASKS.fullmatch(folded(title)):
        return Finding("other", "item.kind.words", "likely")  # 主席裁定事項 / 一、李議員大鈺要求：
    if _READ_OUT.match(title):
        return Finding("report", "item.kind.words", "likely")
    if _QUESTIONS.fullmatch(folded(title)):
        return Finding("other", "item.kind.words", "likely")
    stated = node.kind if node.kind in AGENDA_SECTIONS else ""
    above = next((n.kind for n in node.above() if n.role == "section" and n.kind in AGENDA_SECTIONS), "")
    plain = node.unit is not None and node.unit.named is not None and node.unit.named.name in _ANY_ITEM
    kind = (above or stated) if plain else (stated or above)
    if kind:
        certainty: Certainty = "sure" if section is not None else "likely"
        return Finding(_KINDS.get(kind, "other"), "item.kind.section", certainty)
    if any(n is not node and _DISCUSSED.match(folded(n.title.text)) for n in node.above()):
        return Finding("discussion", "item.kind.words", "likely")
    if _ELECTION.match(title) or _PROCEDURE.match(title):
        return Finding("other", "item.kind.words", "likely")
    if _REPORTS.search(title[:30]) or folded(title).endswith("報告") or _STANDS.search(folded(title)):
        return Finding("report", "item.kind.words", "likely")
    return Finding("discussion", "item.kind.default", "guess")


def _mark(reading: Reading, node: Node, item: ItemDraft, title: Passage) -> None:
    unit = node.unit
    if unit is None:
        return
    reading.mark(unit.passage.spans(0, unit.head), "marker", item)
    if node.titled is not None and node.titled is not unit:
        other = node.titled
        reading.mark(other.passage.spans(0, other.head), "marker", item)
        reading.mark(other.passage.spans(other.head, other.body), "label", item)
    elif unit.body > unit.head and unit.heading is None:
        reading.mark(unit.passage.spans(unit.head, unit.body), "label", item)
    reading.mark(title.spans(), "heading", item)
