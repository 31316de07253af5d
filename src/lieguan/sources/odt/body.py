"""Paragraphs, lists and tables of OpenDocument text, in the order in which they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lieguan.sources.draft import Draft, Look
from lieguan.sources.odt.lists import Count, Lists, Marker
from lieguan.sources.odt.names import DRAW, LOEXT, OFFICE, SVG, TABLE, TEXT, number
from lieguan.sources.odt.styles import Styles
from lieguan.sources.running import PAGE_NUMBER
from lieguan.sources.tables import Grid

if TYPE_CHECKING:
    from lxml.etree import _Element

_P, _H, _LIST, _TABLE = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"
#: Not part of what the page shows.
_LEFT_OUT = frozenset((
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{OFFICE}forms", f"{TEXT}ruby-text",
    f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}table-of-content-source",
    f"{TEXT}alphabetical-index-source", f"{TEXT}bibliography-source", f"{SVG}title", f"{SVG}desc", f"{OFFICE}binary-data",
    f"{TEXT}hidden-text", f"{OFFICE}event-listeners", f"{TEXT}script", f"{TEXT}soft-page-break", f"{DRAW}object",
))  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list whose first paragraph gets a number."""

    count: Count
    style: str | None
    at: int
    start: int | None = None


class Body:
    """Writes block-level content into a draft."""

    def __init__(self, draft: Draft, styles: Styles, lists: Lists) -> None:
        self.draft = draft
        self.styles = styles
        self.lists = lists
        self._notes: list[tuple[str, _Element]] = []
        self._boxes: list[_Element] = []
        self._numbered: dict[str, Count] = {}

    def read(self, content: _Element, look: Look) -> None:
        """The paragraphs, lists and tables of one container."""
        for child in content:
            tag = child.tag
            if tag in _LEFT_OUT or child.get(f"{TEXT}display") == "none":
                continue
            if tag in (_P, _H):
                self._paragraph(child, look)
            elif tag == _LIST:
                self._list(child, look, self.lists.begin(child), None, 0)
            elif tag == _TABLE:
                self._table(child, look)
            elif tag == f"{TEXT}numbered-paragraph":
                self._single(child, look)
            elif tag.startswith(DRAW):
                self._boxes.append(child)
                self._open_boxes(look)
            else:
                self.read(child, look)

    def write_notes(self) -> None:
        """The footnotes and endnotes that the text has referred to so far."""
        notes, self._notes = self._notes, []
        for citation, body in notes:
            self.draft.mark(citation)
            self.draft.words(" ", bold=True)
            self.read(body, Look(kind="footnote"))

    def _list(self, element: _Element, look: Look, count: Count, style: str | None, at: int) -> None:
        style = element.get(f"{TEXT}style-name") or style
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            own = item.get(f"{TEXT}style-override") or item.get(f"{LOEXT}style-override") or style
            waiting = None
            if item.tag == f"{TEXT}list-item":
                waiting = _Item(count, own, at, number(item.get(f"{TEXT}start-value")))
            for child in item:
                if child.tag in (_P, _H):
                    self._paragraph(child, replace(look, level=at + 1), waiting)
                    waiting = None
                elif child.tag == _LIST:
                    self._list(child, look, count, own, at + 1)
                elif child.tag == _TABLE:
                    self._table(child, look)

    def _single(self, element: _Element, look: Look) -> None:
        """text:numbered-paragraph: a list item that stands alone and names its list."""
        count = self._numbered.setdefault(element.get(f"{TEXT}list-id", ""), Count())
        at = (number(element.get(f"{TEXT}level")) or 1) - 1
        item = _Item(count, element.get(f"{TEXT}style-name"), at, number(element.get(f"{TEXT}start-value")))
        for child in element:
            if child.tag in (_P, _H):
                self._paragraph(child, replace(look, level=at + 1), item)

    def _paragraph(self, element: _Element, look: Look, item: _Item | None = None) -> None:
        name = element.get(f"{TEXT}style-name")
        if self.styles.hidden("paragraph", name):
            return
        marker, listed = self._marker(element, name, item)
        level = number(element.get(f"{TEXT}outline-level")) if element.tag == _H else None
        if level:
            look = replace(look, kind="heading" if look.kind == "text" else look.kind, level=min(level, 6))
        bold = bool(self.styles.bold("paragraph", name))
        self.draft.look = replace(look, indent=self.styles.indent(name, listed))
        if marker is not None and marker.words:
            self.draft.words(marker.text + marker.gap, bold=_all_bold(self.styles, element, bold))
        elif marker is not None:
            self.draft.mark(marker.text)
            self.draft.words(marker.gap or " ", bold=True)
        self._inside(element, bold)
        if look.kind == "running-head" and PAGE_NUMBER.fullmatch(self.draft.line):
            self.draft.look = replace(self.draft.look, kind="page-number")
        self.draft.end_line("paragraph")
        self._open_boxes(look)

    def _marker(
        self, element: _Element, name: str | None, item: _Item | None
    ) -> tuple[Marker | None, _Element | None]:
        if item is not None:
            style = item.style or self.styles.list_of(name)
            return self.lists.item(item.count, style, item.at, item.start), self.lists.level(style, item.at)
        if (
            element.tag != _H
            or element.get(f"{TEXT}is-list-header") == "true"
            or self.styles.list_of(name) == ""
        ):
            return None, None
        at = (number(element.get(f"{TEXT}outline-level")) or 1) - 1
        restart = element.get(f"{TEXT}restart-numbering") == "true"
        return self.lists.heading(at, restart=restart, start=number(element.get(f"{TEXT}start-value"))), None

    def _inside(self, element: _Element, bold: bool) -> None:
        """The words in a paragraph or span."""
        self._say(element.text, bold)
        for child in element:
            self._child(child, bold)
            self._say(child.tail, bold)

    def _child(self, child: _Element, bold: bool) -> None:
        tag = child.tag
        if tag in _LEFT_OUT:
            return
        if tag == f"{TEXT}span":
            name = child.get(f"{TEXT}style-name")
            own = self.styles.bold("text", name)
            if not self.styles.hidden("text", name):
                self._inside(child, bold if own is None else own)
        elif tag == f"{TEXT}s":
            self.draft.words(" " * max(1, min(number(child.get(f"{TEXT}c")) or 1, 1000)), bold=bold)
        elif tag == f"{TEXT}tab":
            self.draft.words("\t", bold=bold)
        elif tag == f"{TEXT}line-break":
            self.draft.end_line("line")
        elif tag == f"{TEXT}note":
            sign, content = child.find(f"{TEXT}note-citation"), child.find(f"{TEXT}note-body")
            citation = "".join(map(str, sign.itertext())) if sign is not None else ""
            self.draft.mark(citation)
            if content is not None:
                self._notes.append((citation, content))
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            self._boxes.append(child)
        else:
            self._inside(child, bold)

    def _say(self, words: str | None, bold: bool) -> None:
        if not words:
            return
        words = _BLANKS.sub(" ", words)
        if words[0] == " " and self.draft.last in ("", " "):
            words = words[1:]
        self.draft.words(words, bold=bold)

    def _open_boxes(self, look: Look) -> None:
        """Text boxes and shapes with text that hang on the paragraph that has just ended."""
        boxes, self._boxes = self._boxes, []
        look = replace(look, level=0, kind="text" if look.kind == "heading" else look.kind)
        for box in boxes:
            if box.tag not in _LEFT_OUT:
                self.read(box, look)

    def _table(self, table: _Element, look: Look) -> None:
        rows = list(_rows(table))
        if max((sum(cell.tag == f"{TABLE}table-cell" for cell in row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row.iterfind(f"{TABLE}table-cell"):
                    self.read(cell, look)
            return
        grid = Grid(self.draft.tables)
        self.draft.tables += 1
        for row in rows:
            grid.next_row()
            self.draft.next_row()
            for cell in row.iterfind(f"{TABLE}table-cell"):
                place = grid.cell(
                    number(cell.get(f"{TABLE}number-rows-spanned")) or 1,
                    number(cell.get(f"{TABLE}number-columns-spanned")) or 1,
                )
                for _ in range(1, min(number(cell.get(f"{TABLE}number-columns-repeated")) or 1, 100)):
                    grid.cell()
                self.read(
                    cell,
                    replace(look, kind="cell" if look.kind == "text" else look.kind, cell=place, level=0),
                )
                self.draft.next_cell()
        self.draft.next_row()


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows, those in header and group elements included; not those of tables inside cells."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child)


def _all_bold(styles: Styles, element: _Element, bold: bool) -> bool:
    """Whether the words of a paragraph are bold, so that its number goes with them."""
    if bold:
        return True
    if (element.text or "").strip():
        return False
    spans = [span for span in element.iterfind(f"{TEXT}span") if "".join(map(str, span.itertext())).strip()]
    return bool(spans) and all(styles.bold("text", span.get(f"{TEXT}style-name")) for span in spans)
