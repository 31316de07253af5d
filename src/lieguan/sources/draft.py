"""A document while its source is walked from the first word to the last.

Line breaks go in where lines end, so that no two lines run together; what a source says is never
rearranged once it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lieguan.record.spans import Span, Spans, merged
from lieguan.text.document import Block, BlockKind, Cell, Document, Ends
from lieguan.text.width import display_width


@dataclass(frozen=True, slots=True)
class Look:
    """What the lines of one paragraph have in common; the fields are those of Block."""

    kind: BlockKind = "text"
    level: int = 0
    indent: float = 0.0
    cell: Cell | None = None


class Draft:
    """Words are appended to the open line; ending the line makes a block of it."""

    def __init__(self) -> None:
        self.look = Look()
        self.tables = 0
        self._text: list[str] = []
        self._length = 0
        self._line: list[str] = []
        self._marks: list[Span] = []  # offsets in the open line
        self._doubts: list[Span] = []  # offsets in the text
        self._at = 0  # the length of the open line
        self._all_bold = True
        self._gap = ""
        self._blocks: list[Block] = []

    @property
    def last(self) -> str:
        """The last character of the open line, "" at its beginning."""
        return self._line[-1][-1] if self._line else ""

    @property
    def line(self) -> str:
        """The open line so far."""
        return "".join(self._line)

    def words(self, words: str, *, bold: bool = False, doubts: Spans = ()) -> None:
        """More words of the open line; they hold no line break. `doubts` are places in `words`."""
        if words:
            start = self.next_start + self._at
            self._doubts += ((start + low, start + high) for low, high in doubts)
            self._line.append(words)
            self._at += len(words)
            if not bold and not words.isspace():
                self._all_bold = False

    def mark(self, sign: str) -> None:
        """A sign that stands in the text but is no words: a bullet, the mark of a footnote."""
        if sign:
            self._line.append(sign)
            self._marks.append((self._at, self._at + len(sign)))
            self._at += len(sign)

    @property
    def next_start(self) -> int:
        """Where the next line will start in the text."""
        return self._length + len(self._gap)

    def end_line(self, ends: Ends, *, full: bool = False) -> bool:
        """Ends the open line; False where it holds nothing (then nothing is written)."""
        line, marks, bold = self.line, self._marks, self._all_bold
        self._line, self._marks, self._at, self._all_bold = [], [], 0, True
        if not line.strip():
            if ends == "paragraph" and self._blocks and self._blocks[-1].ends == "line":
                self.strengthen(ends)  # a break at the very end of a paragraph
            return False
        start = self._length + len(self._gap)
        self._text += (self._gap, line)
        self._length = start + len(line)
        self._gap = "\n"
        spans = words_of(line, marks)
        if spans:
            look = self.look
            indent = look.indent + display_width(line[: spans[0][0]]) / 2 if not marks else look.indent
            moved = tuple((start + low, start + high) for low, high in spans)
            self._blocks.append(Block(moved, look.kind, look.level, bold, indent, ends, full, look.cell))
        return True

    def strengthen(self, ends: Ends) -> None:
        """The break behind the last line is stronger than it was said to be."""
        if self._blocks:
            self._blocks[-1] = replace(self._blocks[-1], ends=ends)

    def next_cell(self) -> None:
        """What is written next stands beside the last line, in the same row of a table."""
        if self._gap:
            self._gap = "\t"

    def next_row(self) -> None:
        """What is written next starts a line of its own."""
        if self._gap:
            self._gap = "\n"

    def document(self, media_type: str, pages: tuple[int, ...] | None = None) -> Document:
        """The finished document."""
        self.end_line("paragraph")
        if self._text:
            self._text.append("\n")
        return Document(
            "".join(self._text), tuple(self._blocks), media_type, pages, doubtful=merged(self._doubts)
        )


def words_of(line: str, marks: list[Span]) -> Spans:
    """The places of the words in a line: all but the marks, and no white space at the two ends."""
    holes = merged(marks)
    bare = line
    for low, high in holes:
        bare = bare[:low] + " " * (high - low) + bare[high:]
    start, end = len(bare) - len(bare.lstrip()), len(bare.rstrip())
    out: list[Span] = []
    at = start
    for low, high in holes:
        if at < min(low, end) and bare[at : min(low, end)].strip():
            out.append((at, min(low, end)))
        at = max(at, high)
    if at < end:
        out.append((at, end))
    return tuple(out)
