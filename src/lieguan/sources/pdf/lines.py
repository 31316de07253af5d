"""Characters -> lines: what stands on one baseline, from left to right, with spaces where there are gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from lieguan.record.spans import Spans, merged
from lieguan.sources.pdf.glyphs import Glyph

#: Baselines this near, in shares of the character's size, are one line.
_SAME_LINE = 0.3
#: A small raised or lowered character (a note's mark, m²) belongs to the line that it touches.
_SMALL, _RAISED = 0.8, 0.65
#: More small characters than this in a row are a line of their own.
_LONGEST_RAISED = 20
#: Gaps, in sizes of a character: between Latin letters a space; between a Han character and a digit, which programs set
#: apart by 0.2 (LibreOffice) or 0.25 (Word) where nobody typed anything; between two Han characters; between columns.
_LATIN_GAP, _MIXED_GAP, _GAP, _COLUMN_GAP = 0.2, 0.3, 0.45, 1.4
#: Twice the characters that a label at the beginning of a line has.
_LABEL = 10
_NUMBER = re.compile(r"[（(]?[0-9A-Za-z一二三四五六七八九十百]{1,4}[.．)）]")
#: Characters askew so many sizes apart are no neighbours.
_FAR = 3.0
#: Marks that do not begin a line: a character takes them along to the next one.
_NOT_FIRST = frozenset("，、。．；：？！）」』》〉】〕,.;:?!)]}%”’…")
_NOT_LAST = frozenset("（「『《〈【〔([{“‘")


@dataclass(slots=True)
class Line:
    """One line of a page, or of a cell. `x0`, `x1` are its ends, `y` its baseline, `size` that of most characters.

    unit     width of its first piece that cannot be broken, which would have stood on the line before if it fitted
    columns  it holds a gap as wide as between columns
    column   the column of running text that it stands in, counted from 1 on its page; 0 where it has the whole width
    doubts   places in `text` that OCR read with low confidence
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    unit: float
    columns: bool
    page: int = 0
    doubts: Spans = ()
    column: int = 0


def lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines that the glyphs make, from top to bottom."""
    return of_rows(baselines(glyphs), page)


def baselines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each baseline, from top to bottom, each from left to right."""
    rows = _merged(_rows(glyphs))
    for row in rows:
        row.sort(key=attrgetter("x"))
    return rows


def of_rows(rows: Sequence[list[Glyph]], page: int, column: int = 0) -> list[Line]:
    """The lines that the glyphs of some baselines make, or parts of them."""
    out = [_line(row, page, column) for row in rows]
    return [line for line in out if line.text]


def askew_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Lines of characters that do not stand upright, in the order in which they were drawn."""
    out: list[Line] = []
    before: Glyph | None = None
    for glyph in glyphs:
        size = glyph.face.size
        if before is None or abs(glyph.x - before.x) + abs(glyph.y - before.y) > _FAR * size:
            out.append(
                Line("", glyph.x, glyph.x, glyph.y, size, glyph.face.bold, 0.0, columns=False, page=page)
            )
        out[-1].text += glyph.char
        before = glyph
    for line in out:
        line.text = line.text.strip()
    return [line for line in out if line.text]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x)):
        # Compared with the row's first glyph, so that a slope of many small steps is no line.
        if rows and glyph.y - rows[-1][0].y <= _SAME_LINE * max(glyph.face.size, rows[-1][0].face.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _merged(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Rows with small raised and lowered ones put where they belong."""
    sizes = [max(glyph.face.size for glyph in row) for row in rows]
    home = list(range(len(rows)))
    for at, row in enumerate(rows):
        for other in (at - 1, at + 1):
            if not 0 <= other < len(rows) or sizes[at] > _SMALL * sizes[other]:
                continue
            apart = abs(rows[other][0].y - row[0].y)
            if apart <= _RAISED * sizes[other] and _fits(row, rows[other], sizes[other]):
                home[at] = other
                break
    out: dict[int, list[Glyph]] = {}
    for at, row in enumerate(rows):
        out.setdefault(home[at], []).extend(row)
    return [out[at] for at in sorted(out)]


def _fits(small: list[Glyph], row: list[Glyph], size: float) -> bool:
    """Whether the small glyphs stand in gaps of the row or right beside it, not above its characters."""
    if len(small) > _LONGEST_RAISED:
        return False
    for glyph in small:
        middle = glyph.x + glyph.width / 2
        if any(other.x < middle < other.x + other.width and other.char != " " for other in row):
            return False
    left, right = min(glyph.x for glyph in row), max(glyph.x + glyph.width for glyph in row)
    return all(left - size <= glyph.x <= right + size for glyph in small)


def _line(row: list[Glyph], page: int, column: int) -> Line:
    solid = [glyph for glyph in row if glyph.char != " "]
    if not solid:
        return Line("", 0.0, 0.0, 0.0, 1.0, bold=False, unit=0.0, columns=False)
    size = median(glyph.face.size for glyph in solid)
    words: list[str] = []  # by turns white space (or none) and a character
    columns = spaced = False
    before: Glyph | None = None
    for glyph in row:
        if glyph.char == " ":
            spaced = True
            continue
        if before is not None:
            gap = (glyph.x - before.x - before.width) / size
            # A label is spread out too: 時　　間.
            columns = columns or (gap > _COLUMN_GAP and len(words) > _LABEL)
            near = gap <= _space(before, glyph) and not spaced and not _ends_label(before, glyph, words)
            words.append("  " if gap > _COLUMN_GAP else "" if near else " ")
        else:
            words.append("")
        words.append(glyph.char)
        before, spaced = glyph, False
    text = "".join(words)
    first = min(solid, key=lambda glyph: glyph.x)
    return Line(
        text,
        first.x,
        max(glyph.x + glyph.width for glyph in solid),
        median(glyph.y for glyph in solid if glyph.face.size >= _SMALL * size),
        size,
        bold=all(glyph.face.bold for glyph in solid),
        unit=_unit(solid),
        columns=columns,
        page=page,
        doubts=_doubts(words, solid),
        column=column,
    )


def _doubts(words: Sequence[str], solid: Sequence[Glyph]) -> Spans:
    """Where the doubtful characters stand; `words` holds a gap before each character."""
    if not any(glyph.doubt for glyph in solid):
        return ()
    found = []
    at = 0
    for gap, char, glyph in zip(words[::2], words[1::2], solid, strict=True):
        start, at = at + len(gap), at + len(gap) + len(char)
        if glyph.doubt:
            found.append((start, at))
    return merged(found)


def _ends_label(before: Glyph, glyph: Glyph, words: Sequence[str]) -> bool:
    """The number of a list, drawn by itself in front of its text: 1. and 2025 are not 1.2025."""
    return (
        before.face is not glyph.face
        and len(words) <= _LABEL
        and _NUMBER.fullmatch("".join(words)) is not None
    )


def _space(before: Glyph, glyph: Glyph) -> float:
    if glyph.spaced and before.char.isascii() and glyph.char.isascii():
        return -1.0
    han = before.char >= "\u2e80", glyph.char >= "\u2e80"
    if all(han):
        return _GAP
    return _MIXED_GAP if any(han) else _LATIN_GAP


def _unit(solid: Sequence[Glyph]) -> float:
    """How wide the first piece of a line is that no program breaks: a word, a character with its marks."""
    at = 0
    while at < len(solid) - 1 and solid[at].char in _NOT_LAST:
        at += 1
    while at < len(solid) - 1 and _one_word(solid[at], solid[at + 1]):
        at += 1
    while at < len(solid) - 1 and solid[at + 1].char in _NOT_FIRST:
        at += 1
    return solid[at].x + solid[at].width - solid[0].x


def _one_word(glyph: Glyph, following: Glyph) -> bool:
    if glyph.char >= "\u2e80" or following.char >= "\u2e80":
        return False
    return following.x - glyph.x - glyph.width <= _LATIN_GAP * glyph.face.size
