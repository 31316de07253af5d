"""Tables that people fill in: rows as they stand, and a clear word on what is no table."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.errors import DamagedFile, EmptyFile, FileTooLarge, SourceError, UnknownFormat
from lieguan.sources import sheets
from lieguan.sources.limits import Limits
from lieguan.writing import ods

ROWS: list[list[str | int | Decimal]] = [
    ["列別", "名稱", "數值"],
    ["措施", "離島海纜\n備援", Decimal("3.5")],
    ["", "空在前", 12],
]
READ = [["列別", "名稱", "數值"], ["措施", "離島海纜\n備援", "3.5"], ["", "空在前", "12"]]


def changed(data: bytes, **parts: str) -> bytes:
    """The package with some of its parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.replace(".", "_"), old.read(name).decode()))
    return made.getvalue()


def test_what_was_written_comes_back() -> None:
    assert sheets.rows(ods.write("表", ROWS), "a.ods") == READ


def test_the_same_rows_give_the_same_bytes() -> None:
    assert ods.write("表", ROWS) == ods.write("表", ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_csv_as_programs_export_it(separator: str, encoding: str) -> None:
    # A program guesses CSV in Big5 by its words, so that they are those of a real table.
    head, row = ["列別", "名稱", "主辦機關"], ["措施", '"離島海纜備援路由, 其計畫; 期程"', "數位發展部"]
    text = f"{separator.join(head)}\r\n{separator.join(row)}\r\n\r\n"
    assert sheets.rows(text.encode(encoding), "a.csv") == [head, [cell.strip('"') for cell in row]]


def test_dates_and_repeated_cells_of_ods() -> None:
    content = zipfile.ZipFile(io.BytesIO(ods.write("表", ROWS))).read("content.xml").decode()
    day = '<table:table-cell office:value-type="date" office:date-value="2026-05-14T00:00:00"><text:p>115/5/14</text:p></table:table-cell>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    row = f"<table:table-row>{gap}{day}</table:table-row>"
    content = content.replace("</table:table>", f"{row}</table:table>")
    assert sheets.rows(changed(ods.write("表", ROWS), content_xml=content), "a.ods")[-1] == [
        "",
        "",
        "2026-05-14",
    ]


def test_a_row_repeated_without_end_is_refused_and_empty_ones_do_not_count() -> None:
    content = zipfile.ZipFile(io.BytesIO(ods.write("表", ROWS))).read("content.xml").decode()
    endless = '<table:table-row table:number-rows-repeated="999999999">'
    full = content.replace("<table:table-row>", endless, 1)
    with pytest.raises(FileTooLarge, match="rows"):
        sheets.rows(changed(ods.write("表", ROWS), content_xml=full), "a.ods")
    empty = content.replace("</table:table>", f"{endless}<table:table-cell/></table:table-row></table:table>")
    assert sheets.rows(changed(ods.write("表", ROWS), content_xml=empty), "a.ods") == READ


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \n ", EmptyFile),
        (b"PK\x03\x04 and no more", DamagedFile),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", UnknownFormat),
        (changed(ods.write("表", ROWS), content_xml="<a"), DamagedFile),
        (changed(ods.write("表", ROWS), content_xml="<a/>"), UnknownFormat),
        (b'"' + b"x" * 200_000, DamagedFile),
    ],
)
def test_what_is_no_table_is_said(data: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        sheets.rows(data, "a.ods")
    assert caught.value.place == "a.ods"
    assert caught.value.remedy


def test_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        sheets.rows(b"a,b\n" * 100, "a.csv", Limits(file_bytes=100))


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_other_bytes_give_rows_or_a_word(data: bytes) -> None:
    refused: SourceError | None = None
    found: list[list[str]] = []
    try:
        found = sheets.rows(data, "a.csv")
    except SourceError as error:
        refused = error
    assert refused is None or refused.remedy
    assert all(cell == cell.strip() for row in found for cell in row)
