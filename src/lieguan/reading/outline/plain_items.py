"""Agenda items that bear no number: a paragraph that a label follows, who reported, a bullet, what somebody moved."""

from __future__ import annotations

import re

from lieguan.reading.decided import decision_in, ruled_behind
from lieguan.reading.nodes import AGENDA_SECTIONS, Node, child
from lieguan.reading.outline.numbered import outdented
from lieguan.reading.outline.path import Path
from lieguan.reading.unit import Unit
from lieguan.record.nouns import Certainty
from lieguan.text.width import solid

_REPORTED = re.compile(r"[^。，；：]{2,16}報告[^。，；：]{2,24}：.")
_IN_BRACKETS = re.compile(r"（.*）")
#: 王監委提議：… among 臨時動議
_MOVED_BY = re.compile(r"[\u3400-\u9fff○]{2,10}(?:提議|提案|動議|臨時提案|口頭提案)：.")
#: 數學領域召集人：建請增購平板。 among 臨時動議
_ASKED_BY = re.compile(r"[\u3400-\u9fff○]{2,16}：(?:建請|建議|提議|擬請|提案)[^：]{4,}")
#: 縣長施政總質詢及答復（速紀錄另錄） below 質詢事項
_QUESTIONS = re.compile(r"質詢(?:[及與暨]答[復覆詢]|議員)[^，。；：]{0,24}(?:[，。]|$)")
#: 教務處： above what it reports
_UNIT = re.compile(
    r"[^，。；：、]{1,12}(?:處|室|組|科|局|部|會|中心|股|課|隊|館|院|所|班|幹事)(?:工作|業務)?(?:報告)?："
)
#: • 上次會議決議執行情形報告, • 各科重大事項提報
_REPORTED_ON = re.compile(r"(?:報告|提報|事項|情形)$")
_SHORT = 32
#: A bullet of a list inside another is set in so far, in characters.
_SET_IN = 0.5
#: What was decided on has at least so many characters.
_SHORTEST = 5
#: 邀請某署署長列席報告業務概況，並備質詢。: what a committee of the legislature hears
_INVITED = re.compile(r"邀請.{2,300}(?:報告|說明).{0,24}備(?:質詢|詢)。?$")
#: An unnumbered item's words are not longer.
_LONGEST = 400


def plain_item(path: Path, unit: Unit) -> bool:
    """An unnumbered paragraph of an agenda section that a label follows, or that says who reported what."""
    section = _section_of(path, unit)
    if section is None or _IN_BRACKETS.fullmatch(unit.folded.strip()):
        return False  # （委員王大明等提出質詢，…）
    if section.kind == "report" and section.children and section.children[-1].rule == "outline.plain":
        return False  # one line of several: the decision below is on all of them
    found = _found(path, section, unit)
    if found is None:
        return False
    kind, rule, certainty = found
    path.open_item(unit, section, kind, rule, certainty)
    return True


def _among_others(section: Node, unit: Unit) -> bool:
    """丙、其他事項 / 議員要求辦理之事項另錄，並行文縣政府辦理。: what the meeting dealt with besides."""
    words = solid(section.unit.folded) if section.unit is not None else ""
    sentence = unit.folded.rstrip().endswith("。") and "：" not in unit.folded[:16]
    return (
        section.kind == "other"
        and words.rstrip("：").endswith("其他事項")
        and sentence
        and len(unit.text) <= _LONGEST
    )


def _section_of(path: Path, unit: Unit) -> Node | None:
    """The section of the agenda that an unnumbered paragraph would be an item of."""
    container = path.nearest("label", "speaker", "item", "section", "field")
    if container is None or unit.marker is not None:
        return None
    if (
        container.role == "item"
        and _is_unit(container.unit)
        and _is_unit(unit)
        and container.parent is not None
    ):
        container = container.parent  # 學務處： beside 教務處：
    before = container.unit if container.role == "item" and container.rule == "item.plain" else None
    if before is not None and _decided_on(before) and _decided_on(unit):
        container = container.parent or container  # 某案　已完成　→解除列管, line by line
    reported = path.nearest("item")
    if container.role == "label" and reported is not None and _is_unit(reported.unit) and _is_unit(unit):
        container = reported.parent or container  # 社會課： behind what was ruled on what 建設課： reported
    container = outdented(container, unit)
    invited = container.role == "label" and container.kind == "resolution" and _INVITED.match(unit.folded)
    if invited or _behind_a_decision(path, container, unit):
        container = path.nearest("section") or container
    return container if container.role == "section" and container.kind in AGENDA_SECTIONS else None


def _found(path: Path, section: Node, unit: Unit) -> tuple[str, str, Certainty] | None:
    """What makes an item of the paragraph: the item's kind, the rule, how sure it is."""
    if section.kind == "other" and not section.children and _QUESTIONS.search(unit.folded):
        return "other", "item.questions", "likely"
    if not section.children and _among_others(section, unit):
        return "other", "item.plain", "likely"
    if not section.children and _announced(path, section, unit):
        return "", "item.plain", "likely"
    if _decided_on(unit):
        return "", "item.plain", "likely"
    if section.kind == "motion" and (_MOVED_BY.match(unit.folded) or _ASKED_BY.match(unit.folded)):
        return "motion", "item.moved", "likely"
    if unit.paragraph is not None and unit.paragraph.listed and _is_listed(section, unit):
        return "", "item.listed", "guess"
    reported = section.kind == "report" and (_REPORTED.match(unit.folded) or _is_unit(unit))
    labelled = path.ahead.label_next(unit) or path.ahead.decided_next(unit) or _beside_item(section, unit)
    return ("", "item.plain", "likely") if reported or (labelled and len(unit.text) <= _LONGEST) else None


def bulleted(path: Path, unit: Unit) -> bool:
    """• 各科重大事項提報 / 　• 某案請於二週內簽報。: below the head of a weekly meeting, what was reported on and, set in
    below it, the instructions.
    """
    marker, own = unit.marker, unit.paragraph
    if marker is None or marker.style != "bullet" or own is None:
        return False
    item = path.nearest("item", "section", "label")
    if item is None and path.head_open and any(node.role == "field" for node in path.root.children):
        return _open_bulleted(path, unit)
    above = item.unit.paragraph if item is not None and item.unit is not None else None
    if item is None or item.rule != "item.bullet" or above is None:
        return False
    if own.indent < above.indent + _SET_IN:
        return _open_bulleted(path, unit)
    child(item, Node("text", unit, rule="clause.bullet", certainty="likely", style="bullet"))
    return True


def _open_bulleted(path: Path, unit: Unit) -> bool:
    words = unit.content.text
    if not _REPORTED_ON.search(words) or len(words) > _SHORT:
        return False
    path.open_item(unit, path.root, "report", "item.bullet", "likely")
    return True


def _decided_on(unit: Unit) -> bool:
    """某會人事要點，無異議備查。: one sentence, and what was decided at its end."""
    words = unit.folded.rstrip()
    if len(words) <= _LONGEST and ruled_behind(words) >= _SHORTEST:
        return True  # 113-018 某案。辦理情形：…。→解除列管。
    found = decision_in(words, confirmation=False) if len(words) <= _LONGEST else None
    return found is not None and found[0] >= _SHORTEST and "。" not in words[:-1]


def _is_unit(unit: Unit | None) -> bool:
    return unit is not None and unit.marker is None and _UNIT.fullmatch(unit.folded) is not None


def _behind_a_decision(path: Path, container: Node, unit: Unit) -> bool:
    """宣讀議事錄。 / 決定：確定。 / 邀請某會報告業務概況。 / 決定：…: the next of items that bear no number."""
    deciding = next((node for node in path.nodes if node.role == "label" and node.kind == "resolution"), None)
    item = deciding.parent if deciding is not None and container.role == "label" else None
    if deciding is None or item is None or item.rule != "item.plain":
        return False
    return bool(deciding.title.text or deciding.children) and path.ahead.decided_next(unit)


def _is_listed(section: Node, unit: Unit) -> bool:
    """- 場地如何安排？ right below 討論內容, or as deep as the bullet before it."""
    own = unit.paragraph
    first = section.children[0] if section.children else None
    if section.kind not in ("discussion", "motion") or own is None or len(unit.text) > _LONGEST:
        return False
    if first is None:
        return True
    above = first.unit.paragraph if first.unit is not None else None
    return (
        first.role == "item" and above is not None and above.listed and abs(own.indent - above.indent) < 0.4
    )


def _beside_item(section: Node, unit: Unit) -> bool:
    """A bullet as deep as the one that the last item began with."""
    last, own = section.children[-1] if section.children else None, unit.paragraph
    if (
        last is None
        or last.rule != "item.plain"
        or last.unit is None
        or last.unit.paragraph is None
        or own is None
    ):
        return False
    before = last.unit.paragraph
    return own.listed and before.listed and abs(own.indent - before.indent) < 0.4


def _announced(path: Path, container: Node, unit: Unit) -> bool:
    """選舉事項 / 選舉本會召集委員案。 in a record of what was said: the item, before anybody speaks on it."""
    ends = unit.folded.rstrip("。 ")
    names = ends.endswith(("案", "名單", "查照", "公鑒")) and len(ends) <= _LONGEST
    return path.verbatim and names and container.kind in AGENDA_SECTIONS
