"""Spreadsheets: ODS, XLSX and CSV → the rows of their first sheet, every cell as text.

Not a library's: python-calamine made 1,048,576 rows of a file of 1 kB (one row, repeated) before anybody could refuse it; here
nothing is made beyond MOST_ROWS and MOST_COLUMNS, and the package is opened within the limits of all office files.

A date comes as ISO where the file says that it is one (ODS); XLSX keeps days as numbers, which are given as they stand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lieguan.errors import DamagedFile, EmptyFile, FileTooLarge, UnknownFormat
from lieguan.sources import encoding
from lieguan.sources.limits import DEFAULT, Limits
from lieguan.sources.package import Package

if TYPE_CHECKING:
    from lxml import etree

Row = list[str]

# No table that people fill in is near either; a sheet that is formatted to its last row has a million empty ones.
MOST_ROWS, MOST_COLUMNS = 20_000, 200

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REMEDY = "give it as ODS, XLSX or CSV"


def rows(data: bytes, name: str, limits: Limits = DEFAULT) -> list[Row]:
    """The rows of the first sheet, without empty ones at the end; cells are stripped of white space around them.

    name  of the file, for errors

    Raises EmptyFile, FileTooLarge, UnknownFormat, EncryptedFile, DamagedFile.
    """
    if not data.strip():
        raise EmptyFile("is empty", place=name, remedy=_REMEDY)
    if len(data) > limits.file_bytes:
        raise FileTooLarge("is larger than a table may be", place=name, remedy="send the table alone")
    if data.startswith(b"PK\x03\x04"):
        found = _packed(Package(data, name, limits))
    else:
        if b"\x00" in data[:4096] and not encoding.is_wide(data):
            raise UnknownFormat("is no table", place=name, remedy=_REMEDY)
        found = _csv(encoding.decode(data, name), name)
    kept: list[Row] = []
    empty: list[Row] = []
    for number, row in enumerate(found, start=1):
        cells = [cell.strip() for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            # Those at the end do not count, however many a program wrote.
            if len(empty) < MOST_ROWS:
                empty.append(cells)
            continue
        kept += [*empty, cells]
        empty = []
        if number > MOST_ROWS:
            raise FileTooLarge(
                f"has more than {MOST_ROWS:,} rows", place=name, remedy="send it in several files"
            )
    return kept


def _packed(package: Package) -> Iterator[Row]:
    if "xl/workbook.xml" in package.names:
        return _xlsx(package)
    if "content.xml" in package.names:
        return _ods(package)
    raise UnknownFormat("is no table of an office program", place=package.place, remedy=_REMEDY)


def _csv(text: str, name: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    # What a program exports where the comma is the decimal point, or a copy from a sheet.
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise DamagedFile(f"cannot be read as CSV ({error})", place=name, remedy=_REMEDY) from error


def _ods(package: Package) -> Iterator[Row]:
    root = package.xml("content.xml")
    sheet = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    if sheet is None:
        raise UnknownFormat("is no spreadsheet", place=package.place, remedy=_REMEDY)
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells: Row = []
        for cell in row:
            if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                times = _number(cell.get(f"{_TABLE}number-columns-repeated"), 1)
                cells += [_ods_cell(cell)] * min(times, MOST_COLUMNS - len(cells))
        times = _number(row.get(f"{_TABLE}number-rows-repeated"), 1)
        for _ in range(min(times, MOST_ROWS + 1)):
            yield list(cells)


def _ods_cell(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in {"float", "percentage", "currency"}:
        return str(cell.get(f"{_OFFICE}value") or "")
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value") or "").partition("T")[0]
    return "\n".join(_words(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _words(element: etree._Element) -> str:
    """The text of a paragraph with its spaces; notes of the sheet are not part of it."""
    said = element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            said += " " * min(_number(child.get(f"{_TEXT}c"), 1), 1000)
        elif child.tag == f"{_TEXT}tab":
            said += " "
        elif child.tag == f"{_TEXT}line-break":
            said += "\n"
        else:
            said += _words(child)
        said += child.tail or ""
    return said


def _xlsx(package: Package) -> Iterator[Row]:
    book = package.xml("xl/workbook.xml")
    links = package.xml("xl/_rels/workbook.xml.rels")
    targets = {str(link.get("Id")): str(link.get("Target") or "") for link in links}
    sheet = book.find(f"{_SHEET}sheets/{_SHEET}sheet")
    target = targets.get(str(sheet.get(_LINK)), "") if sheet is not None else ""
    if not target:
        raise UnknownFormat("has no sheet", place=package.place, remedy=_REMEDY)
    strings: list[str] = []
    if "xl/sharedStrings.xml" in package.names:
        shared = package.xml("xl/sharedStrings.xml")
        strings = [_runs(entry) for entry in shared.findall(f"{_SHEET}si")]
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    at = 0
    for row in package.xml(path).iter(f"{_SHEET}row"):
        number = _number(row.get("r"), at + 1)
        for _ in range(min(number - at - 1, MOST_ROWS + 1)):
            yield []
        at = number
        cells: Row = []
        for cell in row.findall(f"{_SHEET}c"):
            column = _column(str(cell.get("r") or ""), len(cells))
            if column < MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _xlsx_cell(cell, strings)
        yield cells


def _xlsx_cell(cell: etree._Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{_SHEET}is")
        return _runs(inline) if inline is not None else ""
    value = cell.findtext(f"{_SHEET}v") or ""
    if cell.get("t") == "s":
        at = _number(value, -1)
        return strings[at] if 0 <= at < len(strings) else ""
    return value


def _runs(entry: etree._Element) -> str:
    """The text of a string without the readings that a Japanese office program adds."""
    whole = entry.findall(f"{_SHEET}t") + entry.findall(f"{_SHEET}r/{_SHEET}t")
    return "".join(one.text or "" for one in whole)


def _column(reference: str, otherwise: int) -> int:
    """B7 → 1."""
    found = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
        found = found * 26 + ord(char) - ord("A") + 1
    return found - 1 if found else otherwise


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else otherwise
