"""Tables that a plain text draws with characters 文字表格: ｜甲｜乙｜, │甲│乙│ between lines of ─ and ┼, |---|---|.

Reads:  lines of plain text. Returns the tables among them, and the lines that only draw.

Only two rows or more with as many columns each are a table: one line between two strokes is words. Lines
between two drawn ones are one row, each cell on as many lines as it needs, unless a second number stands in
the first column; where nothing is drawn between rows, a line is a row, or goes on with one that has a number.
Cells that tabs set apart, as they are pasted from a spreadsheet, are a table where the first line names its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lieguan.lexicon.headings import headings, key
from lieguan.reading.lines import Line
from lieguan.text.joining import joined
from lieguan.text.passage import Passage
from lieguan.text.width import folded

_ROW = re.compile(r"[｜|│┃║].*[｜|│┃║]")
_STROKE = re.compile(r"[｜|│┃║]")
_NUMBER = re.compile(r"（?[0-9一二三四五六七八九十]+(?:[-.][0-9]+)*[.、）]?")
_BORDER = re.compile(r"[-=+:|｜│┃║─━═┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬ \u3000]{3,}")


@dataclass(slots=True)
class Drawn:
    """One table: its rows of cells, each cell the words of its lines; `borders` only draw.

    first, last  the lines that it takes up, `last` one past the end
    """

    first: int
    last: int
    rows: list[list[list[Passage]]] = field(default_factory=list)
    borders: list[Line] = field(default_factory=list)


def drawn(text: str, lines: Sequence[Line]) -> Iterator[Drawn]:
    """The tables among `lines`, in order."""
    at = 0
    while at < len(lines):
        pasted = _pasted(text, lines, at)
        if pasted is not None:
            yield pasted
            at = pasted.last
            continue
        end = at
        while end < len(lines) and _is_part(lines[end]):
            end += 1
        table = _table(text, lines, at, end) if end - at >= 2 else None
        if table is not None:
            yield table
        at = max(end, at + 1)


def _is_part(line: Line) -> bool:
    if line.block.cell is not None or line.block.kind != "text":
        return False
    words = line.text.strip()
    return _ROW.fullmatch(words) is not None or _BORDER.fullmatch(words) is not None


def _table(text: str, lines: Sequence[Line], first: int, last: int) -> Drawn | None:
    table = Drawn(first, last)
    bordered = sum(1 for line in lines[first:last] if _BORDER.fullmatch(line.text.strip())) > 1
    fresh, wide, numbered = True, 0, False
    for line in lines[first:last]:
        if _BORDER.fullmatch(line.text.strip()):
            table.borders.append(line)
            fresh = True
            continue
        cells = _cells(text, line)
        if wide and len(cells) != wide:
            return None
        wide = len(cells)
        continued = numbered and not cells[0].text  # nothing is drawn, and what has no number goes on
        if (
            fresh
            or (not bordered and not continued)
            or (bordered and _counts_on(table.rows[-1][0], cells[0]))
        ):
            table.rows.append([[] for _ in cells])
        numbered = numbered or _numbers(cells[0])
        fresh = False
        for cell, words in zip(table.rows[-1], cells, strict=True):
            if words.text:
                cell.append(words)
    return table if wide >= 2 and len(table.rows) >= 2 else None


def _pasted(text: str, lines: Sequence[Line], first: int) -> Drawn | None:
    """案次 → 案由 → 決議 between tabs, and below it lines of as many cells."""
    head = _between_tabs(text, lines[first])
    if len(head) < 3 or sum(_is_column(cell) for cell in head) < 2:
        return None
    table = Drawn(first, first)
    for line in lines[first:]:
        cells = _between_tabs(text, line)
        if len(cells) != len(head):
            break
        table.rows.append([[cell] if cell.text else [] for cell in cells])
        table.last += 1
    return table if len(table.rows) >= 2 else None


def _between_tabs(text: str, line: Line) -> list[Passage]:
    if "\t" not in line.text or line.block.cell is not None or line.block.kind != "text":
        return []
    passage = joined(text, [line.block.spans]).stripped()
    tabs = [-1, *(at for at, sign in enumerate(passage.text) if sign == "\t"), len(passage.text)]
    return [passage.cut(a + 1, b).stripped() for a, b in pairwise(tabs)]


def _is_column(words: Passage) -> bool:
    return key(words.text) in headings().columns.words


def _counts_on(before: Sequence[Passage], words: Passage) -> bool:
    """The first column holds a number, and there is one already: another row, though nothing is drawn between."""
    return bool(before) and _NUMBER.fullmatch(folded(words.text)) is not None


def _numbers(words: Passage) -> bool:
    """The head of a column that numbers its rows: 案號, 編號."""
    entry = headings().columns.words.get(key(words.text))
    return entry is not None and entry.kind == "number"


def _cells(text: str, line: Line) -> list[Passage]:
    """The words between the strokes of one line."""
    passage = joined(text, [line.block.spans]).stripped()
    strokes = [match.start() for match in _STROKE.finditer(passage.text)]
    return [passage.cut(a + 1, b).stripped() for a, b in pairwise(strokes)]
