"""Scans: pictures of pages, read by OCR (Tesseract, traditional Chinese), then laid out as a PDF is.

What OCR reads is never certain: the document names it in `ocr`, and words of low confidence in `doubtful`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from lieguan.record.spans import merged
from lieguan.sources.limits import Limits
from lieguan.sources.pdf.glyphs import PageContent
from lieguan.sources.pdf.layout import page_layouts, set_aside
from lieguan.sources.pdf.writer import Writer
from lieguan.sources.scan import characters, pictures, tesseract
from lieguan.sources.scan.mending import mended, with_numerals
from lieguan.sources.scan.pictures import check_count
from lieguan.sources.scan.tesseract import edition
from lieguan.text.document import Document

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["OnPage", "check_count", "content", "edition", "read", "with_numerals"]

#: Called as each page of a scan is done: how many are, and how many there are.
OnPage = Callable[[int, int], None]


def read(data: bytes, place: str, limits: Limits, on_page: OnPage | None = None) -> Document:
    """What a file of pictures says. Raises MissingPart, DamagedFile or FileTooLarge."""
    ocr = edition(place)
    with pictures.opened(data, place, limits) as picture:
        media_type = picture.get_format_mimetype()
        total = getattr(picture, "n_frames", 1)
        contents = []
        for number, (page, dpi) in enumerate(pictures.pages(picture, place, limits)):
            contents.append(content(page, dpi, number, place, limits))
            if on_page is not None:
                on_page(number + 1, total)
    layouts = page_layouts(contents)
    set_aside(layouts, blurred=True)
    document = with_numerals(Writer(layouts).document(media_type))
    return replace(document, ocr=ocr, scanned=merged([(0, len(document.text))]))


def content(page: Image, dpi: int, number: int, place: str, limits: Limits) -> PageContent:
    """The characters of one picture; `number` counts pages from 0."""
    found = tesseract.recognise(
        pictures.as_bytes(page), dpi, place=place, page=number + 1, seconds=limits.page_seconds
    )
    return characters.page_content(mended(found), dpi, page.width, page.height)
