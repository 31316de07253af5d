"""Papers as PDF: fonts embedded, everything on them, nothing fetched."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import weasyprint

from lieguan.errors import MissingPart
from lieguan.writing import html, pdf
from lieguan.writing.paper import Paper
from lieguan.writing.tracking_report import compose
from unit.writing.papers import LONG, REPORT, WORDS

A4_LANDSCAPE = (842, 595)


def pages(made: bytes) -> list[str]:
    """The text of each page, without white space."""
    document = pypdfium2.PdfDocument(made)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def fonts(made: bytes) -> dict[str, bool]:
    """Names of the fonts of the text on the first page, and whether they are in the file."""
    found = {}
    page = pypdfium2.PdfDocument(made)[0]
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        font = pdfium.FPDFTextObj_GetFont(item.raw)
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(font, name, 200)
        found[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


@pytest.fixture(scope="module")
def report() -> bytes:
    return pdf.write(compose(REPORT))


def test_everything_is_on_the_paper(report: bytes) -> None:
    (text,) = pages(report)
    assert [words for words in WORDS if "".join(words.split()) not in text] == []


def test_the_page_is_landscape_a4_and_tagged_for_screen_readers(report: bytes) -> None:
    document = pypdfium2.PdfDocument(report)
    assert tuple(round(side) for side in document[0].get_size()) == A4_LANDSCAPE
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == "校園生活推動小組第5次會議追蹤列管報告表"


def test_the_regular_script_is_embedded(report: bytes) -> None:
    found = fonts(report)
    assert any("UKai" in name for name in found), f"fonts-arphic-ukai is not installed: {sorted(found)}"
    assert all(found.values())


def test_a_long_row_is_broken_under_a_repeated_head() -> None:
    found = pages(pdf.write(compose(LONG)))
    assert len(found) > 4
    for number, page in enumerate(found, 1):
        assert f"第{number}頁，共{len(found)}頁" in page
        assert "決議事項" in page
    assert "校園午餐食材溯源" in found[0]
    assert "館舍整修進度說明" in found[0], "the long row leaves the rest of the first page empty"


def test_the_same_paper_gives_the_same_bytes(report: bytes) -> None:
    assert pdf.write(compose(REPORT)) == report


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:image/png;base64,AA=="]
)
def test_nothing_is_fetched(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words cannot bring markup in (test_html.py); if some did, no address would be opened."""
    monkeypatch.setattr(
        html, "page", lambda paper: f'<html lang="zh"><title>x</title><img src="{address}" alt="">'
    )
    with pytest.raises(weasyprint.urls.FatalURLFetchingError, match="may not fetch"):
        pdf.write(Paper(title=("x",), dated="2026-01-01"))


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(MissingPart, match=r"weasyprint.*lieguan\[site\]"):
        pdf.write(compose(REPORT))
