"""Markers of numbered paragraphs 分項標號: 壹、 甲、 一、 （一） 1、 1. (1) ① 第一案, and what number they bear.

The handbook's order is 一、（一）1、（1）甲、（甲）; real minutes mix all of them, full and half width, so a
marker here says only its style, its number and how it is printed. What it is a part of is for reading to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lieguan.text.numerals import parse_number

Style = Literal[
    "formal", "roman", "stem", "han", "paren-formal", "paren-stem", "paren-han", "arabic", "dotted", "paren-arabic",
    "circled", "letter", "paren-letter", "bullet", "named",
]  # fmt: skip

#: How high a style stands where nothing else tells, the highest first.
RANK: dict[Style, int] = {
    "formal": 0, "roman": 0, "stem": 1, "named": 2, "han": 3, "paren-formal": 4, "paren-han": 5, "arabic": 6, "dotted": 6,
    "paren-arabic": 7, "circled": 8, "letter": 9, "paren-letter": 10, "paren-stem": 11, "bullet": 12,
}  # fmt: skip

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_SINGLE: dict[str, tuple[Style, int, str]] = {
    **{chr(0x2460 + i): ("circled", i + 1, str(i + 1)) for i in range(20)},
    **{chr(0x2776 + i): ("circled", i + 1, str(i + 1)) for i in range(10)},
    **{chr(0x2474 + i): ("paren-arabic", i + 1, str(i + 1)) for i in range(20)},
    **{chr(0x2488 + i): ("arabic", i + 1, str(i + 1)) for i in range(20)},
    **{chr(0x3220 + i): ("paren-han", i + 1, "一二三四五六七八九十"[i]) for i in range(10)},
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_HAN = "一二三四五六七八九十百〇○零廿卅"
_FORMAL = "壹貳參叁肆伍陸柒捌玖拾佰"

# On folded text. Every repetition is bounded; alternatives begin with different characters or are tried in turn.
_MARKER = re.compile(
    rf"""
    (?P<formal>[{_FORMAL}](?:\ ?[{_FORMAL}]){{0,4}})\ {{0,2}}(?:[、.，：]|(?=\ ))
  | (?P<stem>[{_STEMS}])\ {{0,2}}[、.，]
  | (?P<han>[{_HAN}]{{1,5}})\ {{0,2}}(?:[、.](?![{_HAN}](?:[、級者]|讀會))|，(?=\ ))
  | （\ {{0,2}}(?:(?P<paren_han>[{_HAN}]{{1,4}})|(?P<paren_stem>[{_STEMS}])|(?P<paren_formal>[{_FORMAL}]{{1,3}})
       |(?P<paren_arabic>[0-9]{{1,3}})|(?P<paren_letter>[A-Za-z]))\ {{0,2}}）(?!\ ?(?:學?年|月))\ ?(?:、|[.：](?![0-9]))?
  | (?P<dotted>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})(?:\.(?![0-9])|、|(?=\ ))
  | (?P<arabic>[0-9]{{1,3}})\ {{0,2}}(?:[、.](?![0-9])|、(?=[0-9]{{3}}))
  | (?P<half>[0-9]{{1,2}})）
  | (?P<roman>X?(?:IX|IV|VI{{0,3}}|I{{1,3}})|X)\ {{0,2}}[、.](?![A-Za-z.])
  | (?P<roman_sign>[Ⅰ-Ⅻ])\ {{0,2}}(?:[、.]|(?=\ ))
  | (?P<letter>[A-Za-z])[、.）](?![A-Za-z.])
  | (?P<bullet>[-–—•●◎※▪■◆▶➢*‧·]\ {{1,4}}(?:\[[ xX]\]\ )?|[●◎※◆◇▶►➢➤★☆])(?=\S)
    """,
    re.VERBOSE,
)
_WEAK = re.compile(
    r"(?P<weak>[0-9]{1,2}) {1,4}(?=[\u4e00-\u9fff「『（])|(?P<weak_han>[一二三四五六七八九十]{1,3}) {1,4}(?=[\u4e00-\u9fff]{2})"
)
#: Behind so many, these count something.
_FEW, _MEASURES = 20, frozenset("張位人件個名項萬億元次份筆戶棟家所處公里年天日週月時分")
_STYLES: dict[str, Style] = {
    "formal": "formal", "roman": "roman", "roman_sign": "roman", "stem": "stem", "han": "han", "paren_han": "paren-han", "paren_stem": "paren-stem",
    "paren_formal": "paren-formal", "paren_arabic": "paren-arabic", "paren_letter": "paren-letter",
    "dotted": "dotted", "arabic": "arabic", "half": "paren-arabic", "letter": "letter", "bullet": "bullet",
    "weak": "arabic", "weak_han": "han",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at `text[start:end]`, its punctuation and the spaces behind it included.

    number   what it counts to; a bullet counts 0
    printed  the marker without brackets and punctuation: 一 of （一）, 1 of １、
    shape    the marker's characters with the number left out: two markers of one list share it
    weak     a bare number before a space, which is a marker only where its neighbours count along
    """

    style: Style
    number: int
    printed: str
    start: int
    end: int
    shape: str = ""
    weak: bool = False


def read_marker(text: str, at: int = 0) -> Marker | None:
    """The marker that `text` (folded) begins with at `at`, or None. Spaces before it are not passed over."""
    if at >= len(text):
        return None
    single = _SINGLE.get(text[at])
    if single:
        style, counted, sign = single
        return Marker(style, counted, sign, at, _past_spaces(text, at + 1, "、."))
    match = _MARKER.match(text, at) or _WEAK.match(text, at)
    if match is None or match.lastgroup is None:
        return None
    group = match.lastgroup
    printed = match[group].replace(" ", "")
    number = _number(group, printed)
    if number is None or (group == "weak" and number > _FEW and text[match.end()] in _MEASURES):
        return None  # 35 張通行證
    shape = text[at : match.start(group)] + text[match.end(group) : match.end()].strip()
    end = _past_spaces(text, match.end())
    weak = group in ("weak", "weak_han") or (group == "dotted" and match.group().endswith(printed[-1]))
    return Marker(_STYLES[group], number, printed, at, end, shape, weak)


#: Where a sentence or a part of one has ended.
_ENDED = re.compile(r"(?<=[。；！？;]) {0,4}(?=\S)")


def next_marker(text: str, first: Marker) -> Marker | None:
    """The marker that counts on from `first` behind the end of a sentence: 1、照案通過。2、請… Quotations are passed over."""
    depth, at = 0, first.end
    for match in _ENDED.finditer(text, first.end):
        depth += sum(text.count(sign, at, match.start()) for sign in "「（")
        depth -= sum(text.count(sign, at, match.start()) for sign in "」）")
        at = match.start()
        following = read_marker(text, match.end()) if depth <= 0 else None
        if following is None or following.weak or following.style != first.style:
            continue
        if following.number == first.number + 1 and following.shape == first.shape:
            return following
    return None


def _number(group: str, printed: str) -> int | None:
    if group in ("stem", "paren_stem"):
        return _STEMS.index(printed) + 1
    if group == "roman":
        return _ROMAN.index(printed) + 1 if printed in _ROMAN else None
    if group == "roman_sign":
        return ord(printed) - ord("Ⅰ") + 1
    if group in ("letter", "paren_letter"):
        return ord(printed.upper()) - ord("A") + 1
    if group == "bullet":
        return 0
    if group == "dotted":
        return int(printed.rsplit(".", 1)[1])
    return parse_number(printed)


def _past_spaces(text: str, at: int, also: str = "") -> int:
    while at < len(text) and (text[at] == " " or text[at] in also or text[at].isspace()):
        at += 1
    return at
