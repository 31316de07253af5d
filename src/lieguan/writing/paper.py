"""A paper 會議文件 as it is set: a title, lines under it, tables, notes. It knows no file format and no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lieguan.text.numerals import format_number

Align = Literal["start", "center"]

CHARACTER = 3.7  # millimetres of one full-width character at 10.5 points, the size that tables are set in
DEEPEST = 3  # full-width characters that a paragraph can stand in

# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets); text from PDF files sometimes has it.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without the characters that no file format can hold; line ends as \\n."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cell. `indent` counts full-width characters (up to DEEPEST) that it stands in; `text` has no line ends."""

    text: str
    bold: bool = False
    indent: int = 0


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its width in millimetres."""

    heading: str
    width: float
    align: Align = "start"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page. The first cell of a row names the row.

    Each row has a cell for each column; ValueError otherwise. `empty` stands below the head where there is no row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "（無）"

    def __post_init__(self) -> None:
        for at, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {at} has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on landscape A4, black on white.

    title    centred lines; the last is the name of the paper
    lines    what stands between title and tables: when, as of when, how many
    notes    below the tables: numbered 一、二、 where there are several, else after 備註：
    running  the head of each page
    mark     said on each page before it, such as 示範; empty for none
    dated    ISO date that stands in the file's properties
    """

    title: tuple[str, ...]
    dated: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    running: str = ""
    mark: str = ""

    @property
    def marked_notes(self) -> tuple[tuple[str, str], ...]:
        """Each note with what stands before it."""
        if len(self.notes) == 1:
            return (("備註：", self.notes[0]),)
        return tuple((f"{format_number(number)}、", note) for number, note in enumerate(self.notes, 1))

    @property
    def head(self) -> str:
        """The head of each page, the mark first."""
        return f"【{self.mark}】{self.running}" if self.mark else self.running


def cell(text: str, *, bold: bool = False, indent: int = 0) -> Cell:
    """A cell of plain text: a paragraph for each line that is not empty."""
    lines = (line.strip() for line in printable(text).split("\n"))
    return tuple(Paragraph(line, bold, indent) for line in lines if line)
