"""Which format a file is of: by what it holds first, by its name only where the content leaves it open.

A wrong extension is the rule rather than the exception in what people upload.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from lieguan.errors import EncryptedFile, UnknownFormat
from lieguan.sources import encoding, html, markdown, plain
from lieguan.sources.limits import Limits
from lieguan.sources.package import Package

#: Extensions of the files that are read when a folder is walked.
EXTENSIONS = (".pdf", ".docx", ".odt", ".fodt", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".doc")

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
DOC = "application/msword"
#: Of any kind; the picture's own type is found when it is opened.
PICTURE = "image/*"

_OPEN_DOCUMENT_XML = "urn:oasis:names:tc:opendocument:xmlns:"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FRAGMENT = re.compile(
    r"\s*<(?:!--|div|p|table|h[1-6]|section|article|main|center|pre|font|span|ul|ol|meta|title)\b", re.I
)
_ANY_TAG = re.compile(r"<(?:p|div|br|table|h[1-6]|li|span|td)\b[^<>]*>", re.I)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHERS = (
    (b"{\\rtf", "Rich Text", "save it as DOCX or ODT"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
)
_READ = "give it as PDF, DOCX, ODT, HTML, Markdown or text"
#: Control characters that text does not hold; a few of them are a program's or a picture's bytes.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(data: bytes, name: str, limits: Limits) -> str | None:
    """The media type by the first bytes, or None where the file is text of some kind.

    Raises UnknownFormat, EncryptedFile, DamagedFile, FileTooLarge or MissingPart where it is not read.
    """
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(Package(data, name, limits))
    if data.startswith(_OLE):
        return _compound(data, name)
    if data.startswith(_PICTURES):
        return PICTURE
    for magic, what, remedy in _OTHERS:
        if data.startswith(magic):
            raise UnknownFormat(f"is {what}", place=name, remedy=remedy)
    sample = data[:65_536]
    if len(_CONTROLS.findall(sample)) > len(sample) // 200 and not encoding.is_wide(data):
        raise UnknownFormat("is neither a document nor text", place=name, remedy=_READ)
    return None


def recognise_text(text: str, name: str) -> str:
    """The media type of a file of text: a page, Markdown, a flat ODT, or plain."""
    extension = PurePath(name).suffix.lower()
    head = text[:4096]
    if f"{_OPEN_DOCUMENT_XML}office:1.0" in head and "<office:document" in head:
        return FLAT_ODT
    if _PAGE.match(head):
        return html.MEDIA_TYPE
    if extension in (".md", ".markdown"):
        return markdown.MEDIA_TYPE
    if _FRAGMENT.match(head) or (extension in (".html", ".htm", ".xhtml") and _ANY_TAG.search(text)):
        return html.MEDIA_TYPE
    return markdown.MEDIA_TYPE if markdown.looks_like(text) else plain.MEDIA_TYPE


def _packed(package: Package) -> str:
    names = package.names
    if "mimetype" in names:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind.startswith(ODT):
            return ODT
        what = (
            "a spreadsheet"
            if "spreadsheet" in kind
            else "an EPUB book"
            if "epub" in kind
            else f"of type {kind[:60]}"
        )
        raise UnknownFormat(f"is {what}, not a text document", place=package.place, remedy=_READ)
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return DOCX
        raise UnknownFormat(
            "is an Office file, but not a text document (a spreadsheet or slides?)",
            place=package.place,
            remedy=_READ,
        )
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODT
    raise UnknownFormat("is a zip archive, not a document", place=package.place, remedy="unpack it first")


def _compound(data: bytes, name: str) -> str:
    """OLE compound files: the names of their streams are UTF-16 in the directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile("asks for a password", place=name, remedy="save it without one")
    if "WordDocument".encode("utf-16-le") in data:
        return DOC
    raise UnknownFormat("is an old Office file, but not a Word document", place=name, remedy=_READ)
