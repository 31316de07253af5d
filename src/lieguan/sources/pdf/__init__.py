"""PDF, read by geometry with PDFium; pages without a text layer that can be read, by OCR.

Order of the text: page by page from top to bottom, a table cell by cell where its first row stands. Running
heads and page numbers stay in the text under their own kinds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lieguan.errors import DamagedFile, EncryptedFile, FileTooLarge, MissingPart
from lieguan.record.spans import Spans, merged
from lieguan.sources.limits import Limits
from lieguan.sources.pdf.glyphs import PageContent, page_content
from lieguan.sources.pdf.layout import page_layouts, set_aside
from lieguan.sources.pdf.legible import is_legible
from lieguan.sources.pdf.writer import Writer
from lieguan.text.document import Document

MEDIA_TYPE = "application/pdf"

#: PDFium keeps global state: one thread at a time.
_LOCK = threading.Lock()
#: More characters than any book has: such a file is made to be large.
_MOST_CHARACTERS = 20_000_000
#: A page with fewer characters, half of which a picture covers, is a scan; so is one with more than this share
#: of characters that its fonts give no Unicode for.
_FEW, _PICTURE, _UNMAPPED = 20, 0.5, 0.3
#: Scans are drawn with so many dots an inch; a page so large that this passes the limit of pixels, with fewer.
_DPI = 300
_POINTS = 72

_log = logging.getLogger(__name__)


def read(
    data: bytes, place: str, limits: Limits, on_page: Callable[[int, int], None] | None = None
) -> Document:
    """What the file says. Raises DamagedFile, EncryptedFile, FileTooLarge, or MissingPart where it needs OCR.

    Where nothing of the text layer can be read, OCR reads every page; else those pages that are scans, which
    are left out (and a warning is logged) where OCR is not installed or they are too many. `on_page` is called
    as OCR is done with a page: how many are, of how many.
    """
    with _LOCK:
        contents, scans = _contents(data, place, limits)
    ocr = None
    legible = is_legible(contents)
    if not legible:
        scans = list(range(len(contents)))
    if scans:
        try:
            ocr = _scanned(data, contents, scans, place, limits, on_page)
        except (MissingPart, FileTooLarge) as error:
            if not legible:
                raise
            _log.warning("%s: pages that are scans are left out: %s", place, error.problem)
    pages = page_layouts(contents)
    set_aside(pages, blurred=ocr is not None)
    document = Writer(pages).document(MEDIA_TYPE)
    if ocr is None:
        return document
    from lieguan.sources.scan import with_numerals

    return replace(with_numerals(document), ocr=ocr, scanned=_places(document, scans))


def _places(document: Document, numbers: Sequence[int]) -> Spans:
    """The places of some pages in the text."""
    starts = [*(document.pages or ()), len(document.text)]
    of_pages = list(pairwise(starts))
    return merged(of_pages[number] for number in numbers)


def _scanned(
    data: bytes,
    contents: list[PageContent],
    numbers: Sequence[int],
    place: str,
    limits: Limits,
    on_page: Callable[[int, int], None] | None,
) -> str:
    """Puts what OCR reads into `contents`, once all is read; the program and its data."""
    import pypdfium2

    from lieguan.sources import scan

    edition = scan.edition(place)
    scan.check_count(len(numbers), place, limits)
    with _LOCK:
        pdf = pypdfium2.PdfDocument(data)
    read_pages = {}
    try:
        for done, number in enumerate(numbers, 1):
            with _LOCK:
                picture, dpi = _drawn(pdf, number, limits)
            read_pages[number] = scan.content(picture, dpi, number, place, limits)
            if on_page is not None:
                on_page(done, len(numbers))
    finally:
        with _LOCK:
            pdf.close()
    for number, content in read_pages.items():
        contents[number] = content
    return edition


def _drawn(pdf: Any, number: int, limits: Limits) -> tuple[Any, int]:
    """A page as a grey picture, and its dots an inch."""
    page = pdf[number]
    width, height = page.get_size()
    area = max(width * height, 1.0) / _POINTS**2
    dpi = max(1, int(min(_DPI, (limits.pixels / area) ** 0.5)))
    bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
    picture = bitmap.to_pil().copy()  # the bitmap's memory goes with the bitmap
    bitmap.close()
    page.close()
    return picture, dpi


def _contents(data: bytes, place: str, limits: Limits) -> tuple[list[PageContent], list[int]]:
    """What each page draws, and the numbers of pages that are scans."""
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


def _each_page(pdf: Any, place: str, raw: Any) -> tuple[list[PageContent], list[int]]:
    contents: list[PageContent] = []
    scans: list[int] = []
    characters = 0
    for number in range(len(pdf)):
        page = pdf[number]
        content = page_content(page.raw, raw)
        if _is_scan(page, content, raw):
            scans.append(number)
        page.close()
        contents.append(content)
        characters += len(content.glyphs) + len(content.askew)
        if characters > _MOST_CHARACTERS:
            raise FileTooLarge(
                f"holds more than {_MOST_CHARACTERS:,} characters", place=place, remedy="split it"
            )
    return contents, scans


def _is_scan(page: Any, content: PageContent, raw: Any) -> bool:
    glyphs = len(content.glyphs) + len(content.askew)
    if glyphs >= _FEW:
        return content.unmapped > _UNMAPPED * glyphs
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= _PICTURE * width * height > 0)
