"""ODT: the text of an OpenDocument text file as LibreOffice shows it, list numbers included.

Order of the text: headers, the body with its text boxes behind the paragraphs that hold them, notes,
footers. What a tracked change took away lies outside the text in ODF, so this is the accepted state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lieguan.errors import EncryptedFile
from lieguan.sources.draft import Draft, Look
from lieguan.sources.odt.body import Body
from lieguan.sources.odt.lists import Lists
from lieguan.sources.odt.names import OFFICE, STYLE, TEXT
from lieguan.sources.odt.styles import Styles
from lieguan.sources.package import Package, parse_xml
from lieguan.text.document import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_HEADS = ("header", "header-left", "header-first")
_FEET = ("footer", "footer-left", "footer-first")


def read(package: Package) -> Document:
    """What a packed file says. Raises DamagedFile, EncryptedFile or FileTooLarge."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise EncryptedFile("asks for a password", place=package.place, remedy="save it without one")
    content = package.xml("content.xml")
    common = package.xml("styles.xml") if "styles.xml" in package.names else None
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise package.damaged("it holds no text")
    return _document(text, content, common)


def read_flat(data: bytes, place: str) -> Document:
    """What a flat file (one XML) says. Raises DamagedFile."""
    root = parse_xml(data, place)
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    return _document(text if text is not None else root, root, root)


def _document(text: _Element, content: _Element, common: _Element | None) -> Document:
    draft = Draft()
    styles = Styles(content, common)
    body = Body(draft, styles, Lists(styles))
    running = list(_masters(styles, text, common))
    frame = Body(draft, Styles(common, common), Lists(Styles(common, common)))
    _running(frame, running, _HEADS)
    body.read(text, Look())
    body.write_notes()
    _running(frame, running, _FEET)
    return draft.document(MEDIA_TYPE)


def _masters(styles: Styles, text: _Element, common: _Element | None) -> Iterator[_Element]:
    """The page layouts that the text uses: the first one, those that its paragraphs name, and what follows them."""
    found = common.find(f"{OFFICE}master-styles") if common is not None else None
    pages = (
        {page.get(f"{STYLE}name"): page for page in found.iterfind(f"{STYLE}master-page")}
        if found is not None
        else {}
    )
    wanted = ["Standard" if "Standard" in pages else next(iter(pages), None)]
    wanted += [
        styles.master_page(block.get(f"{TEXT}style-name")) for block in text.iter(f"{TEXT}p", f"{TEXT}h")
    ]
    seen: set[str | None] = set()
    while wanted:
        name = wanted.pop(0)
        if name in pages and name not in seen:
            seen.add(name)
            yield pages[name]
            wanted.append(pages[name].get(f"{STYLE}next-style-name"))


def _running(body: Body, masters: list[_Element], names: tuple[str, ...]) -> None:
    """Headers or footers, each text once however many page layouts repeat it."""
    seen: set[str] = set()
    for master in masters:
        for name in names:
            part = master.find(f"{STYLE}{name}")
            if part is None or part.get(f"{STYLE}display") == "false":
                continue
            words = "".join(str(piece) for piece in part.itertext())
            if words not in seen:
                seen.add(words)
                body.read(part, Look(kind="running-head"))
