"""Whether a line goes on with the paragraph above it: what it begins with, what the line before ends with, how both are set.

Reads two lines and the paragraph so far; writes nothing.
"""

from __future__ import annotations

import re

from lieguan.lexicon.headings import headings, key
from lieguan.lexicon.persons import title_pattern
from lieguan.reading.around_names import BEFORE_DASH
from lieguan.reading.lines import OF_HEAD, Line
from lieguan.reading.named import read_named
from lieguan.reading.title import names_minutes
from lieguan.text.joining import NEVER_FIRST, NEVER_LAST, goes_on
from lieguan.text.numbering import Marker, Style

#: （另錄） below a decision, also broken off: （另
_BEHIND = re.compile(r"（(?:另|[^（）]{0,8}另錄）|第[一二三、]{1,5}讀會）)")
#: 案由修正為： / 「…」
_QUOTES = re.compile(r"[為成]： ?$")
#: A line shorter than this, in characters, ends where it ends.
_SENTENCE = 16
#: 棄權 342,222 權 / 本案照原案通過。: what was counted ends its line, and what was decided begins one.
_COUNTS = re.compile(r"[0-9] ?[\u4e00-\u9fff]{1,2}$")
_BEGINS = re.compile(r"[本全該此]案|以上(?:[，、：]|各|報告|事項|均|皆|提案|議案|決議)|爰|經|請|其餘|另")
#: ◎某市政府 / 將配合修正。: who speaks, on a line of its own behind an ornament
_ORNAMENTED = re.compile(r"[◎●○◆■◇] ?[\u3400-\u9fff0-9A-Za-z（）]{2,16}")
#: 同意3票 不同意0票 廢票1票 / 決議通過某部預算。
_VOTED = re.compile(r"(?:同意|贊成|反對|無效|棄權|廢)票?：? ?[0-9]{1,4} ?票 *$")
_DECIDED = re.compile(r"(?:附帶)?決議|通過|否決|本案")
_A_UNIT = re.compile(
    r"(?!.*(?:請|由|與|及|應|有關|本案|依|於|以|為))[\u3400-\u9fff]{2,18}(?:分會|協會|學會|公會|基金會|聯盟|公所|分局|工務局|水利局|水利處|建設處)"
)
_NUMBER_ENDS = re.compile(r"[0-9]{0,4} ?[年月日萬億千元％%件人次項號]")
#: A line of prose is at least so long.
_PROSE = 20
#: What titles end in, and sentences do not break off behind.
_TITLES_END = frozenset("案論議決鑒項告下略件悉表明察辦長員")
#: 問：…, A1：…
_ASKS = re.compile(r"(?:(?:問|答|Q|A)[0-9一二三四五六七八九十]{0,2}|回[覆應復]|答[復覆])：")
#: Labels behind which a line stands for itself.
_HEAD_LINE = 24
#: 某縣政府工務處　　簡技士大明: who came, on a line of its own.
_LISTED = re.compile(r" {0,4}[\u3400-\u9fff]{3,20} {2,12}[（\u3400-\u9fff]")
#: What a line of a list of people holds, and prose does not.
_LISTS = re.compile(r"[ \u3000：:]")
_WHO = re.compile(r"([^，。；：、「」（）0-9 ]{2,12})：")
_ANSWERS = re.compile(r"[會局處部署府司科課室組院所校隊社](?:回[覆應復]|答[復覆])$")
#: A line that ends so goes on even where a label seems to follow: 獲⏎決議：
GOVERNS = frozenset("獲經之的依如為及與、，")


def continues(open_lines: list[Line], line: Line, counting: dict[Style, int], bracket: bool) -> bool:
    """Whether `line` belongs to the paragraph of `open_lines`.

    `counting` holds the last number of each style of marker that began a paragraph; `bracket`: one is open.
    """
    before = open_lines[-1]
    if before.text[-1] in "紀記" and line.text[0] == "錄" and before.ends != "paragraph":
        return True  # 某某小組第2次會議紀⏎錄
    if len(open_lines) == 1 and (_ORNAMENTED.fullmatch(before.folded.strip()) or _is_a_unit(before)):
        return False
    if _VOTED.search(before.folded) and _DECIDED.match(line.folded):
        return False
    if _is_apart(before, line) or _is_head_line(open_lines, line) or _speaks(open_lines, line, bracket):
        return False
    if _BEHIND.fullmatch(line.folded.strip()) and before.ends != "paragraph":
        return True
    if before.ends != "paragraph" and _QUOTES.search(before.folded) and line.text[0] in "「『":
        return True
    if _is_torn(open_lines, line):
        return before.text[-1] not in "。：；！？" and line.marker is None
    if _begins(before, line, counting, bracket):
        return False
    if before.ends == "wrap" and before.full and before.text[-1] in "。！？" and len(open_lines) > 1:
        return line.block.indent <= before.block.indent + 1
    if _hangs(open_lines, line) or _hangs_on(open_lines, line) or _unfinished(before, line):
        return True
    if _moved(open_lines, line):
        return True
    return goes_on(before.text, line.text, ends=before.ends, full=before.full, open_bracket=bracket)


def _is_apart(before: Line, line: Line) -> bool:
    """In another cell, a heading, one of a list of those who came, or what the vocabulary knows as a label."""
    a, b = before.block, line.block
    if _LISTED.match(before.folded) and _LISTED.match(line.folded):
        return True
    if a.cell != b.cell or "heading" in (a.kind, b.kind) or a.kind != b.kind:
        return True
    if before.text[-1] in "錄要" and names_minutes(before.text) and line.text.lstrip()[0] not in "第（":
        return True
    within = line.entry is not None and line.entry.weak and before.full and before.text[-1] not in "。！？"
    return line.entry is not None and before.text[-1] not in GOVERNS and not within


def _is_head_line(open_lines: list[Line], line: Line) -> bool:
    """主席：王委員大明 stands for itself, and no blank line below it says otherwise; nor does 出席委員： go on with it."""
    entry, before = open_lines[0].entry, open_lines[-1]
    if entry is not None and line.entry is not None and {entry.kind, line.entry.kind} <= OF_HEAD:
        return True
    post = title_pattern().match(line.folded) if entry is not None and entry.kind in OF_HEAD else None
    if post is not None and line.folded[post.end() : post.end() + 1] == " " and len(line.text) < _HEAD_LINE:
        return True  # 紀錄：簡任秘書　王大明 / 簡任編審　李小華
    short = len(open_lines) == 1 and len(before.text) < _HEAD_LINE and before.text[-1] not in NEVER_LAST
    return (
        before.ends == "line"
        and short
        and entry is not None
        and entry.kind in OF_HEAD
        and line.text[0] not in NEVER_FIRST
    )


def _speaks(open_lines: list[Line], line: Line, bracket: bool) -> bool:
    """Somebody speaks next, behind a line that is at its end, or behind a short one that somebody else spoke."""
    before = open_lines[-1]
    last = before.text[-1]
    if len(open_lines) == 1 and not bracket and not before.full and _says_who(before) and _says_who(line):
        return True
    if last in "。！？" and len(line.text) <= 32 and line.text[-1] in "：:":
        return True
    if last in "。！？）" and _ASKS.match(line.folded):
        return True
    if before.ends == "paragraph" and not bracket and (_says_who(line) or _ASKS.match(line.folded)):
        return True
    return last in "。！？」）" and not bracket and _says_who(line)


def _is_torn(open_lines: list[Line], line: Line) -> bool:
    """A dump has broken its line before a bracket: …補助計畫」 / （計畫編號：…）."""
    before, entry = open_lines[-1], open_lines[0].entry
    named = entry is not None and entry.kind in OF_HEAD
    return before.ends == "wrap" and before.wide and line.text[0] in "（「" and not named


def _begins(before: Line, line: Line, counting: dict[Style, int], bracket: bool) -> bool:
    """A bullet of the source, a case (案由二：…) or a marker that counts on begins a paragraph."""
    inside = bracket and before.full and before.ends == "wrap"  # 「…。三、…」 quotes a list
    if line.listed and before.text[-1] not in NEVER_LAST and line.text[0] not in NEVER_FIRST:
        return True
    if before.text[-1] in "。；）" and _tells_who(line):
        return True
    start = line.marker.end if line.marker else 0
    if before.text[-1] in "。！？）)」】；：." and read_named(line.folded, start):
        return True
    return line.marker is not None and not inside and _counts_on(line.marker, before, counting)


def _is_a_unit(line: Line) -> bool:
    """（二）某某協會某某分會 / 建議…。: a unit behind a number, which what it said stands below."""
    marker = line.marker
    return marker is not None and _A_UNIT.fullmatch(line.folded.rstrip(), marker.end) is not None


def _tells_who(line: Line) -> bool:
    """主辦單位：…, 辦理期限：… below a clause."""
    match = _WHO.match(line.folded)
    entry = headings().columns.words.get(key(match[1])) if match is not None else None
    return entry is not None and entry.kind in ("lead", "support", "due")


def _hangs(open_lines: list[Line], line: Line) -> bool:
    """Set in below the first line, as the lines between are; a name that is set in stands alone."""
    before, first = open_lines[-1], open_lines[0].block
    # Below a heading: 一、…報告 / 　　王委員大明：
    alone = len(line.text) <= 32 and line.text[-1] in "：:" and not before.full
    set_in = line.block.indent > first.indent + 0.5
    as_before = len(open_lines) == 1 or abs(line.block.indent - before.block.indent) < 0.5
    speaks = "：" in line.folded[:24]
    unfinished = before.ends == "wrap" and before.wide and before.text[-1] not in "。：；！？"
    return not alone and set_in and as_before and not speaks and unfinished


def _unfinished(before: Line, line: Line) -> bool:
    """A line of prose that ends inside a sentence, and the end of the sentence below it: …，研擬予 / 以停收。"""
    prose = before.ends == "wrap" and len(before.text) >= _PROSE and "，" in before.folded
    open_end = "\u4e00" <= before.text[-1] <= "\u9fff" and before.text[-1] not in _TITLES_END
    open_end = open_end or (
        before.text[-1].isdigit() and _NUMBER_ENDS.match(line.folded) is not None
    )  # 於11⏎4年
    below = (
        line.marker is None
        and line.entry is None
        and line.folded[-1] in "。；"
        and "：" not in line.folded[:12]
    )
    return prose and open_end and below and not (_COUNTS.search(before.folded) or _BEGINS.match(line.folded))


def _moved(open_lines: list[Line], line: Line) -> bool:
    """案由：建請某公司於某地 / 區增設服務據點案。: what was moved is one sentence, and its end stands below."""
    first, before = open_lines[0], open_lines[-1]
    moved = len(open_lines) == 1 and first.entry is not None and first.entry.kind == "title" and before.wide
    open_end = "\u4e00" <= before.text[-1] <= "\u9fff" and before.text[-1] not in _TITLES_END
    plain = line.marker is None and line.entry is None and "：" not in line.folded
    return moved and before.ends == "wrap" and open_end and plain and line.folded.endswith("案。")


def _hangs_on(open_lines: list[Line], line: Line) -> bool:
    """Set narrower than the page: the last two lines are equally long, and the last ends inside a sentence."""
    if len(open_lines) < 2 or line.marker is not None or line.entry is not None:
        return False
    above, before = open_lines[-2], open_lines[-1]
    width = len(above.text) - (above.body if above.entry is not None else 0)
    even = abs(width - len(before.text)) <= 2 and len(line.text) <= len(before.text) + 2
    prose = len(before.text) >= _SENTENCE - 4 and not (_LISTS.search(before.text) or _LISTS.search(line.text))
    return before.ends == "wrap" and even and prose and "\u4e00" <= before.text[-1] <= "\u9fff"


def _says_who(line: Line) -> bool:
    """王委員大明：…, 議員李小華：…, 學生會回覆：…: a post stands before the colon, and nothing but a name beside it."""
    who = _WHO.match(line.folded)
    if who is None:
        dashed = BEFORE_DASH.match(line.folded)
        return dashed is not None and title_pattern().search(dashed[1], 2) is not None
    return title_pattern().search(who[1]) is not None or _ANSWERS.search(who[1]) is not None


def _counts_on(marker: Marker, before: Line, counting: dict[Style, int]) -> bool:
    """The marker begins a paragraph: it is the first of its kind or follows on what was counted before."""
    fits = marker.number == 1 or counting.get(marker.style) == marker.number - 1
    if marker.weak:
        return fits and not (before.full and before.text[-1] not in "。：；")
    open_end = before.ends == "wrap" and before.full and before.text[-1] not in "。；："
    return fits or marker.style == "bullet" or not open_end
