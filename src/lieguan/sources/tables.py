"""Counts rows and columns while the cells of a table go by, cells that reach over several of them included."""

from __future__ import annotations

from lieguan.text.document import Cell

#: HTML allows 1,000 columns and 65,534 rows in a span; no table of minutes is near either.
_WIDEST_SPAN = 1000


class Grid:
    """One table. `table` is its number in the document."""

    def __init__(self, table: int) -> None:
        self.table = table
        self.row = -1
        self._column = 0
        self._taken: dict[int, int] = {}  # column -> first row in which it is free again

    def next_row(self) -> None:
        """The cells that follow stand in the next row."""
        self.row += 1
        self._column = 0

    def cell(self, row_span: int = 1, column_span: int = 1) -> Cell:
        """The next cell of this row, in the first column that no cell from above reaches into."""
        row_span, column_span = (max(1, min(span, _WIDEST_SPAN)) for span in (row_span, column_span))
        self.row = max(self.row, 0)
        while self._taken.get(self._column, 0) > self.row:
            self._column += 1
        column = self._column
        for taken in range(column, column + column_span):
            self._taken[taken] = max(self._taken.get(taken, 0), self.row + row_span)
        self._column += column_span
        return Cell(self.table, self.row, column, row_span, column_span)
