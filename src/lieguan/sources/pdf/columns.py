"""Columns of running text, side by side on a page: a strip between them that nothing touches.

Lists of names stand in columns too; they stay lines. Text fills its column: most of its lines end at the edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lieguan.sources.pdf.glyphs import Glyph

#: Widths in sizes of a character: a gap that parts a line in two; the strip that is left of all the gaps, at the
#: least and at the most; how far from the edge a full line ends; a column at the least.
_GAP, _STRIP, _WIDEST_STRIP, _RAGGED, _NARROWEST = 1.2, 0.8, 4.5, 1.3, 11.0
#: So many lines on both sides, so large a share of them full, widths so much alike.
_LEAST_LINES, _FULL, _ALIKE = 5, 0.6, 0.6
#: So many full lines below the shorter column show that the other one really is longer.
_SEVERAL = 2

Row = list[Glyph]


@dataclass(slots=True)
class _Run:
    """Lines that leave one strip free; each as its left and its right part."""

    left: float
    right: float
    parts: list[tuple[Row, Row]] = field(default_factory=list)
    both: int = 0  # lines up to and with the last one that stands on both sides


def side_by_side(rows: Sequence[Row]) -> list[tuple[int, list[Row]]]:
    """The rows of a page in reading order, in groups: (0, rows over the whole width), (n, rows of the n-th column).

    A row that two columns share is cut in two.
    """
    out: list[tuple[int, list[Row]]] = []
    at = columns = 0
    while at < len(rows):
        run = _run(rows, at)
        length = _length(run) if run is not None else 0
        if run is None or not length:
            # What one strip runs through is looked at once: a page of such lines costs no more than another.
            passed = rows[at : at + max(1, run.both if run else 1)]
            if out and out[-1][0] == 0:
                out[-1][1].extend(passed)
            else:
                out.append((0, [*passed]))
            at += len(passed)
            continue
        for side in (0, 1):
            columns += 1
            out.append((columns, [part[side] for part in run.parts[:length] if part[side]]))
        at += length
    return out


def _run(rows: Sequence[Row], start: int) -> _Run | None:
    """The lines from `start` on that leave a strip free; None where the first has no gap."""
    run: _Run | None = None
    for row in rows[start:]:
        order = [glyph for glyph in row if glyph.char != " "]
        if not order:
            if run is None:
                return None
            run.parts.append((row, []))
            continue
        gaps = _gaps(order)
        if run is None:
            if len(gaps) != 1:
                return None
            run = _Run(*gaps[0])
        free = _free(order, gaps, run)
        if free is None:
            break
        run.left, run.right = free
        middle = (run.left + run.right) / 2
        run.parts.append(
            ([glyph for glyph in row if glyph.x < middle], [glyph for glyph in row if glyph.x >= middle])
        )
        if all(run.parts[-1]):
            run.both = len(run.parts)
    return run


def _gaps(order: Row) -> list[tuple[float, float]]:
    """The gaps of a line from left to right that may part columns."""
    found = []
    reach = order[0].x + order[0].width
    for glyph in order[1:]:
        if glyph.x - reach >= _GAP * glyph.face.size:
            found.append((reach, glyph.x))
        reach = max(reach, glyph.x + glyph.width)
    return found


def _free(order: Row, gaps: Sequence[tuple[float, float]], run: _Run) -> tuple[float, float] | None:
    """What of the strip a further line leaves free; None where that is too little, or the line has other gaps."""
    strip = _STRIP * order[0].face.size
    if len(gaps) > 1:
        return None
    if gaps:
        left, right = max(run.left, gaps[0][0]), min(run.right, gaps[0][1])
        return (left, right) if right - left >= strip else None
    end = max(glyph.x + glyph.width for glyph in order)
    if end <= run.right - strip:
        return max(run.left, end), run.right
    return (run.left, min(run.right, order[0].x)) if order[0].x >= run.left + strip else None


def _length(run: _Run) -> int:
    """How many lines of the run stand in columns; 0 where it is no running text."""
    both = [part for part in run.parts if all(part)]
    if len(both) < _LEAST_LINES or run.right - run.left > _WIDEST_STRIP * both[0][0][0].face.size:
        return 0
    edges = []
    widths = []
    for side in (0, 1):
        size = both[0][side][0].face.size
        ends = [_end(part[side]) for part in run.parts[: run.both] if part[side]]
        begin = min(glyph.x for part in both for glyph in part[side])
        edge = max(ends)
        full = sum(edge - end <= _RAGGED * size for end in ends)
        if full < _FULL * len(ends) or edge - begin < _NARROWEST * size:
            return 0
        edges.append(edge)
        widths.append(edge - begin)
    return _with_tail(run, edges) if min(widths) >= _ALIKE * max(widths) else 0


def _with_tail(run: _Run, edges: Sequence[float]) -> int:
    """The lines up to the last one on both sides, and those below that go on with one column.

    They go on to the last full one; behind several, to the end of its paragraph. A short line below columns that
    are nearly as long as each other is the page's own again.
    """
    tail = run.parts[run.both :]
    full = [
        at
        for at, part in enumerate(tail)
        for side in (0 if part[0] else 1,)
        if edges[side] - _end(part[side]) <= _RAGGED * part[side][0].face.size
    ]
    if not full:
        return run.both
    length = full[-1] + 1
    if len(full) >= _SEVERAL and length < len(tail) and bool(tail[length][0]) == bool(tail[full[-1]][0]):
        length += 1
    return run.both + length


def _end(row: Row) -> float:
    return max(glyph.x + glyph.width for glyph in row)
