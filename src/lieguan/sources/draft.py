"""A document while its source is walked from the first word to the last.

Line breaks go in where lines end, so that no two lines run together; what a source says is never
rearranged once it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lieguan.record.spans import Spans
from lieguan.text.document import Block, BlockKind, Cell, Document, Ends


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
        self._all_bold = True
        self._gap = ""
        self._blocks: list[Block] = []

    @property
    def line(self) -> str:
        """The words of the open line."""
        return "".join(self._line)

    def words(self, words: str, *, bold: bool = False) -> None:
        """More words of the open line; they hold no line break."""
        if words:
            self._line.append(words)
            if not bold and not words.isspace():
                self._all_bold = False

    def end_line(self, ends: Ends, *, gap: str = "\n") -> bool:
        """Ends the open line; False where it holds no words (then nothing is written).

        `gap` is the white space that stands before whatever is written next.
        """
        line, self._line = "".join(self._line), []
        bold, self._all_bold = self._all_bold, True
        solid = line.strip()
        if not solid:
            return False
        start = self._length + len(self._gap) + len(line) - len(line.lstrip())
        self._text += (self._gap, line)
        self._length += len(self._gap) + len(line)
        self._gap = gap
        look = self.look
        self._blocks.append(
            Block(
                ((start, start + len(solid)),),
                look.kind,
                look.level,
                bold,
                look.indent,
                ends,
                False,
                look.cell,
            )
        )
        return True

    def strengthen(self, ends: Ends) -> None:
        """The break behind the last line is stronger than it was said to be."""
        if self._blocks and not self._line:
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
        return Document("".join(self._text), tuple(self._blocks), media_type, pages)


def trimmed(text: str, start: int, end: int) -> Spans:
    """`[start, end)` without the white space at its two ends; no span where nothing is left."""
    solid = text[start:end].strip()
    if not solid:
        return ()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return ((start, start + len(solid)),)
