"""Stage 1: the source's lines become paragraphs.

Reads:  document.blocks. Writes: paragraphs, tables, and the parts for running heads, page numbers and chrome.

Lines that page numbers, running heads or blank lines of a converter interrupt are joined, except where the
next line begins something of its own: a marker that counts on, a label, a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lieguan.lexicon.persons import title_pattern
from lieguan.reading.drawn import Drawn, drawn
from lieguan.reading.lines import Line
from lieguan.reading.meetings import Meeting
from lieguan.reading.named import read_named
from lieguan.reading.noise import set_aside
from lieguan.reading.setting import measure
from lieguan.record.nouns import PartKind
from lieguan.record.spans import Spans
from lieguan.text.document import Cell, Ends
from lieguan.text.joining import NEVER_FIRST, NEVER_LAST, Brackets, goes_on, joined
from lieguan.text.numbering import Marker, Style
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded

_SET_ASIDE: dict[str, PartKind] = {
    "running-head": "running-head", "page-number": "page-number", "mark-up": "mark-up", "chrome": "running-head",
}  # fmt: skip
#: （另錄） below a decision, also broken off: （另
_BEHIND = re.compile(r"（(?:另|[^（）]{0,8}另錄）|第[一二三、]{1,5}讀會）)")
#: A line shorter than this, in characters, ends where it ends.
_SENTENCE = 16
#: 棄權 342,222 權 / 本案照原案通過。: what was counted ends its line, and what was decided begins one.
_COUNTS = re.compile(r"[0-9] ?[\u4e00-\u9fff]{1,2}$")
_BEGINS = re.compile(r"[本全該此]案|以上|爰|經|請|其餘|另")
#: A line of prose is at least so long.
_PROSE = 20
#: What titles end in, and sentences do not break off behind.
_TITLES_END = frozenset("案論議決鑒項告下略件悉表明察辦長員")
#: 問：…, A1：…
_ASKS = re.compile(r"(?:問|答|Q|A)[0-9一二三四五六七八九十]{0,2}：")
#: 國民黨意見：, 主辦單位說明：
_LABELLED = re.compile(r"([^，。；：、「」]{2,12})：")
#: Labels behind which a line stands for itself.
_OF_HEAD = frozenset({"time", "place", "chair", "recorder", "present", "observers", "absent"})
#: What a line of a list of people holds, and prose does not.
_LISTS = re.compile(r"[ \u3000：:]")
_WHO = re.compile(r"([^，。；：、「」（）0-9 ]{2,12})：")
#: A line that ends so goes on even where a label seems to follow: 獲⏎決議：
_GOVERNS = frozenset("獲經之的依如為及與、，")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together, and how the source sets them.

    mended  a break that the source takes for the end of a line or a paragraph was taken for none
    """

    passage: Passage
    folded: str
    level: int = 0
    bold: bool = False
    indent: float = 0.0
    ends: Ends = "paragraph"
    cell: Cell | None = None
    footnote: bool = False
    mended: bool = False


@dataclass(slots=True)
class Table:
    """The cells of one table that follow one another in the document, each with its paragraphs."""

    number: int
    cells: dict[tuple[int, int], list[Paragraph]] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[list[Paragraph]]]:
        """Row by row, column by column; a missing cell is empty."""
        if not self.cells:
            return []
        wide = max(column for _, column in self.cells) + 1
        rows = sorted({row for row, _ in self.cells})
        return [[self.cells.get((row, column), []) for column in range(wide)] for row in rows]


@dataclass(slots=True)
class Paragraphs:
    """What stage 1 finds: paragraphs and tables in the document's order, and what it set aside."""

    flow: list[Paragraph | Table] = field(default_factory=list)
    aside: list[tuple[Spans, PartKind]] = field(default_factory=list)


def paragraphs(meeting: Meeting) -> Paragraphs:
    """The paragraphs of the meeting's lines; lines outside its extent are an annex."""
    found = Paragraphs()
    kept: list[Line] = []
    paged = meeting.document.pages is not None
    noise = set_aside(meeting.lines, paged=paged)
    first, last = meeting.extent.first, meeting.extent.last
    for index, line in enumerate(meeting.lines):
        kind = _SET_ASIDE.get(line.block.kind) or noise.get(index)
        if kind is None and not first <= line.start < last:
            kind = "annex"
        if kind is not None:
            found.aside.append((line.block.spans, kind))
        else:
            kept.append(line)
    measure(kept, paged=paged)
    _gather(meeting.document.text, kept, found)
    return found


def _gather(text: str, lines: Sequence[Line], found: Paragraphs) -> None:
    open_lines: list[Line] = []
    brackets = Brackets()
    counting: dict[Style, int] = {}
    labels = _labels(lines)
    tables = {table.first: table for table in drawn(text, lines)}
    behind = 0  # the first line behind a table that is drawn
    for index, line in enumerate(lines):
        table = tables.get(index)
        if table is not None:
            if open_lines:
                _close(text, open_lines, found)
                open_lines, brackets = [], Brackets()
            _draw(table, lines, found)
            behind = table.last
        if index < behind:
            continue
        again = _label(line) in labels and bool(open_lines) and open_lines[-1].text[-1] in "。！？"
        if open_lines and (again or not _continues(open_lines, line, counting, brackets.open)):
            _close(text, open_lines, found)
            open_lines = []
            brackets = Brackets()
        if not open_lines and line.marker is not None:
            counting[line.marker.style] = line.marker.number
        open_lines.append(line)
        brackets.read(line.text)
    if open_lines:
        _close(text, open_lines, found)


def _labels(lines: Sequence[Line]) -> frozenset[str]:
    """What a paragraph begins with, before a colon, where the line before is certainly at its end.

    Behind a sentence that fills its line the same label begins a paragraph too.
    """
    ended = (line for before, line in pairwise(lines) if not before.full and before.text[-1] not in _GOVERNS)
    return frozenset(label for line in ended if (label := _label(line)) is not None)


def _label(line: Line) -> str | None:
    match = _LABELLED.match(line.folded)
    return match[1] if match else None


def _draw(table: Drawn, lines: Sequence[Line], found: Paragraphs) -> None:
    """A table drawn with characters, as other tables are; the strokes are mark-up."""
    made = Table(-1 - table.first)
    for row, cells in enumerate(table.rows):
        for column, words in enumerate(cells):
            passage = join(words)
            if passage.text:
                made.cells[row, column] = [Paragraph(passage, folded(passage.text))]
    found.flow.append(made)
    found.aside += [(line.block.spans, "mark-up") for line in lines[table.first : table.last]]


def _continues(open_lines: list[Line], line: Line, counting: dict[Style, int], bracket: bool) -> bool:
    before = open_lines[-1]
    a, b = before.block, line.block
    if a.cell != b.cell or "heading" in (a.kind, b.kind) or a.kind != b.kind:
        return False
    if line.entry is not None and before.text[-1] not in _GOVERNS and not (line.entry.weak and before.full):
        return False
    if before.text[-1] in "。！？" and len(line.text) <= 32 and line.text[-1] in "：:":
        return False  # who speaks next
    if before.text[-1] in "。！？）" and _ASKS.match(line.folded):
        return False
    if before.text[-1] in "。！？」" and not bracket and _says_who(line):
        return False
    inside = bracket and before.full and before.ends == "wrap"  # 「…。三、…」 quotes a list
    if _BEHIND.fullmatch(line.folded.strip()) and before.ends != "paragraph":
        return True
    entry = open_lines[0].entry
    named = entry is not None and entry.kind in _OF_HEAD
    if before.ends == "wrap" and before.wide and line.text[0] in "（「" and not named:
        return before.text[-1] not in "。：；！？" and line.marker is None
    if line.listed and before.text[-1] not in NEVER_LAST and line.text[0] not in NEVER_FIRST:
        return False
    if before.text[-1] in "。！？）)」】；：" and read_named(
        line.folded, line.marker.end if line.marker else 0
    ):
        return False
    if line.marker is not None and not inside and _counts_on(line.marker, before, counting):
        return False
    if before.ends == "wrap" and before.full and before.text[-1] in "。！？" and len(open_lines) > 1:
        return b.indent <= open_lines[-1].block.indent + 1
    first = open_lines[0].block
    # Below a heading a name that is set in stands alone: 一、…報告 / 　　王委員大明：
    alone = len(line.text) <= 32 and line.text[-1] in "：:" and not before.full
    hangs = (
        not alone
        and b.indent > first.indent + 0.5
        and (len(open_lines) == 1 or abs(b.indent - a.indent) < 0.5)
    )
    speaks = "：" in line.folded[:24]
    if hangs and not speaks and before.ends == "wrap" and before.wide and before.text[-1] not in "。：；！？":
        return True
    if _hangs_on(open_lines, line) or _unfinished(before, line):
        return True
    return goes_on(before.text, line.text, ends=before.ends, full=before.full, open_bracket=bracket)


def _unfinished(before: Line, line: Line) -> bool:
    """A line of prose that ends inside a sentence, and the end of the sentence below it: …，研擬予 / 以停收。"""
    prose = before.ends == "wrap" and len(before.text) >= _PROSE and "，" in before.folded
    open_end = "\u4e00" <= before.text[-1] <= "\u9fff" and before.text[-1] not in _TITLES_END
    below = (
        line.marker is None
        and line.entry is None
        and line.folded[-1] in "。；"
        and "：" not in line.folded[:12]
    )
    return prose and open_end and below and not (_COUNTS.search(before.folded) or _BEGINS.match(line.folded))


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
    """王委員大明：…, 議員李小華：…: a post stands before the colon, and nothing but a name beside it."""
    who = _WHO.match(line.folded)
    return who is not None and title_pattern().search(who[1]) is not None


def _counts_on(marker: Marker, before: Line, counting: dict[Style, int]) -> bool:
    """The marker begins a paragraph: it is the first of its kind or follows on what was counted before."""
    fits = marker.number == 1 or counting.get(marker.style) == marker.number - 1
    if marker.weak:
        return fits and not (before.full and before.text[-1] not in "。：；")
    open_end = before.ends == "wrap" and before.full and before.text[-1] not in "。；："
    return fits or marker.style == "bullet" or not open_end


def _mended(before: Line, line: Line) -> bool:
    """Nothing but the sense says that the two belong together."""
    return before.ends != "wrap" and before.text[-1] not in NEVER_LAST and line.text[0] not in NEVER_FIRST


def _close(text: str, lines: list[Line], found: Paragraphs) -> None:
    first = lines[0].block
    passage = joined(text, [line.block.spans for line in lines])
    paragraph = Paragraph(
        passage,
        folded(passage.text) if len(lines) > 1 else lines[0].folded,
        first.level if first.kind == "heading" else 0,
        all(line.block.bold for line in lines),
        first.indent,
        lines[-1].ends,
        first.cell,
        first.kind == "footnote",
        any(_mended(a, b) for a, b in pairwise(lines)),
    )
    if first.cell is None:
        found.flow.append(paragraph)
        return
    table = found.flow[-1] if found.flow else None
    if not isinstance(table, Table) or table.number != first.cell.table:
        table = Table(first.cell.table)
        found.flow.append(table)
    table.cells.setdefault((first.cell.row, first.cell.column), []).append(paragraph)
