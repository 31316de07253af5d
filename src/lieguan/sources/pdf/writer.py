"""Pages -> Document: paragraphs and tables into one draft, tables that go on over a page put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lieguan.sources.draft import Draft, Look
from lieguan.sources.pdf.layout import Aside, Page, Passage, Table
from lieguan.sources.pdf.lines import Line
from lieguan.sources.pdf.paragraphs import Measure, is_full, measure, write
from lieguan.sources.pdf.rulings import CellBox, Frame
from lieguan.text.document import Cell, Document

#: Padding of a cell where its text does not tell it, in sizes of a character.
_PADDING = 0.6
#: Two tables whose edges lie within so many points of each other stand below each other.
_SAME_EDGE = 5.0


@dataclass(slots=True)
class _Open:
    """The table that the page before ended with, which the next page may go on with."""

    frame: Frame
    number: int
    rows: int
    head: tuple[str, ...]
    last_row: dict[int, Line]  # the last line of each cell of the last row, by column


class Writer:
    """Writes pages into one draft."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._draft = Draft()
        self._open: _Open | None = None
        self._measures: dict[int, Measure] = {}
        for height in {_height(page) for page in pages}:
            group = [page for page in pages if _height(page) == height]
            self._measures[height] = measure([_lines(page) for page in group], group[0].left, group[0].right)

    def document(self, media_type: str) -> Document:
        """The finished document."""
        starts: list[int] = []
        for page, following in zip(self._pages, [*self._pages[1:], None], strict=True):
            starts.append(self._draft.next_start)
            self._page(page, following)
        return self._draft.document(media_type, tuple(starts))

    def _page(self, page: Page, following: Page | None) -> None:
        body = page.body
        last = body[-1] if body else None
        behind = {id(element): after for element, after in pairwise(body)}
        for element in page.elements:
            if isinstance(element, Aside):
                self._draft.look = Look(kind=element.kind)
                self._draft.words(element.line.text, bold=element.line.bold, doubts=element.line.doubts)
                self._draft.end_line("paragraph")
                self._draft.look = Look()
            elif isinstance(element, Passage):
                self._open = None
                after = (
                    _first_line(following)
                    if element is last
                    else _in_next_column(element, behind[id(element)])
                )
                write(self._draft, element.lines, self._measure(page, element), after=after)
            else:
                self._table(element, goes_on=element is body[0])
                if element is not last:
                    self._open = None

    def _measure(self, page: Page, passage: Passage) -> Measure:
        if not passage.lines[0].column:
            return self._measures[_height(page)]
        left = min(line.x0 for line in passage.lines)
        right = max(line.x1 for line in passage.lines)
        return measure([passage.lines], left, right)

    def _table(self, table: Table, *, goes_on: bool) -> None:
        frame = table.frame
        rows = _rows(table)
        number, base, skip = self._draft.tables, 0, 0
        before = self._open
        if goes_on and before is not None and _same_columns(before.frame, frame):
            number, base = before.number, before.rows
            if rows and rows[0][1] == before.head:
                skip = 1  # the heading row, printed again on each page
            base -= skip + _splits(before, table, skip)
        else:
            before = None
            self._draft.tables += 1
        self._draft.next_row()
        written = -1
        for cell, lines in table.cells:
            if cell.row != written:
                self._draft.next_row()
                written = cell.row
            if cell.row < skip:
                self._draft.look = Look(kind="running-head")
            else:
                place = Cell(number, base + cell.row, cell.column, cell.row_span, cell.column_span)
                self._draft.look = Look(kind="cell", cell=place)
            write(self._draft, lines, _cell_measure(cell, lines), after=None)
            self._draft.next_cell()
        self._draft.next_row()
        self._draft.look = Look()
        head = before.head if before is not None else (rows[0][1] if rows else ())
        end = max(cell.row + cell.row_span for cell in frame.cells)
        last_row = {cell.column: lines[-1] for cell, lines in table.cells if cell.row + cell.row_span == end}
        self._open = _Open(frame, number, base + end, head, last_row)


def _splits(before: _Open, table: Table, skip: int) -> bool:
    """Whether the first row on this page is the rest of the last one on the page before.

    It has nothing in the first column, where the last row had something, and the frame was left open there or
    one of its cells broke off inside a sentence.
    """
    first = {cell.column: lines[0] for cell, lines in table.cells if cell.row == skip}
    if 0 in first or 0 not in before.last_row:
        return False
    if before.frame.open_end:
        return True
    cells = {cell.column: cell for cell in before.frame.cells}
    return any(
        before.last_row[column].text[-1] not in "。；！？"
        and is_full(before.last_row[column], line, cells[column].x1 - _PADDING * line.size)
        for column, line in first.items()
        if column in before.last_row
    )


def _height(page: Page) -> int:
    """Pages of one height are set alike: a landscape page has margins of its own."""
    return round(page.bottom - page.top)


def _lines(page: Page) -> list[Line]:
    whole = [element for element in page.body if isinstance(element, Passage) and not element.lines[0].column]
    return [line for passage in whole for line in passage.lines]


def _in_next_column(passage: Passage, after: Table | Passage) -> Line | None:
    """The line at the head of the next column, which the text of this one goes on with."""
    if isinstance(after, Passage) and passage.lines[0].column and after.lines[0].column:
        return after.lines[0]
    return None


def _first_line(page: Page | None) -> Line | None:
    """The line that the text goes on with on the next page; None where that is a table."""
    first = page.body[0] if page is not None and page.body else None
    return first.lines[0] if isinstance(first, Passage) else None


def _rows(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """The words of each row."""
    rows: dict[int, list[str]] = {}
    for cell, lines in table.cells:
        rows.setdefault(cell.row, []).append("".join(line.text for line in lines))
    return [(row, tuple(words)) for row, words in sorted(rows.items())]


def _same_columns(before: Frame, frame: Frame) -> bool:
    edges = (frame.x0 - before.x0, frame.x1 - before.x1)
    return frame.columns == before.columns and all(abs(edge) <= _SAME_EDGE for edge in edges)


def _cell_measure(cell: CellBox, lines: Sequence[Line]) -> Measure:
    size = lines[0].size
    left = min(line.x0 for line in lines)
    steps = [(below.y - line.y) / size for line, below in pairwise(lines)]
    padding = min(max(left - cell.x0, 0.0), _PADDING * size)
    return Measure(left, cell.x1 - padding, min(steps, default=1.5))
