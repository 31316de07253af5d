"""Stage 1: the source's lines become paragraphs.

Reads:  document.blocks. Writes: paragraphs, tables, and the parts for running heads, page numbers and chrome.

Lines that page numbers, running heads or blank lines of a converter interrupt are joined, except where the
next line begins something of its own: a marker that counts on, a label, a heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lieguan.reading.lines import Line
from lieguan.reading.meetings import Meeting
from lieguan.reading.noise import set_aside
from lieguan.record.nouns import PartKind
from lieguan.record.spans import Spans
from lieguan.text.document import Cell, Ends
from lieguan.text.joining import Brackets, goes_on, joined
from lieguan.text.numbering import Marker, Style
from lieguan.text.passage import Passage
from lieguan.text.width import display_width, folded

_SET_ASIDE: dict[str, PartKind] = {
    "running-head": "running-head", "page-number": "page-number", "mark-up": "mark-up", "chrome": "running-head",
}  # fmt: skip
#: No text is set narrower, in columns.
_SET_WIDTH = 30
#: A line shorter than this, in characters, ends where it ends.
_SENTENCE = 16
#: A line that ends so goes on even where a label seems to follow: 獲⏎決議：
_GOVERNS = frozenset("獲經之的依如為及與、，")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together, and how the source sets them."""

    passage: Passage
    folded: str
    level: int = 0
    bold: bool = False
    indent: float = 0.0
    ends: Ends = "paragraph"
    cell: Cell | None = None
    footnote: bool = False


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
    noise = set_aside(meeting.lines, paged=meeting.document.pages is not None)
    first, last = meeting.extent.first, meeting.extent.last
    for index, line in enumerate(meeting.lines):
        kind = _SET_ASIDE.get(line.block.kind) or noise.get(index)
        if kind is None and not first <= line.start < last:
            kind = "annex"
        if kind is not None:
            found.aside.append((line.block.spans, kind))
        else:
            kept.append(line)
    _measure(kept)
    _gather(meeting.document.text, kept, found)
    return found


def _measure(lines: Sequence[Line]) -> None:
    """A line as wide as the next one, neither a short nor a finished one, was broken by its setting.

    Text dumps lose the indent of the lines below a label, so the label's width may be what one is wider.
    """
    widths = [
        int(2 * line.block.indent) + display_width(line.text) if line.block.ends == "wrap" else 0
        for line in lines
    ]
    margin = _margin(widths)
    wide = sorted(widths)[int(len(widths) * 0.9)] * 0.75 if widths else 0
    for line, width in zip(lines, widths, strict=True):
        line.wide = width >= wide and len(line.text) >= _SENTENCE
    for index in range(len(lines) - 1):
        if margin and margin - 4 <= widths[index] <= margin + 1 and lines[index].text[-1] not in "。：；":
            lines[index].full = True
        line, after = lines[index], widths[index + 1]
        if widths[index] < _SET_WIDTH or after < _SET_WIDTH or line.text[-1] in "。：；":
            continue
        hanging = widths[index] - display_width(line.text[: line.body])
        if min(abs(widths[index] - after), abs(hanging - after)) <= 2:
            line.full = True
            if lines[index + 1].text[-1] not in "。：；":
                lines[index + 1].full = True


def _margin(widths: Sequence[int]) -> int:
    """The width at which the whole text is set, in columns; 0 where it is set at none."""
    set_lines = sorted(width for width in widths if width >= _SET_WIDTH)
    if len(set_lines) < 12:
        return 0
    margin = set_lines[int(len(set_lines) * 0.95)]
    reaching = sum(margin - 5 <= width <= margin + 1 for width in set_lines)
    return margin if reaching * 4 >= len(set_lines) and margin <= 130 else 0


def _gather(text: str, lines: Sequence[Line], found: Paragraphs) -> None:
    open_lines: list[Line] = []
    brackets = Brackets()
    counting: dict[Style, int] = {}
    for line in lines:
        if open_lines and not _continues(open_lines, line, counting, brackets.open):
            _close(text, open_lines, found)
            open_lines = []
            brackets = Brackets()
        if not open_lines and line.marker is not None:
            counting[line.marker.style] = line.marker.number
        open_lines.append(line)
        brackets.read(line.text)
    if open_lines:
        _close(text, open_lines, found)


def _continues(open_lines: list[Line], line: Line, counting: dict[Style, int], bracket: bool) -> bool:
    before = open_lines[-1]
    a, b = before.block, line.block
    if a.cell != b.cell or "heading" in (a.kind, b.kind) or a.kind != b.kind:
        return False
    if line.entry is not None and before.text[-1] not in _GOVERNS and not (line.entry.weak and before.full):
        return False
    if before.text[-1] in "。！？" and len(line.text) <= 32 and line.text[-1] in "：:":
        return False  # who speaks next
    if line.marker is not None and _counts_on(line.marker, before, counting):
        return False
    if a.ends == "wrap" and before.full and before.text[-1] in "。！？" and len(open_lines) > 1:
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
    if hangs and not speaks and a.ends == "wrap" and before.wide and before.text[-1] not in "。：；！？":
        return True
    return goes_on(before.text, line.text, ends=a.ends, full=before.full, open_bracket=bracket)


def _counts_on(marker: Marker, before: Line, counting: dict[Style, int]) -> bool:
    """The marker begins a paragraph: it is the first of its kind or follows on what was counted before."""
    fits = marker.number == 1 or counting.get(marker.style) == marker.number - 1
    if marker.weak:
        return fits and not (before.full and before.text[-1] not in "。：；")
    return fits or marker.style == "bullet" or before.block.ends != "wrap" or not before.full


def _close(text: str, lines: list[Line], found: Paragraphs) -> None:
    first, last = lines[0].block, lines[-1].block
    passage = joined(text, [line.block.spans for line in lines])
    paragraph = Paragraph(
        passage,
        folded(passage.text) if len(lines) > 1 else lines[0].folded,
        first.level if first.kind == "heading" else 0,
        all(line.block.bold for line in lines),
        first.indent,
        last.ends,
        first.cell,
        first.kind == "footnote",
    )
    if first.cell is None:
        found.flow.append(paragraph)
        return
    table = found.flow[-1] if found.flow else None
    if not isinstance(table, Table) or table.number != first.cell.table:
        table = Table(first.cell.table)
        found.flow.append(table)
    table.cells.setdefault((first.cell.row, first.cell.column), []).append(paragraph)
