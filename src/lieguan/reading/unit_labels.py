"""What label or heading a unit begins with: 決議：, 【說明】, 時　　間, 主席致詞- …, 決議通過….

A part of stage 2 (units.py).
"""

from __future__ import annotations

import re

from lieguan.lexicon.headings import CASE_NUMBER, LONGEST, SPACED, headings, key
from lieguan.lexicon.persons import title_pattern
from lieguan.reading.title import PROVIDED
from lieguan.reading.unit import DECORATION, HEAD_ROLES, Unit
from lieguan.text.numbering import read_marker

_BRACKETED = re.compile(r"（[^（）]{0,20}）$")
_SPEECH_DASH = re.compile(r"([^-—–－：，。 ]{2,12}) {0,2}(?:—{1,2}|[-–－]) {0,2}")
_BRACKET_LABEL = re.compile(r"[【〔［\[]([^】〕］\]]{2,24})[】〕］\]] {0,2}：? {0,2}")
#: 報告及討論事項——某某部分: what stands behind the dash says only of what.
_DASHED = re.compile(r" {0,2}(?:—{1,3}|─{1,3}|－{2}|--)[^—─。，；]{1,20}$")
_TRANSLATED = re.compile(r"(?<=[\u4e00-\u9fff）]) {0,2}[(/]?[A-Za-z][A-Za-z .,&/'’()-]{0,40}$")
_GAP = re.compile(r" {1,}|\s{1,}")
#: 決議通過秘書部預算。 on a line of its own, without a colon
_DECIDES = re.compile(
    r"(?:附帶|大會|會議)?決議(?=(?:照案|修正案?|無異議|一致|全數|原則|暫)?(?:通過|不通過|同意|否決|緩議|保留|撤案|備查)(?![之的後者]))"
)
_NUMBER = re.compile(rf"{CASE_NUMBER} *")
#: 臨時動議　無, 散會　13：20
_SAYS_NOTHING = re.compile(r"（?(?:無|略|免|[上下中]午|晚[上間]|[0-9]{1,2}[：時])")
#: What stands behind 結果： where it is the outcome of a vote.
_OUTCOME = re.compile(
    r"[^，；：]{0,24}(?:通過|否決|不通過|備查|確認|確定|同意|撤案|保留|緩議)(?:[，、][^：]{0,60})?。? ?"
)
_ITEM_DECIDED = re.compile(r"[\u4e00-\u9fff]{4} {1,4}(?:主席)?(?:決議|決定|裁示|結論) {0,2}$")


def _colon(plain: str, start: int) -> int:
    """Where the colon behind a label may stand; none inside the bracket of 八、臨時動議（計 2 案：動議 1-2）."""
    colon = plain.find("：", start, start + LONGEST + 16)
    inside = plain.endswith("）") and plain.rfind("（", start, colon) > plain.rfind("）", start, colon)
    return -1 if inside else colon


def read_label(unit: Unit, plain: str) -> None:
    """Sets the label or heading that `plain`, the unit's folded words, has behind its marker, and where its own begin."""
    start = unit.head
    vocabulary = headings()
    bracket = _BRACKET_LABEL.match(plain, start)
    if bracket is not None:
        entry, heading = vocabulary.labels.find(key(bracket[1])), vocabulary.sections.find(key(bracket[1]))
        if entry is not None or heading is not None:
            unit.label, unit.heading = entry, heading
            unit.words, unit.body = bracket.span(1), bracket.end()
            return
    if _dashed_speech(unit, plain, start) or _decides(unit, plain, start):
        return
    colon = _colon(plain, start)
    end = colon if colon >= 0 else len(plain)
    raw = plain[start:end]
    if len(raw) > LONGEST + 16:
        _spaced_label(unit, plain, start)
        return
    if colon >= 0 and _ITEM_DECIDED.search(raw):
        return  # 四、通過本次會議議程 決議：通過
    words = key(raw).strip(DECORATION)
    bare = PROVIDED.sub("", _BRACKETED.sub("", words.rstrip("。"))).rstrip("。")
    if words[-1:].isascii():
        bare = key(_TRANSLATED.sub("", raw)).strip(DECORATION)  # 時間 Time：
    entry = vocabulary.labels.find(words) or (vocabulary.labels.find(bare) if bare != words else None)
    if words == "結果" and colon >= 0 and _OUTCOME.fullmatch(plain, colon + 1):
        entry = vocabulary.labels.find("決議")
    unit.heading = vocabulary.sections.find(words) or vocabulary.sections.find(bare)
    if (
        entry is not None
        and colon < 0
        and raw.rstrip().endswith("。")
        and bare not in vocabulary.labels.words
    ):
        entry = None  # 1. 暫不做最終決定。 is said, whatever it ends in
    if entry is None and unit.heading is None and unit.marker is not None and colon < 0:
        unit.heading = (
            vocabulary.sections.words.get(key(_DASHED.sub("", raw))) if _DASHED.search(raw) else None
        )
    if unit.heading is not None and unit.heading.kind == "statements" and raw.rstrip().endswith("。"):
        unit.heading = None  # 同意甲委員意見。 is said, whatever it ends in
    if entry is not None or unit.heading is not None:
        unit.label, unit.words = entry, (start, end)
        unit.body = _past(plain, end)
    else:
        _spaced_label(unit, plain, start)


def _decides(unit: Unit, plain: str, start: int) -> bool:
    """決議通過秘書部預算。: a decision whose label no colon sets off."""
    match = _DECIDES.match(plain, start) if unit.marker is None else None
    if match is None:
        return False
    unit.label, unit.words, unit.body = headings().labels.find(match.group()), match.span(), match.end()
    return True


def _dashed_speech(unit: Unit, plain: str, start: int) -> bool:
    """主席致詞- …, 來賓致詞—王前會長大明：…: a dash between the heading and what was said, or who said it."""
    dash = _SPEECH_DASH.match(plain, start)
    heading = headings().sections.words.get(key(dash[1])) if dash is not None else None
    if dash is None or heading is None or heading.kind != "speech":
        return False
    colon = plain.find("：", dash.end(), dash.end() + 16)
    who = plain[dash.end() : colon] if colon >= 0 else ""
    named = bool(who) and title_pattern().search(who) is not None
    unit.heading, unit.words = heading, (start, colon if named else dash.end(1))
    unit.body = _past(plain, colon) if named else dash.end()
    return True


def _past(plain: str, at: int) -> int:
    while at < len(plain) and (plain[at] in "：】〕]*" or plain[at].isspace()):
        at += 1
    return at


def _spaced_label(unit: Unit, plain: str, start: int) -> None:
    """A label with white space for its colon: 時　　間　中華民國 …, 決議　照案通過, 報告事項　一、…"""
    words, at = "", start
    for _ in range(6):
        gap = _GAP.search(plain, at)
        if gap is None or gap.start() - start > 16:
            return
        words += plain[at : gap.start()]
        entry = headings().labels.words.get(words)
        numbers = entry is not None and entry.kind == "number" and _NUMBER.fullmatch(plain, gap.end())
        if entry is not None and (entry.kind in HEAD_ROLES or words in SPACED or numbers):
            if plain[gap.end() :].strip().isdigit():
                return  # 紀錄 14: which of several it is
            unit.label, unit.words, unit.body = entry, (start, gap.start()), gap.end()
            unit.heading = headings().sections.words.get(words) if entry.kind == "ends" else None
            return
        heading = headings().sections.words.get(words)
        follows = read_marker(plain, gap.end()) or _SAYS_NOTHING.match(plain, gap.end())
        if heading is not None and not heading.weak and follows:
            unit.heading, unit.words, unit.body = heading, (start, gap.start()), gap.end()
            return
        at = gap.end()
