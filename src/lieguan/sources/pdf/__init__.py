"""PDF with a text layer, read by geometry with PDFium.

Order of the text: page by page from top to bottom, a table cell by cell where its first row stands. Running
heads and page numbers stay in the text under their own kinds.
"""

from __future__ import annotations

import threading
from typing import Any

from lieguan.errors import DamagedFile, EncryptedFile, FileTooLarge, MissingPart
from lieguan.sources.limits import Limits
from lieguan.sources.pdf.glyphs import PageContent, page_content
from lieguan.sources.pdf.layout import page_layout, set_aside
from lieguan.sources.pdf.legible import is_legible
from lieguan.sources.pdf.writer import Writer
from lieguan.text.document import Document

MEDIA_TYPE = "application/pdf"

#: PDFium keeps global state: one thread at a time.
_LOCK = threading.Lock()
#: More characters than any book has: such a file is made to be large.
_MOST_CHARACTERS = 20_000_000


def read(data: bytes, place: str, limits: Limits) -> Document:
    """What the file says. Raises DamagedFile, EncryptedFile, FileTooLarge, or MissingPart where it needs OCR."""
    with _LOCK:
        contents = _contents(data, place, limits)
    if not is_legible(contents):
        raise MissingPart(
            "has no text that can be read (a scan, or fonts without a character map); reading it needs OCR, "
            "which is not installed",
            place=place,
            remedy="give the file that it was made from, or a PDF with a text layer",
        )
    pages = [page_layout(number, content) for number, content in enumerate(contents)]
    set_aside(pages)
    return Writer(pages).document(MEDIA_TYPE)


def _contents(data: bytes, place: str, limits: Limits) -> list[PageContent]:
    import pypdfium2
    from pypdfium2 import raw

    remedy = "open it in a PDF program and print it to a new PDF"
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFile("asks for a password", place=place, remedy="save it without one") from error
        raise DamagedFile(f"is no PDF that can be opened ({error})", place=place, remedy=remedy) from error
    try:
        if len(pdf) > limits.pages:
            raise FileTooLarge(
                f"has {len(pdf):,} pages (limit {limits.pages:,})", place=place, remedy="split it"
            )
        return _each_page(pdf, place, raw)
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(
            f"has a page that cannot be opened ({error})", place=place, remedy=remedy
        ) from error
    finally:
        pdf.close()


def _each_page(pdf: Any, place: str, raw: Any) -> list[PageContent]:
    contents: list[PageContent] = []
    characters = 0
    for number in range(len(pdf)):
        page = pdf[number]
        content = page_content(page.raw, raw)
        page.close()
        contents.append(content)
        characters += len(content.glyphs) + len(content.askew)
        if characters > _MOST_CHARACTERS:
            raise FileTooLarge(
                f"holds more than {_MOST_CHARACTERS:,} characters", place=place, remedy="split it"
            )
    return contents
