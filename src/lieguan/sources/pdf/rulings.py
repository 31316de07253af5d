"""Tables from the lines that are ruled around their cells.

Rules that touch make a frame; the lines of a frame make a grid; neighbouring fields of the grid with no rule
between them are one cell. A frame with a single column is a box around text, not a table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lieguan.sources.pdf.glyphs import Rule

#: Ends of rules that meet lie within so many points of each other.
_NEAR = 3.0
#: Rules that reach so many points beyond the last one across them leave a side open.
_OPEN = 8.0
#: So much of the side of a field must be ruled for it to be a border.
_RULED = 0.6
#: More rules side by side than this are hatching.
_MOST_ABREAST = 500
#: A frame with more fields than this is a chart or squared paper.
_MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell: its place in the table and its bounds in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table with its cells in reading order.

    `grid` has the places of its lines, across and down; `fields` the cell of each field (row, column) of it;
    `open_end` says that no rule closes it below: its last row goes on over the page.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    cells: tuple[CellBox, ...]
    grid: tuple[tuple[float, ...], tuple[float, ...]]
    fields: Mapping[tuple[int, int], CellBox]
    open_end: bool = False

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return max(cell.column + cell.column_span for cell in self.cells)

    def cell_at(self, x: float, y: float) -> CellBox | None:
        """The cell that a point lies in."""
        xs, ys = self.grid
        return self.fields.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1))


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """The tables that a page's rules make, the smallest first, so that a nested one goes before its parent."""
    found = []
    for group in _touching(rules):
        level = [rule for rule in group if rule.y0 == rule.y1]
        upright = [rule for rule in group if rule.y0 != rule.y1]
        xs = _positions([rule.x0 for rule in upright])
        ys = _positions([rule.y0 for rule in level])
        if not xs or not ys:
            continue
        # Sides that are left open: the rules that run up to them show where they are.
        xs = _with_ends(xs, [(rule.x0, rule.x1) for rule in level])
        closed = ys[-1]
        ys = _with_ends(ys, [(rule.y0, rule.y1) for rule in upright])
        if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_FIELDS:
            continue
        frame = _frame(xs, ys, level, upright)
        if frame is not None:
            found.append(replace(frame, open_end=ys[-1] > closed))
    return sorted(found, key=lambda frame: (frame.x1 - frame.x0) * (frame.y1 - frame.y0))


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that meet, directly or by way of others."""
    order = sorted(rules, key=lambda rule: rule.y0)
    parent = list(range(len(order)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    open_rules: list[int] = []
    for at, rule in enumerate(order):
        open_rules = [other for other in open_rules if order[other].y1 >= rule.y0 - _NEAR]
        if len(open_rules) > _MOST_ABREAST:
            return []
        for other in open_rules:
            above = order[other]
            if above.x0 <= rule.x1 + _NEAR and rule.x0 <= above.x1 + _NEAR:
                parent[root(at)] = root(other)
        open_rules.append(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(order):
        groups.setdefault(root(at), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _positions(values: Sequence[float]) -> list[float]:
    """Values that lie near each other as one, in order."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= _NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


def _with_ends(lines: list[float], across: Sequence[tuple[float, float]]) -> list[float]:
    """The grid lines, and those that the rules across them reach beyond the first and the last."""
    starts = [start for start, _ in across if start < lines[0] - _OPEN]
    ends = [end for _, end in across if end > lines[-1] + _OPEN]
    before = [min(starts)] if len(starts) >= 2 else []
    behind = [max(ends)] if len(ends) >= 2 else []
    return [*before, *lines, *behind]


def _frame(xs: list[float], ys: list[float], level: list[Rule], upright: list[Rule]) -> Frame | None:
    wide, high = len(xs) - 1, len(ys) - 1
    right = _borders(xs, ys, [(rule.x0, rule.y0, rule.y1) for rule in upright])
    below = _borders(ys, xs, [(rule.y0, rule.x0, rule.x1) for rule in level])
    fields: dict[tuple[int, int], CellBox] = {}
    cells: list[CellBox] = []
    for row in range(high):
        for column in range(wide):
            if (row, column) in fields:
                continue
            across = 1
            while column + across < wide and (column + across, row) not in right:
                across += 1
            down = 1
            while row + down < high and all(
                (row + down, at) not in below for at in range(column, column + across)
            ):
                down += 1
            box = CellBox(row, column, down, across, xs[column], ys[row], xs[column + across], ys[row + down])
            cells.append(box)
            fields |= {(r, c): box for r in range(row, row + down) for c in range(column, column + across)}
    if max(Counter(cell.row for cell in cells).values()) < 2:
        return None
    return Frame(xs[0], ys[0], xs[-1], ys[-1], tuple(cells), (tuple(xs), tuple(ys)), fields)


def _nearest(lines: list[float], across: float) -> int:
    at = bisect_right(lines, across)
    if at == 0 or (at < len(lines) and lines[at] - across < across - lines[at - 1]):
        return at
    return at - 1


def _borders(
    lines: list[float], steps: list[float], rules: list[tuple[float, float, float]]
) -> set[tuple[int, int]]:
    """(line, step) for each piece of a grid line, between two steps along it, that is ruled.

    `rules` are (position across, start along, end along).
    """
    covered: dict[tuple[int, int], float] = {}
    for across, start, end in rules:
        line = _nearest(lines, across)
        first = max(0, bisect_right(steps, start + _NEAR) - 1)
        for step in range(first, len(steps) - 1):
            if steps[step] >= end:
                break
            shared = min(end, steps[step + 1]) - max(start, steps[step])
            if shared > 0:
                covered[line, step] = covered.get((line, step), 0.0) + shared
    return {
        (line, step)
        for (line, step), length in covered.items()
        if length >= _RULED * (steps[step + 1] - steps[step])
    }
