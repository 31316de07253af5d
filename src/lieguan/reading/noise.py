"""Page numbers, running heads and tables of contents that a source gave as plain lines.

Reads:  lines. Returns which of them are none of the minutes' words, and what they are.

A number alone is a page number only where such numbers count up through the text; a line is a running head
only where it comes again and again beside page numbers, or with its own page number counting up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lieguan.reading.lines import Line
from lieguan.reading.title import names_minutes
from lieguan.record.nouns import PartKind
from lieguan.text.numerals import parse_number
from lieguan.text.width import solid

_PAGE_NUMBER = re.compile(
    r"(?:[甲乙丙丁戊己庚辛壬癸A-Z] ?(?=[-–—]))?[-–—~～ ]{0,3}(?:第 ?)?([0-9]{1,4})(?: ?頁)?(?: ?/ ?[0-9]{1,4}|，? ?共 ?[0-9]{1,4} ?頁)?[-–—~～ ]{0,3}"
)
#: ～46～: what no other line is written like.
_SET_OFF = re.compile(r"[-–—~～] ?[0-9]{1,4} ?[-–—~～]")
#: 第 1 頁，共 9 頁; Page 1 of 9
_SAYS_SO = re.compile(
    r"[-–—~～ ]{0,3}(?:第 ?[0-9一二三四五六七八九十]{1,4} ?頁(?:[，/ ]{0,3}共 ?[0-9]{1,4} ?頁)?|共 ?[0-9]{1,4} ?頁[，/ ]{0,3}第 ?[0-9]{1,4} ?頁"
    r"|[Pp]age ?[0-9]{1,4}(?: ?(?:of|/) ?[0-9]{1,4})?)[-–—~～ ]{0,3}"
)
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}")
_NUMBERED_HEAD = re.compile(r"(?:([0-9]{1,4}) {1,8})?(\S.{2,40}?)(?: {1,8}([0-9]{1,4}))?")
_CONTENTS = re.compile(
    r"(?:(?<!\.)\.{5,}|(?<!…)…{2,}|(?<!‧)‧{5,}|(?<!·)·{5,}|(?<!\. )(?:\. ){5,}) {0,4}[0-9]{1,4}$"
)
#: What a web page says around the minutes, copied with them.
_OF_A_PAGE = re.compile(
    r"(?:按 ?Enter ?到|跳到|跳至|移至)(?:主要?)?內容(?:區塊?)?|:{3}|：{3}|share|mobile_menu|menu|列印|友善列印(?: ?：)?|回(?:上一?頁|首頁|列表|頂端|最上方)"
    r"|(?:分享|轉寄)(?:至|到|好友|本頁)?.{0,12}|(?:您的位置|您?(?:現在|目前)位置|網站導覽).{0,80}|首頁 ?[>＞»/].{1,80}|.{2,80} 友善列印"
    r"|字(?:級|型)(?:大小)?(?:設定)?[：:]?.{0,12}|您的瀏覽器不支援.{0,80}|請利用鍵盤按住.{0,40}|(?:點閱|瀏覽|點擊|累計)(?:次數|人次|數)[：:]? ?[0-9,]*"
    r"|(?:facebook|twitter|line|plurk|email|rss|print)",
    re.IGNORECASE,
)
_LONGEST = 48
_FAR_IN = 8
#: A page's own lines are no longer.
_FAR = 160
#: Nobody would number fewer pages by hand, nor repeat a head less often.
_LEAST = 3


def set_aside(lines: Sequence[Line], *, paged: bool) -> dict[int, PartKind]:
    """Index of a line -> what it is, for lines that are not the minutes' own words.

    `paged`: the source has pages, and has set their numbers and heads aside itself.
    """
    texts = [_short(line) for line in lines]
    found: dict[int, PartKind] = {
        index: "running-head"
        for index, text in enumerate(texts)
        if text[-1:].isdigit() and _CONTENTS.search(text)
    }
    found |= {index: "mark-up" for index, line in enumerate(lines) if is_of_a_page(line)}
    if paged:
        return found | dict.fromkeys(_beside_heads(lines, texts), "running-head")
    # A number far from the left edge is the page's, though there be but two.
    numbers = _page_numbers(texts, [line.block.indent >= _FAR_IN for line in lines])
    found |= dict.fromkeys(numbers, "page-number")
    found |= dict.fromkeys(_heads(texts, numbers), "running-head")
    found |= dict.fromkeys(_title_again(texts, numbers), "running-head")
    return found


def is_of_a_page(line: Line) -> bool:
    """The line is a web page's own and none of the minutes'."""
    return len(line.text) <= _FAR and _OF_A_PAGE.fullmatch(line.folded.strip().strip("•·● ")) is not None


def _title_again(texts: Sequence[str], numbers: set[int]) -> Iterator[int]:
    """The title of the minutes, word for word, right below the number of a page: there it heads the next one."""
    first = next((index for index, text in enumerate(texts) if text and names_minutes(text)), len(texts))
    for index in numbers:
        below = next((at for at in range(index + 1, min(index + 4, len(texts))) if texts[at]), first)
        if below > first and solid(texts[below]) == solid(texts[first]):
            yield below


def _beside_heads(lines: Sequence[Line], texts: Sequence[str]) -> set[int]:
    """Lines of a page's head or foot that the source has left: they come again, each time beside one it has found."""
    near: set[int] = set()
    for index, line in enumerate(lines):
        if line.block.kind in ("running-head", "page-number"):
            near.update(range(max(0, index - 3), min(len(lines), index + 4)))
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if 3 <= len(text) <= 2 * _LONGEST and lines[index].block.kind == "text":
            places[solid(text)].append(index)
    again = [found for found in places.values() if len(found) > 1 and near.issuperset(found)]
    return {index for found in again for index in found}


def _short(line: Line) -> str:
    """The line's words where it is short and outside tables; else nothing."""
    block = line.block
    if block.cell is not None or len(line.text) > 200 or block.kind not in ("text", "heading"):
        return ""
    return line.folded.strip()


def _page_numbers(texts: Sequence[str], set_in: Sequence[bool]) -> set[int]:
    kept: list[tuple[int, int]] = []
    for index, text in enumerate(texts):
        number = _page_number(text) if 0 < len(text) <= 16 else None
        if number is None:
            continue
        if not kept or 0 < number - kept[-1][1] <= 4:
            kept.append((index, number))
        elif number == 1 and len(kept) < _LEAST:
            kept = [(index, number)]
    few = len(kept) == _LEAST - 1 and kept[0][1] == 1 and all(set_in[index] for index, _ in kept)
    plain = {index for index, _ in kept} if len(kept) >= _LEAST or few else set()
    return plain | {
        index for index, text in enumerate(texts) if _SET_OFF.fullmatch(text) or _SAYS_SO.fullmatch(text)
    }


def _page_number(text: str) -> int | None:
    match = _PAGE_NUMBER.fullmatch(text)
    if match is not None:
        return int(match[1])
    return parse_number(text) if _HAN_NUMBER.fullmatch(text) else None


def _heads(texts: Sequence[str], numbers: set[int]) -> set[int]:
    beside: dict[str, list[int]] = defaultdict(list)
    counted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    plain: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if not 3 <= len(text) <= _LONGEST or text[-1] in "。；：！？":
            continue
        match = _NUMBERED_HEAD.fullmatch(text)
        number = match and (match[1] or match[3])
        if match is not None and number:
            counted[solid(match[2])].append((index, int(number)))
        else:
            plain[solid(text)].append(index)
            if any(near in numbers for near in range(index - 3, index + 4)):
                beside[solid(text)].append(index)
    heads: set[int] = set()
    for words, places in counted.items():
        twice = len(places) + len(plain.get(words, ())) > 1
        if twice and names_minutes(words):  # 第10次臨時會　會議紀錄 17, and without its number
            heads.update(_again(texts, [*(index for index, _ in places), *plain.get(words, ())]))
        ascending = all(a[1] < b[1] for a, b in pairwise(places))
        if len(places) >= _LEAST and ascending:
            heads.update(_again(texts, [*(index for index, _ in places), *plain.get(words, ())]))
    for words, places_beside in beside.items():
        if len(places_beside) >= _LEAST and 2 * len(places_beside) >= len(plain[words]):
            heads.update(_again(texts, plain[words]))
    return heads


def _again(texts: Sequence[str], places: Sequence[int]) -> Sequence[int]:
    """All the places but the first where the line is the title of the minutes."""
    places = sorted(places)
    return places[1:] if names_minutes(texts[places[0]]) else places
