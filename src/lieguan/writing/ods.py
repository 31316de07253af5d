"""A table as ODS (ODF 1.2, the version of CNS 15251). The same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lxml import etree

from lieguan.writing.odf import VERSION, packed, serialised
from lieguan.writing.paper import printable

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
Cell = str | int | Decimal | None

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def write(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of a file with one sheet. Numbers are numbers; text is text, so that no cell is run as a formula."""
    root = etree.Element(_name("office", "document-content"), nsmap=_NAMES)
    root.set(_name("office", "version"), VERSION)
    body = etree.SubElement(root, _name("office", "body"))
    sheet = etree.SubElement(etree.SubElement(body, _name("office", "spreadsheet")), _name("table", "table"))
    sheet.set(_name("table", "name"), printable(title)[:60])
    for row in rows:
        line = etree.SubElement(sheet, _name("table", "table-row"))
        for value in row:
            _cell(line, value)
    return packed(MEDIA_TYPE, {"content.xml": serialised(root)})


def _cell(line: etree._Element, value: Cell) -> None:
    cell = etree.SubElement(line, _name("table", "table-cell"))
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.set(_name("office", "value-type"), "string")
        for paragraph in printable(value).split("\n"):
            etree.SubElement(cell, _name("text", "p")).text = paragraph
        return
    said = format(value, "f") if isinstance(value, Decimal) else str(value)
    cell.set(_name("office", "value-type"), "float")
    cell.set(_name("office", "value"), said)
    etree.SubElement(cell, _name("text", "p")).text = said


def _name(space: str, local: str) -> str:
    return f"{{{_NAMES[space]}}}{local}"
