"""bytes -> Document: picks the source by what the file holds."""

from __future__ import annotations

import unicodedata

from lieguan.errors import EmptyFile, FileTooLarge
from lieguan.sources import docx, encoding, formats, html, legacy, markdown, odt, pdf, plain, scan, unseen
from lieguan.sources.limits import DEFAULT, MIB, Limits
from lieguan.sources.package import Package
from lieguan.sources.scan import OnPage
from lieguan.text.document import Document


def open_document(
    data: bytes, name: str, limits: Limits = DEFAULT, on_page: OnPage | None = None
) -> Document:
    """Everything that the file says. `name` is its file name, for errors and for what the bytes leave open.
    `on_page` is called as OCR is done with each page of a scan: how many are, of how many.

    Raises a SourceError (EmptyFile, FileTooLarge, UnknownFormat, EncryptedFile, DamagedFile, MissingPart)
    where it cannot be opened. Nothing is fetched and nothing in the file is run.
    """
    check_size(len(data), name, limits)
    if not data.strip():
        raise EmptyFile("the file is empty", place=name, remedy="check that it was saved and sent whole")
    document = unseen.set_aside(_open(data, name, limits, on_page))
    if not any(_shows(char) for char in document.text):
        raise EmptyFile("the file holds no words", place=name, remedy="open it and look what it shows")
    return document


def _shows(char: str) -> bool:
    """A character that leaves a mark on the page: neither white space nor a sign of control or format."""
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")


def check_size(size: int, name: str, limits: Limits = DEFAULT) -> None:
    """Raises FileTooLarge for a file of `size` bytes over the limit."""
    if size > limits.file_bytes:
        raise FileTooLarge(
            f"is {size / MIB:,.0f} MB (limit {limits.file_bytes // MIB} MB)",
            place=name, remedy="split it, save it without pictures, or raise the limit",
        )  # fmt: skip


def _open(data: bytes, name: str, limits: Limits, on_page: OnPage | None) -> Document:
    kind = formats.recognise(data, name, limits)
    if kind == formats.DOCX:
        return docx.read(Package(data, name, limits))
    if kind == formats.PDF:
        return pdf.read(data, name, limits, on_page)
    if kind == formats.PICTURE:
        return scan.read(data, name, limits, on_page)
    if kind == formats.DOC:
        return legacy.read(data, name, limits)
    if kind == formats.ODT:
        return odt.read(Package(data, name, limits))
    text = encoding.decode(data, name, declared=html.declared_encoding(data))
    kind = formats.recognise_text(text, name)
    if kind == html.MEDIA_TYPE:
        return html.read(text, name)
    if kind == formats.FLAT_ODT:
        return odt.read_flat(data, name)
    if kind == markdown.MEDIA_TYPE:
        return markdown.read(text)
    return plain.read(text)
