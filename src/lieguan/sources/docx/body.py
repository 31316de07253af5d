"""Paragraphs and tables of WordprocessingML, in the order in which Word shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from lieguan.sources.docx.names import W, number, value
from lieguan.sources.docx.numbering import Numbering
from lieguan.sources.docx.runs import Break, Mark, Piece, Runs
from lieguan.sources.docx.styles import ParagraphStyle, Styles, indent
from lieguan.sources.draft import Draft, Look
from lieguan.sources.running import PAGE_NUMBER
from lieguan.text.document import Cell

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Containers that change nothing about what is in them.
_OPEN = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


class Body:
    """Writes block-level content into a draft. `notes` collects the ids of notes that the text refers to."""

    def __init__(self, draft: Draft, styles: Styles, numbering: Numbering) -> None:
        self.draft = draft
        self.styles = styles
        self.numbering = numbering
        self.runs = Runs(styles)
        self.note_number = ""
        self._carried: list[Piece] = []  # of paragraphs whose end was deleted

    @property
    def notes(self) -> dict[str, list[str]]:
        """Ids of the footnotes and endnotes met so far."""
        return self.runs.notes

    def read(self, content: _Element, look: Look) -> None:
        """The paragraphs and tables of one container."""
        self._blocks(content, look)
        if self._carried:
            pieces, self._carried = self._carried, []
            self._write(pieces, look)

    def _blocks(self, content: _Element, look: Look) -> None:
        for child in _content(content):
            if child.tag == f"{W}p":
                self._paragraph(child, look)
            elif child.tag == f"{W}tbl":
                self._table(child, look)

    def _paragraph(self, paragraph: _Element, look: Look) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.paragraph(
            value(properties.find(f"{W}pStyle")) if properties is not None else None
        )
        pieces, boxes = self.runs.read(paragraph, style)
        if _end_deleted(properties):
            self._carried += pieces
        else:
            pieces = [*self._carried, *pieces]
            self._carried = []
            self._write(self._numbered(properties, style, pieces), self._look(properties, style, look))
        for box in boxes:
            self._blocks(box, look)

    def _numbered(
        self, properties: _Element | None, style: ParagraphStyle, pieces: list[Piece]
    ) -> list[Piece]:
        """The pieces with the number or bullet of the list in front."""
        if self.note_number:
            pieces = [Mark(self.note_number), Piece(" "), *pieces]
            self.note_number = ""
        place = self._place(properties, style)
        if place is None or (style.hidden and not pieces):
            return pieces
        marker = self.numbering.count(*place)
        if marker is None:
            return pieces
        if not marker.words:
            return [Mark(marker.text), Piece(marker.gap or " "), *pieces]
        bold = all(piece.bold for piece in pieces if piece.text.strip())
        return [Piece(marker.text + marker.gap, bold), *pieces]

    def _place(self, properties: _Element | None, style: ParagraphStyle) -> tuple[str, int] | None:
        """The list that the paragraph stands in and its level; what it says itself goes before its style."""
        direct = properties.find(f"{W}numPr") if properties is not None else None
        num_id = value(direct.find(f"{W}numId")) if direct is not None else None
        level = number(value(direct.find(f"{W}ilvl"))) if direct is not None else None
        if num_id is None and style.num_id is not None:
            num_id = style.num_id
            if level is None:
                level = self.numbering.level_of(num_id, style.num_of)
            if level is None:
                level = style.num_level
        if num_id in (None, "0"):
            return None
        return str(num_id), level or 0

    def _look(self, properties: _Element | None, style: ParagraphStyle, look: Look) -> Look:
        outline = style.outline
        own = number(value(properties.find(f"{W}outlineLvl"))) if properties is not None else None
        if own is not None:
            outline = own + 1 if 0 <= own < 9 else 0
        place = self._place(properties, style)
        listed = self.numbering.level(*place) if place else None
        indents: chain[_Element] = chain(
            properties.iterfind(f"{W}ind") if properties is not None else (),
            () if listed is None or listed.indent is None else (listed.indent,),
            style.indents,
        )
        level = place[1] + 1 if place else 0
        kind = look.kind
        if outline and kind in ("text", "cell"):
            kind, level = ("heading" if kind == "text" else kind), min(outline, 6)
        return replace(look, kind=kind, level=level, indent=indent(indents))

    def _write(self, pieces: list[Piece], look: Look) -> None:
        draft = self.draft
        draft.look = look
        if look.kind == "running-head" and PAGE_NUMBER.fullmatch("".join(piece.text for piece in pieces)):
            draft.look = replace(look, kind="page-number")
        for piece in pieces:
            if isinstance(piece, Break):
                draft.end_line("line")
            elif isinstance(piece, Mark):
                draft.mark(piece.text)
            else:
                draft.words(piece.text, bold=piece.bold)
        draft.end_line("paragraph")

    def _table(self, table: _Element, look: Look) -> None:
        rows = [_cells(row) for row in _content(table) if row.tag == f"{W}tr" and not _row_deleted(row)]
        if max((len(row) for row in rows), default=0) < 2:
            # A frame around paragraphs, not a table of data.
            for row in rows:
                for tc, *_ in row:
                    self._blocks(tc, look)
            return
        at = self.draft.tables
        self.draft.tables += 1
        for index, row in enumerate(rows):
            self.draft.next_row()
            for tc, column, span, merge in row:
                if merge == "continue":
                    continue
                reach = 1 if merge is None else 1 + _continued(rows[index + 1 :], column)
                inside = replace(look, cell=Cell(at, index, column, reach, span))
                if look.kind == "text":
                    inside = replace(inside, kind="cell")
                self._blocks(tc, inside)
                self.draft.next_cell()
            self.draft.next_row()


def _content(container: _Element) -> Iterator[_Element]:
    """The children, those inside content controls and accepted insertions included."""
    for child in container:
        if child.tag in _OPEN:
            yield from _content(child)
        else:
            yield child


def _cells(row: _Element) -> list[tuple[_Element, int, int, str | None]]:
    """The cells of a row: element, first column, columns covered, `restart` or `continue` of a vertical merge."""
    properties = row.find(f"{W}trPr")
    column = number(value(properties.find(f"{W}gridBefore"))) or 0 if properties is not None else 0
    out = []
    for tc in _content(row):
        if tc.tag != f"{W}tc":
            continue
        about = tc.find(f"{W}tcPr")
        span, merge = 1, None
        if about is not None:
            span = max(1, min(number(value(about.find(f"{W}gridSpan"))) or 1, 1000))
            vertical = about.find(f"{W}vMerge")
            merge = None if vertical is None else value(vertical) or "continue"
            if value(about.find(f"{W}hMerge")) == "continue" or about.find(f"{W}cellDel") is not None:
                merge = "continue"
        out.append((tc, column, span, merge))
        column += span
    return out


def _continued(rows: list[list[tuple[_Element, int, int, str | None]]], column: int) -> int:
    """How many of the rows below go on with the cell that begins in `column`."""
    count = 0
    for row in rows:
        if not any(start == column and merge == "continue" for _, start, _, merge in row):
            break
        count += 1
    return count


def _row_deleted(row: _Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _end_deleted(properties: _Element | None) -> bool:
    """Whether a tracked change takes away the end of the paragraph, so that the next one is joined to it."""
    if properties is None:
        return False
    mark = properties.find(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
