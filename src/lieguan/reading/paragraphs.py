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

from lieguan.reading.continuing import GOVERNS, continues
from lieguan.reading.drawn import Drawn, drawn
from lieguan.reading.lines import Line
from lieguan.reading.meetings import Meeting
from lieguan.reading.noise import set_aside
from lieguan.reading.setting import measure
from lieguan.record.nouns import PartKind
from lieguan.record.spans import Spans
from lieguan.text.document import Cell, Ends
from lieguan.text.joining import NEVER_FIRST, NEVER_LAST, Brackets, joined
from lieguan.text.numbering import Style
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded

_SET_ASIDE: dict[str, PartKind] = {
    "running-head": "running-head", "page-number": "page-number", "mark-up": "mark-up", "chrome": "running-head",
}  # fmt: skip
#: 國民黨意見：, 主辦單位說明：
_LABELLED = re.compile(r"([^，。；：、「」]{2,12})：")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together, and how the source sets them.

    listed  the source sets a bullet before it
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
    listed: bool = False


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
        if open_lines and (again or not continues(open_lines, line, counting, brackets.open)):
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
    ended = (line for before, line in pairwise(lines) if not before.full and before.text[-1] not in GOVERNS)
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
        lines[0].listed,
    )
    if first.cell is None:
        found.flow.append(paragraph)
        return
    table = found.flow[-1] if found.flow else None
    if not isinstance(table, Table) or table.number != first.cell.table:
        table = Table(first.cell.table)
        found.flow.append(table)
    table.cells.setdefault((first.cell.row, first.cell.column), []).append(paragraph)
