"""A page as the text runs down it: lines of the body, running lines, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lieguan.sources.pdf.columns import side_by_side
from lieguan.sources.pdf.glyphs import Glyph, PageContent
from lieguan.sources.pdf.lines import Line, askew_lines, baselines, lines, of_rows
from lieguan.sources.pdf.rulings import CellBox, Frame, frames
from lieguan.sources.pdf.running import Running, running
from lieguan.sources.pdf.unruled import unruled


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one page, and the lines of each cell that holds any."""

    frame: Frame
    cells: tuple[tuple[CellBox, list[Line]], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is none of the text: a head, a foot, a page number, a watermark."""

    line: Line
    kind: Running


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of the body that follow each other, all of one column."""

    lines: list[Line]


@dataclass(slots=True)
class Page:
    """A page. `elements` run from top to bottom; the rest are its edges."""

    number: int
    lines: list[Line]
    tables: list[Table]
    askew: list[Line]
    left: float
    right: float
    top: float
    bottom: float
    elements: list[Table | Aside | Passage] = field(default_factory=list)

    @property
    def body(self) -> list[Table | Passage]:
        """The elements without what is set aside."""
        return [element for element in self.elements if not isinstance(element, Aside)]


def page_layouts(contents: Sequence[PageContent]) -> list[Page]:
    """The lines and tables that the characters and rules of each page make."""
    out: list[Page] = []
    before: Frame | None = None
    for number, content in enumerate(contents):
        page, before = _page_layout(number, content, before)
        out.append(page)
    return out


def _page_layout(number: int, content: PageContent, before: Frame | None) -> tuple[Page, Frame | None]:
    """The page, and the table without rules that it ends with; `before` is that of the page before."""
    found = frames(content.rules)
    rows = baselines([glyph for glyph in content.glyphs if not found or _cell_of(glyph, found) is None])
    tables = _tables(found, content.glyphs, number)
    last: Frame | None = None
    rest: list[list[Glyph]] = []
    at = 0
    for frame, taken in unruled(rows, before):
        tables += _tables([frame], [glyph for row in rows[taken.start : taken.stop] for glyph in row], number)
        rest += rows[at : taken.start]
        at = taken.stop
        last = frame
    rest += rows[at:]
    tables.sort(key=lambda table: table.frame.y0)
    body = [line for column, part in side_by_side(rest) for line in of_rows(part, number, column)]
    edges = (content.left, content.right, content.top, content.bottom)
    return Page(number, body, tables, askew_lines(content.askew, number), *edges), last


def _tables(found: Sequence[Frame], glyphs: Sequence[Glyph], number: int) -> list[Table]:
    """The frames with the lines of their cells; a frame with none is no table."""
    inside: dict[tuple[int, CellBox], list[Glyph]] = {}
    for glyph in glyphs:
        place = _cell_of(glyph, found) if found else None
        if place is not None:
            inside.setdefault(place, []).append(glyph)
    tables = []
    for at, frame in enumerate(found):
        cells = [(cell, lines(inside[at, cell], number)) for cell in frame.cells if (at, cell) in inside]
        # White space of a kind that draws nothing makes no line.
        cells = [(cell, found_lines) for cell, found_lines in cells if found_lines]
        if cells:
            tables.append(Table(frame, tuple(cells)))
    return tables


def _cell_of(glyph: Glyph, found: Sequence[Frame]) -> tuple[int, CellBox] | None:
    x, y = glyph.x + glyph.width / 2, glyph.y - 0.3 * glyph.face.size
    for at, frame in enumerate(found):
        cell = frame.cell_at(x, y)
        if cell is not None:
            return at, cell
    return None


def set_aside(pages: Sequence[Page], *, blurred: bool = False) -> None:
    """Puts each page's elements in order, running lines told from the body by looking at all pages.

    `blurred`: OCR read them, so that what is printed alike need not be read alike.
    """
    aside = running(
        [sorted(page.lines, key=lambda line: line.y) for page in pages],
        [(page.top, page.bottom) for page in pages],
        blurred=blurred,
    )
    for page in pages:
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0].frame.y0 < line.y:
                page.elements.append(tables.pop(0))
            kind = aside.get(id(line))
            if kind is not None:
                page.elements.append(Aside(line, kind))
            elif (last := _open_passage(page.elements, line)) is not None:
                last.lines.append(line)
            else:
                page.elements.append(Passage([line]))
        page.elements += tables
        page.elements += (Aside(line, "running-head") for line in page.askew)


def _open_passage(elements: Sequence[Table | Aside | Passage], line: Line) -> Passage | None:
    """The passage that a line goes on with: the last element, if it stands in the same column."""
    last = elements[-1] if elements else None
    return last if isinstance(last, Passage) and last.lines[-1].column == line.column else None
