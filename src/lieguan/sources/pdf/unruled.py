"""Tables that no rules show, told by the titles of their columns: 編號　案由　主辦單位　辦理情形 side by side.

Below them each column keeps a strip of the page for itself, until a line crosses it. Rows are told by the
space between them, and by the numbers in the first column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from lieguan.lexicon.headings import headings, key
from lieguan.sources.pdf.glyphs import Glyph
from lieguan.sources.pdf.rulings import CellBox, Frame

#: So many titles that the vocabulary knows, in so many lines at the most, and so large a share of what stands there.
_TITLES, _TITLE_LINES, _SHARE = 3, 4, 0.6
#: In sizes of a character: the gap between two words; the distance of the lines of a title; space in the middle of
#: a table at the most; what is left free around a column.
_WORD_GAP, _TITLE_STEP, _FURTHEST, _AROUND = 0.2, 1.8, 4.5, 0.15
#: Lines further apart than so many times the usual distance are of two rows.
_APART = 1.3
#: No page holds a table of more lines.
_LONGEST = 150
#: How many lines at the head of a page may stand before a table that goes on.
_HEAD = 3
_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?")

Row = list[Glyph]


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands in a line without a gap."""

    x0: float
    x1: float
    text: str


def unruled(rows: Sequence[Row], before: Frame | None = None) -> list[tuple[Frame, range]]:
    """The tables among the lines of a page, each with the lines that it takes.

    `before` is the table without rules that the page before ended with: it may go on at the head of this one.
    """
    words = [_words(row) for row in rows]
    out: list[tuple[Frame, range]] = []
    at = 0
    if before is not None:
        found = _going_on(rows, words, before)
        if found is not None:
            out.append(found)
            at = found[1].stop
    while at < len(rows):
        head = _head(rows, words, at) if len(words[at]) > 1 else None
        found = _table(rows, words, head) if head else None
        if found is not None:
            out.append(found)
        at = found[1].stop if found is not None else at + 1
    return out


def _words(row: Row) -> list[_Word]:
    out: list[_Word] = []
    x0 = x1 = -inf
    text: list[str] = []
    for glyph in row:
        if glyph.char == " ":
            continue
        if glyph.x - x1 > _WORD_GAP * glyph.face.size:
            if text:
                out.append(_Word(x0, x1, "".join(text)))
            x0, text = glyph.x, []
        text.append(glyph.char)
        x1 = max(x1, glyph.x + glyph.width)
    if text:
        out.append(_Word(x0, x1, "".join(text)))
    return out


def _head(rows: Sequence[Row], words: Sequence[Sequence[_Word]], start: int) -> range | None:
    """The lines from `start` on that hold titles of columns, each title in one line or in a few; None where none do."""
    best: tuple[int, range] | None = None
    size = rows[start][0].face.size
    for stop in range(start + 1, min(start + _TITLE_LINES, len(rows)) + 1):
        if stop - start > 1 and _y(rows[stop - 1]) - _y(rows[stop - 2]) > _TITLE_STEP * size:
            break
        found = [word for line in words[start:stop] for word in line]
        strips = _strips([(word.x0, word.x1) for word in found], size)
        texts = [
            "".join(word.text for word in found if x0 <= (word.x0 + word.x1) / 2 <= x1) for x0, x1 in strips
        ]
        titles = sum(headings().columns.find(key(text)) is not None for text in texts)
        if titles >= max(_TITLES, _SHARE * len(texts)) and (best is None or titles > best[0]):
            best = titles, range(start, stop)
    return best[1] if best else None


def _table(rows: Sequence[Row], words: Sequence[Sequence[_Word]], head: range) -> tuple[Frame, range] | None:
    size = rows[head.start][0].face.size
    seeds = _strips([(word.x0, word.x1) for at in head for word in words[at]], size)
    strips, stop, titles = seeds, head.stop, _text(words[head.start])
    last = min(len(rows), head.stop + _LONGEST)
    while stop < last and _y(rows[stop]) - _y(rows[stop - 1]) <= _FURTHEST * size:
        joined = _strips([*strips, *((word.x0, word.x1) for word in words[stop])], size)
        if _text(words[stop]) == titles or len({_strip_of((x0 + x1) / 2, joined) for x0, x1 in seeds}) < len(
            seeds
        ):
            break
        strips, stop = joined, stop + 1
    xs = [strips[0][0] - size, *((a[1] + b[0]) / 2 for a, b in pairwise(strips)), strips[-1][1] + size]
    groups = _groups(rows, words, range(head.stop, stop), xs)
    return (_frame(rows, xs, [head, *groups]), range(head.start, groups[-1].stop)) if groups else None


def _going_on(
    rows: Sequence[Row], words: Sequence[Sequence[_Word]], before: Frame
) -> tuple[Frame, range] | None:
    xs = list(before.grid[0])
    inner = xs[1:-1]
    for start in range(min(_HEAD, len(rows))):
        stop = start
        while stop < min(len(rows), start + _LONGEST) and not any(
            word.x0 < x < word.x1 or word.x1 > xs[-1] for word in words[stop] for x in inner
        ):
            if stop > start and _y(rows[stop]) - _y(rows[stop - 1]) > _FURTHEST * rows[stop][0].face.size:
                break
            stop += 1
        head = _head(rows, words, start) if start < stop else None
        if head is not None and head.stop > stop:
            continue
        groups = _groups(rows, words, range(head.stop if head else start, stop), xs)
        groups = [head, *groups] if head and groups else groups
        if groups:
            return _frame(rows, xs, groups), range(start, groups[-1].stop)
    return None


def _strips(spans: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The strips that words take, those that touch put together."""
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if out and x0 - out[-1][1] <= _AROUND * size:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _text(words: Sequence[_Word]) -> list[str]:
    return [word.text for word in words]


def _strip_of(x: float, strips: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (x0, x1) in enumerate(strips) if x0 <= x <= x1)


def _groups(
    rows: Sequence[Row], words: Sequence[Sequence[_Word]], lines: range, xs: Sequence[float]
) -> list[range]:
    """The lines of each row of the table; none where they cannot be told. Stops before what has one column only."""
    filled = {at: {_column(word, xs) for word in words[at]} for at in lines}
    leading = _leading(rows, filled)
    out: list[range] = []
    start = lines.start
    for at in lines:
        last = at + 1 == lines.stop
        if last or _y(rows[at + 1]) - _y(rows[at]) > _APART * leading:
            out += _numbered(range(start, at + 1), rows, words, filled, xs)
            start = at + 1
    for number, group in enumerate(out):
        if len(set().union(*(filled[at] for at in group))) < 2:
            return out[:number]
    return out


def _numbered(
    band: range,
    rows: Sequence[Row],
    words: Sequence[Sequence[_Word]],
    filled: dict[int, set[int]],
    xs: Sequence[float],
) -> list[range]:
    """Lines without space between: a row for each number in the first column, or for each line where all are alike."""
    numbers = [
        at
        for at in band
        if words[at] and _column(words[at][0], xs) == 0 and _NUMBER.fullmatch(words[at][0].text)
    ]
    if len(numbers) > 1:
        return _centred(band, rows, numbers) if numbers[0] > band.start else _cut(numbers, band.stop)
    alike = all(filled[at] == filled[band.start] for at in band) and len(filled[band.start]) > 1
    return _cut(list(band) if alike else [band.start], band.stop)


def _centred(band: range, rows: Sequence[Row], numbers: Sequence[int]) -> list[range]:
    """Rows whose cells are set in the middle: each reaches as far below its number as above it."""
    top = _y(rows[band.start]) - rows[band.start][0].face.size
    starts = [band.start]
    for number, following in pairwise(numbers):
        bottom = 2 * _y(rows[number]) - top
        middles = {at: (_y(rows[at - 1]) + _y(rows[at])) / 2 for at in range(number + 1, following + 1)}
        starts.append(min(middles, key=lambda at: abs(middles[at] - bottom)))
        top = middles[starts[-1]]
    return _cut(starts, band.stop)


def _cut(starts: Sequence[int], stop: int) -> list[range]:
    return [range(a, b) for a, b in pairwise([*starts, stop])]


def _leading(rows: Sequence[Row], filled: dict[int, set[int]]) -> float:
    """The usual distance of the lines of one cell: of the column that has the most."""
    columns = set().union(*filled.values()) if filled else set()
    lines = max(([at for at in filled if column in filled[at]] for column in columns), key=len, default=[])
    steps = sorted(_y(rows[b]) - _y(rows[a]) for a, b in pairwise(lines))
    return median(steps[: len(steps) // 2 + 1]) if steps else 0.0


def _column(word: _Word, xs: Sequence[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    return sum(x <= middle for x in xs[1:-1])


def _frame(rows: Sequence[Row], xs: Sequence[float], groups: Sequence[range]) -> Frame:
    tops = [_y(rows[group.start]) - 0.95 * rows[group.start][0].face.size for group in groups]
    ys = [*tops, _y(rows[groups[-1].stop - 1]) + rows[groups[-1].start][0].face.size]
    cells = {
        (row, column): CellBox(row, column, 1, 1, xs[column], ys[row], xs[column + 1], ys[row + 1])
        for row in range(len(groups))
        for column in range(len(xs) - 1)
    }
    return Frame(xs[0], ys[0], xs[-1], ys[-1], tuple(cells.values()), (tuple(xs), tuple(ys)), cells)


def _y(row: Row) -> float:
    return row[0].y
