"""Parts of the meeting, by the vocabulary's headings: 報告事項, 討論事項, 會議結論, 發言紀要, 散會, 附件 …"""

from __future__ import annotations

import re

from lieguan.lexicon.headings import Entry
from lieguan.reading import speakers
from lieguan.reading.nodes import AGENDA_SECTIONS, TOPIC_SECTIONS, Node
from lieguan.reading.outline import sequence
from lieguan.reading.outline.path import Path
from lieguan.reading.title import names_minutes
from lieguan.reading.unit import LABELS_OF_ITEMS, Unit
from lieguan.text.numbering import RANK, Style
from lieguan.text.width import solid

_HIGH: frozenset[Style] = frozenset({"formal", "roman", "stem", "han"})
#: What may stand behind the adjournment.
_BEHIND = frozenset({"annex", "statements", "tracking", "conclusion"})
#: A line behind the adjournment that names what is printed there: …議事日程表（草案）, …出席名冊.
_ANNEX_TITLE = re.compile(
    r"(?:表|名冊|名單|簽到[簿表]|草案|要點|辦法|照片|附件|簡報|清冊|對照)(?:（[^（）]{0,8}）)?$"
)
#: A table printed behind the decision on an item: …所提意見綜理表, …修正條文對照表.
_TABLE_TITLE = re.compile(
    r"(?:綜理|一覽|對照|統計|彙整|回應|明細|處理情形|辦理情形|意見)表(?:（[^（）]{0,8}）)?$"
)
_BRACKETED = re.compile(r"[【〔\[][^】〕\]]{2,24}[】〕\]]")
#: （附件1） on a line of its own: what follows is that annex.
_ANNEX_MARK = re.compile(r"[（【\[]附[件錄表圖][0-9一二三四五六七八九十]{0,3}[）】\]]")
_PASSED = re.compile(r"(?:另|並)?通過臨時提案")
#: 本會報告, 學生會報告
_A_REPORT = re.compile(r"[\u3400-\u9fff]{2,12}報告")
#: 主席指（裁）示事項, 市長裁示
_RULED = re.compile(
    r"(?:主席|主持人|總?召集人|主任委員|[\u3400-\u9fff]{0,4}長)(?:綜合|總)?[指裁提（）()]{1,6}示(?:事項)?"
)
#: 五、會議內容： / （一）主席致詞 / （二）報告案
_WHAT_HAPPENED = re.compile(r"會議(?:內容|經過|過程|情形)")
_DECIDING = frozenset({"resolution", "additional", "annex"})
#: A numbered annex with its title on a line of its own: 附件2　追蹤列管報告表.
_NUMBERED_ANNEX = re.compile(r"附[件錄表圖][0-9一二三四五六七八九十]{1,3}[ \u3000：、]*[^。，；：！？]{2,40}")
#: 附件　綜合討論
_ANNEX_APART = re.compile(r"附[件錄][0-9一二三四五六七八九十]{0,3}[ \u3000]+(?![ \u3000])")


def adjourn(path: Path, unit: Unit) -> bool:
    """散會（上午11時）, 散會：16：30."""
    heading = unit.heading
    if heading is None or heading.kind != "adjourn" or not _may_be_section(path, unit, heading):
        return False
    if _is_planned(path, unit):
        return False
    path.adjourned = path.open_section(unit, "adjourn")
    return True


def _is_planned(path: Path, unit: Unit) -> bool:
    """七、議程： / （一）審議提案 … （五）閉會: the last entry of the agenda, read out before the meeting begins."""
    listed = sequence.sibling(path.nodes, unit, path.ahead) if unit.index < path.ahead.last_end else None
    if listed is not None and listed.role == "text":
        return True  # 四、今日議程：1、三讀議案。 … 5、閉會。
    around, marker = path.nearest("section"), unit.marker
    if around is None or around.kind != "opening" or marker is None or around.numbered is None:
        return False
    last = around.numbered
    return last.style == marker.style and marker.number == last.number + 1 and not path.continues_root(unit)


def section(path: Path, unit: Unit) -> bool:
    """報告事項, 討論事項, 臨時動議 …: a heading that the vocabulary knows."""
    heading = _annex_of_statements(unit) or unit.heading or _ruling_at_the_top(path, unit)
    if heading is None or heading.kind == "adjourn" or not _fits_behind(path, unit, heading):
        return False
    if heading.kind == "statements" and _is_title(path, unit):
        path.verbatim = True
        return False
    if _is_another(path, unit, heading):
        return False
    around = path.nearest("section")
    if around is not None and beside_remarks(path, unit):
        around = around.parent
    if around is not None and around.kind == heading.kind and _is_first_line(around, unit):
        return False
    if heading.kind == "statements" and _on_an_item(path, around, unit):
        unit.label = Entry("statements")
        return False
    if around is not None and around.kind in AGENDA_SECTIONS and _is_item_of(path, around, unit):
        if heading.kind not in ("opening", "speech") and not _is_ruled(path, unit, heading):
            return False  # 一、宣讀上次會議紀錄 under 報告事項 is an item
        path.open_section(unit, heading.kind, around)
        return True
    if not _may_be_section(path, unit, heading):
        return False
    if around is not None and around.kind in TOPIC_SECTIONS and _counts_on_in(path, around, unit):
        path.open(around, Node("item", unit, rule="topic.number"))
        return True
    inside = around is not None and _is_subsection(path, around, unit, heading)
    path.open_section(unit, heading.kind, around if inside else _beside_in_record(path, unit))
    return True


def _is_another(path: Path, unit: Unit, heading: Entry) -> bool:
    """The words are a heading elsewhere; here they say who speaks, lead in clauses, or are a title or an item."""
    if heading.kind == "statements" and _is_said(unit):
        return True
    if heading.kind == "motion" and _lists_what_passed(path, unit):
        return True
    return is_above_the_head(path, unit) or _is_unnumbered_item(path, unit, heading)


def _is_ruled(path: Path, unit: Unit, heading: Entry) -> bool:
    """三、主席指（裁）示事項 with its list, counted among the items of 報告事項: rulings, and no item."""
    return (
        heading.kind == "conclusion"
        and _RULED.match(unit.folded, unit.head) is not None
        and (path.ahead.list_next(unit) or path.ahead.bullet_next(unit))
    )


def _lists_what_passed(path: Path, unit: Unit) -> bool:
    """通過臨時提案5案： behind the clauses of a decision, with none of its own on each: they are that decision's."""
    label = path.nearest("label")
    decided = label is not None and label.kind == "resolution" and unit.marker is None
    first = path.ahead.units[unit.index + 1] if unit.index + 1 < len(path.ahead.units) else None
    bare = first is not None and not path.ahead.subject_before_next(first)
    return decided and bare and _PASSED.match(unit.folded) is not None


def _is_unnumbered_item(path: Path, unit: Unit, heading: Entry) -> bool:
    """報告事項 / 宣讀上次會議議事錄。 / 決定：確定。: the first of several items that bear no number."""
    around = path.nearest("section")
    first = around is not None and around.kind == "report" and not around.children
    return first and heading.kind == "confirmation" and unit.marker is None and path.ahead.label_next(unit)


def beside_remarks(path: Path, unit: Unit) -> bool:
    """（二）業務報告 counts on from （一）主席報告 below 報告事項: it is an item of that part."""
    around, marker = path.nearest("section"), unit.marker
    above = around.parent if around is not None else None
    if around is None or above is None or marker is None or above.kind not in AGENDA_SECTIONS:
        return False
    counts = around.style == marker.style and marker.number == around.number + 1
    return around.kind in ("speech", "opening") and counts and above.numbered is around


def _is_first_line(section: Node, unit: Unit) -> bool:
    """乙、討論事項 / 討論議案：計社政類二件 …: what the heading just opened begins with, no heading below it."""
    colon = unit.folded.find("：")
    return unit.marker is None and not section.children and 0 <= colon < len(unit.folded) - 1


def _is_record(section: Node | None) -> bool:
    """五、會議紀錄 at the end of the head: the parts of the meeting stand below it."""
    unit = section.unit if section is not None else None
    if unit is None or section is None:
        return False
    told = section.kind == "opening" and _WHAT_HAPPENED.fullmatch(unit.label_text) is not None
    return told or (unit.label is not None and unit.label.kind == "recorder")


def _beside_in_record(path: Path, unit: Unit) -> Node | None:
    """（二）提案討論 beside （一）主席致詞, both below 五、會議紀錄."""
    marker = unit.marker
    for node in reversed(path.nodes):
        if node.role == "section" and _is_record(node.parent) and marker is not None:
            return node.parent if node.style == marker.style and marker.number == node.number + 1 else None
    return None


def is_above_the_head(path: Path, unit: Unit) -> bool:
    """某某協商結論 / 時間：…: the first line of all, right above the head, is a title."""
    units = path.ahead.units
    if path.root.children or unit.marker is not None or unit.content.text or unit.index + 1 >= len(units):
        return False
    below = units[unit.index + 1].label
    return below is not None and below.kind in ("time", "place")


def _is_title(path: Path, unit: Unit) -> bool:
    """某某小組第2次會議發言紀錄 above the head is the title of what was said there."""
    above = path.head_open and all(node.role == "text" for node in path.root.children)
    return above and unit.marker is None and names_minutes(unit.text)


def _is_said(unit: Unit) -> bool:
    """王大明委員發言：…: who speaks, with what was said; 委員發言： alone heads what several said."""
    if not unit.content.text or unit.marker is not None:
        return False
    return speakers.says_who(unit.folded, unit.head)


def _on_an_item(path: Path, around: Node | None, unit: Unit) -> bool:
    """外聘委員意見： among the paragraphs of an item is its label, no part of the meeting."""
    if around is None or around.kind not in AGENDA_SECTIONS or path.adjourned is not None:
        return False
    marker = unit.marker
    if marker is not None and (path.continues_root(unit) or _is_item_of(path, around, unit)):
        return False
    above = around.style
    if marker is not None and above and above != "option" and RANK[marker.style] <= RANK[above]:
        return False
    plain = unit.paragraph is not None and unit.paragraph.level == 0
    colon = unit.folded.endswith("：") or (marker is not None and "：" in unit.folded)
    return plain and colon and path.nearest("item") is not None


def annex_title(path: Path, unit: Unit) -> bool:
    """Behind the adjournment: a line that names a paper, or 附件2 with its title."""
    if unit.marker is not None:
        return False
    if _ANNEX_MARK.fullmatch(unit.folded.strip()):
        path.open(path.root, Node("section", unit, "annex", rule="annex.mark", certainty="likely"))
        return True
    if path.adjourned is None:
        return False
    container = path.nearest("label", "speaker", "item", "section", "field") or path.root
    titled = container is path.adjourned and _ANNEX_TITLE.search(unit.folded[-12:])
    if not titled and not _NUMBERED_ANNEX.fullmatch(unit.folded.strip()):
        return False
    path.open(path.root, Node("section", unit, "annex", rule="annex.title", certainty="likely"))
    return True


def annex_of_item(path: Path, unit: Unit) -> bool:
    """Behind a decision: the item's own title again, or 「…意見綜理表」, heads a table that the item came with."""
    holder, item = path.nearest("label"), path.nearest("item")
    if unit.marker is not None or holder is None or item is None or holder.kind not in _DECIDING:
        return False
    words = unit.folded.strip()
    if not 4 <= len(words) <= 120 or words[-1] in "。；，：":
        return False
    if not _TABLE_TITLE.search(words) and solid(words) != solid(item.title.text):
        return False
    path.open(item, Node("label", unit, "annex", rule="annex.of-item", certainty="likely"))
    return True


def unknown_heading(path: Path, unit: Unit) -> bool:
    """A heading that nobody knows, set as high as the section that is open, ends that section."""
    around = path.nearest("section")
    level = unit.level
    if unit.marker is None and level > 0 and _reports(path, unit, around):
        path.open(path.root, Node("section", unit, "unknown", rule="section.unknown", certainty="likely"))
        return True
    if around is None or unit.marker is not None or around.kind in ("statements", "speech", "annex"):
        return False
    if _BRACKETED.fullmatch(unit.folded) and _is_bracketed(path):
        path.open(path.root, Node("section", unit, "unknown", rule="section.unknown", certainty="guess"))
        return True
    if not 0 < level <= _level(around) or unit.folded.endswith(("：", "。")):
        return False
    path.open(path.root, Node("section", unit, "unknown", rule="section.unknown", certainty="guess"))
    return True


# ---------------------------------------------------------------------- what the rules ask


def _reports(path: Path, unit: Unit, around: Node | None) -> bool:
    """### 學生會報告, and nothing above it but the head or another such report: a part that somebody reports in."""
    behind_head = (
        around is None and path.head_open and any(node.role == "field" for node in path.root.children)
    )
    beside = around is not None and around.rule == "section.unknown" and _level(around) > 0
    return _A_REPORT.fullmatch(unit.folded.strip()) is not None and (behind_head or beside)


def _is_bracketed(path: Path) -> bool:
    """The parts of these minutes are headed 【報告事項】."""
    known = [node.unit for node in path.root.children if node.role == "section" and node.kind != "unknown"]
    return bool(known) and all(
        unit is not None and unit.folded.startswith(("【", "〔", "[")) for unit in known
    )


def _may_be_section(path: Path, unit: Unit, heading: Entry) -> bool:
    """A known heading stands as one: by its marker, its setting or its place."""
    marker = unit.marker
    if not unit.first and not path.head_open:
        return False
    if _annex_of_statements(unit) is not None or (heading.kind == "adjourn" and not heading.weak):
        return True
    if heading.weak or (unit.label is not None and unit.label.kind in LABELS_OF_ITEMS):
        return _ambiguous(path, unit, heading)
    if marker is None or path.continues_root(unit) or _continues_section(path, unit):
        return True
    if _is_record(path.nearest("section")) and marker.number == 1:
        return True
    if marker.style in _HIGH and (marker.number == 1 or path.root.numbered is None):
        return True  # also where the minutes begin in the middle: 陸、報告事項
    if marker.number == 1 and not any(node.style for node in path.nodes):
        return True
    around = path.nearest("section")
    if around is not None and around.kind == "opening" and heading.kind == "speech" and unit.content.text:
        return _counts_on_in(path, around, unit)  # 會議程序 / 一、報到 / … / 四、主席致詞：…
    return around is not None and around.kind in TOPIC_SECTIONS and _counts_on_in(path, around, unit)


def _ambiguous(path: Path, unit: Unit, heading: Entry) -> bool:
    """決議, 發言紀要, 附件 and 報告 are headings of sections, labels of items, or plain words."""
    if path.continues_root(unit) or _first_at_the_top(path, unit):
        return True
    if heading.kind in AGENDA_SECTIONS and unit.marker is None and _opens_list(path, unit):
        return True
    if heading.kind in AGENDA_SECTIONS and unit.marker is None and _opens_cases(path, unit):
        return True
    level = unit.level
    around, item = path.nearest("section"), path.nearest("item")
    if unit.marker is None and (item is None or (around is not None and around.kind == "adjourn")):
        alone = not unit.content.text and around is None
        return not heading.weak and (heading.kind != "conclusion" or alone)
    above = _level(around)
    return level > 0 and (not above or level <= above)


def _opens_list(path: Path, unit: Unit) -> bool:
    """報告： / 一、… behind the head, and 討論： / 第一案 … beside it."""
    if unit.content.text or not unit.folded.endswith("：") or not path.ahead.list_next(unit):
        return False
    around = path.nearest("section")
    if around is None:
        return path.nearest("item") is None
    return around.style == "" and around.kind in AGENDA_SECTIONS and path.ahead.case_next(unit)


def _opens_cases(path: Path, unit: Unit) -> bool:
    """提案 on a line of its own behind a decision: / 1.… / 決議：… / 2.… / 決議：…"""
    if unit.content.text or not path.ahead.list_next(unit) or path.nearest("label") is None:
        return False
    first = path.ahead.units[unit.index + 1]
    return first.named is None and path.ahead.subject_before_next(first)


def _level(node: Node | None) -> int:
    unit = node.unit if node is not None else None
    return unit.level if unit is not None else 0


def _first_at_the_top(path: Path, unit: Unit) -> bool:
    """壹、 or 甲、 behind a head whose fields are numbered 一、二、三、 or not at all."""
    marker = unit.marker
    return (
        path.head_open
        and marker is not None
        and marker.number == 1
        and marker.style in ("formal", "roman", "stem")
    )


def _continues_section(path: Path, unit: Unit) -> bool:
    """Its marker counts on from an open section below the top."""
    marker = unit.marker
    return marker is not None and any(
        node.role == "section" and node.style == marker.style and marker.number - node.number == 1
        for node in path.nodes
    )


def _counts_on_in(path: Path, around: Node, unit: Unit) -> bool:
    """Its marker is the next of the section's own children, and not the next at the top."""
    marker, last = unit.marker, around.numbered
    if marker is None:
        return False
    if last is not None:
        fits = last.style == marker.style and marker.number - last.number == 1
        return fits and not (path.continues_root(unit) and around.style == marker.style)
    return marker.number == 1 and marker.style != around.style and around.kind in TOPIC_SECTIONS


def _fits_behind(path: Path, unit: Unit, heading: Entry) -> bool:
    """Behind the adjournment only annexes, statements and tables stand, but for what counts on."""
    if path.adjourned is None or path.continues_root(unit):
        return True
    return heading.kind in _BEHIND and not heading.weak


def _is_item_of(path: Path, around: Node, unit: Unit) -> bool:
    """Its marker begins or goes on the numbering inside the open agenda section."""
    marker = unit.marker
    if marker is None or path.continues_root(unit):
        return False
    last = around.numbered
    if last is None:
        return marker.number == 1 and marker.style != around.style
    return last.style == marker.style and marker.number == last.number + 1


def _is_subsection(path: Path, around: Node, unit: Unit, heading: Entry) -> bool:
    """A known heading below an open section: 丙、討論事項 / 二讀會; 壹、主席致詞 / 一、校長致詞."""
    marker = unit.marker
    if around.kind == "speech" and heading.kind == "speech" and not path.continues_root(unit):
        return True
    if _is_record(around):
        return unit.marker is not None and unit.marker.style != around.style
    if around.kind == "opening" and heading.kind == "speech":
        return _counts_on_in(path, around, unit)
    if around.kind not in AGENDA_SECTIONS or around.style == "":
        return False
    if marker is None:
        level = unit.level
        return 0 < _level(around) < level
    if path.continues_root(unit):
        return False
    return around.style != "option" and RANK[marker.style] > RANK[around.style]


def _annex_of_statements(unit: Unit) -> Entry | None:
    """附件：…發言紀要, 附件　綜合討論: a section of statements."""
    if (apart := _ANNEX_APART.match(unit.folded)) is not None:
        return speakers.statements_heading(unit.folded[apart.end() :].strip())
    of_annex = unit.heading is not None and unit.heading.kind == "annex"
    return speakers.statements_heading(unit.content.text) if of_annex and unit.content.text else None


def _ruling_at_the_top(path: Path, unit: Unit) -> Entry | None:
    """三、主席指示：… beside the other parts of the meeting is a part of its own."""
    if unit.label is None or unit.label.kind != "resolution" or not path.continues_root(unit):
        return None
    return Entry("conclusion")
