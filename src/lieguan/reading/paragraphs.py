"""Stage 1: the source's lines become paragraphs.

Reads:  document.blocks. Writes: paragraphs, tables, and the parts for running heads, page numbers and chrome.

Lines that page numbers, running heads or blank lines of a converter interrupt are joined, except where the
next line begins something of its own: a marker that counts on, a label, a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lieguan.lexicon.headings import headings, key
from lieguan.record.nouns import PartKind
from lieguan.record.spans import Spans
from lieguan.text.document import Block, Cell, Document, Ends
from lieguan.text.joining import goes_on, joined
from lieguan.text.numbering import Marker, Style, read_marker
from lieguan.text.passage import Passage
from lieguan.text.width import folded

_SET_ASIDE: dict[str, PartKind] = {
    "running-head": "running-head", "page-number": "page-number", "mark-up": "mark-up", "chrome": "running-head",
}  # fmt: skip
_PAGE_NUMBER = re.compile(r"[-–—~ ]{0,3}(?:第 ?)?([0-9]{1,4})(?: ?頁)?(?: ?[/／] ?[0-9]{1,4})?[-–—~ ]{0,3}")
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
class _Line:
    block: Block
    text: str
    folded: str
    marker: Marker | None
    labelled: bool


@dataclass(slots=True)
class Paragraphs:
    """What stage 1 finds: paragraphs and tables in the document's order, and what it set aside."""

    flow: list[Paragraph | Table] = field(default_factory=list)
    aside: list[tuple[Spans, PartKind]] = field(default_factory=list)


def paragraphs(document: Document) -> Paragraphs:
    """The paragraphs of `document`."""
    found = Paragraphs()
    lines: list[_Line] = []
    typed = _typed_page_numbers(document)
    for index, block in enumerate(document.blocks):
        kind = _SET_ASIDE.get(block.kind) or ("page-number" if index in typed else None)
        if kind is not None:
            found.aside.append((block.spans, kind))
        elif block.spans:
            lines.append(_line(document.text, block))
    _gather(document.text, lines, found)
    return found


def _line(text: str, block: Block) -> _Line:
    words = "".join(text[start:end] for start, end in block.spans)
    plain = folded(words)
    return _Line(block, words, plain, read_marker(plain), _labelled(plain))


def _labelled(plain: str) -> bool:
    """The line begins with a label or is a heading of the vocabulary."""
    at = read_marker(plain)
    start = at.end if at else 0
    colon = plain.find("：", start, start + 24)
    vocabulary = headings()
    words = key(plain[start : colon if colon >= 0 else start + 16])
    if colon >= 0:
        return words in vocabulary.labels.words or words in vocabulary.sections.words
    whole = len(plain) <= start + 16
    return whole and (words in vocabulary.labels.words or words in vocabulary.sections.words)


def _typed_page_numbers(document: Document) -> set[int]:
    """Indexes of blocks that are bare numbers counting up through the document: typed page numbers."""
    if document.pages is not None:
        return set()
    found: list[tuple[int, int]] = []
    for index, block in enumerate(document.blocks):
        if block.cell is None and block.spans and block.spans[-1][1] - block.spans[0][0] <= 12:
            match = _PAGE_NUMBER.fullmatch("".join(document.text[s:e] for s, e in block.spans))
            if match:
                found.append((index, int(match[1])))
    kept: list[tuple[int, int]] = []
    for index, number in found:
        if not kept or 0 < number - kept[-1][1] <= 3:
            kept.append((index, number))
        elif number == 1 and len(kept) < 3:
            kept = [(index, number)]
    return {index for index, _ in kept} if len(kept) >= 3 else set()


def _gather(text: str, lines: Sequence[_Line], found: Paragraphs) -> None:
    open_lines: list[_Line] = []
    counting: dict[Style, int] = {}
    for line in lines:
        if open_lines and not _continues(open_lines, line, counting):
            _close(text, open_lines, found)
            open_lines = []
        if not open_lines and line.marker is not None:
            counting[line.marker.style] = line.marker.number
        open_lines.append(line)
    if open_lines:
        _close(text, open_lines, found)


def _continues(open_lines: list[_Line], line: _Line, counting: dict[Style, int]) -> bool:
    before = open_lines[-1]
    a, b = before.block, line.block
    if a.cell != b.cell or "heading" in (a.kind, b.kind) or a.kind != b.kind:
        return False
    if line.labelled and before.text[-1] not in _GOVERNS:
        return False
    if line.marker is not None and _counts_on(line.marker, before, counting):
        return False
    if a.ends == "wrap" and a.full and before.text[-1] in "。！？" and len(open_lines) > 1:
        return b.indent <= open_lines[-1].block.indent + 1
    return goes_on(before.text, line.text, ends=a.ends, full=a.full)


def _counts_on(marker: Marker, before: _Line, counting: dict[Style, int]) -> bool:
    """The marker begins a paragraph: it is the first of its kind or follows on what was counted before."""
    fits = marker.number == 1 or counting.get(marker.style) == marker.number - 1
    if marker.weak:
        return fits and not (before.block.full and before.text[-1] not in "。：；")
    return fits or marker.style == "bullet" or before.block.ends != "wrap" or not before.block.full


def _close(text: str, lines: list[_Line], found: Paragraphs) -> None:
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
