"""DOCX: the text of a WordprocessingML file as Word shows it, list numbers included.

Order of the text: headers, the body with its text boxes behind the paragraphs that hold them, footnotes,
endnotes, footers. Tracked changes are read as accepted; comments are not part of what a document says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lieguan.sources.docx.body import Body
from lieguan.sources.docx.names import PACKAGE, R, W, on, transitional, value
from lieguan.sources.docx.numbering import Numbering
from lieguan.sources.docx.styles import Styles
from lieguan.sources.draft import Draft, Look
from lieguan.sources.package import Package, parse_xml
from lieguan.text.document import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAIN = "/officeDocument"
_EXTRAS = ("header", "footer")


def read(package: Package) -> Document:
    """What the file says. Raises DamagedFile, EncryptedFile or FileTooLarge."""
    parts = _Parts(package)
    root = parts.root(parts.main)
    content = root.find(f"{W}body")
    if content is None:
        raise package.damaged("it has no body")
    styles = Styles(parts.related("styles"))
    draft = Draft()
    body = Body(draft, styles, Numbering(parts.related("numbering"), styles))
    heads, feet = parts.running(content)
    for head in heads:
        body.read(head, Look(kind="running-head"))
    body.read(content, Look())
    for kind in ("footnote", "endnote"):
        if body.notes[kind]:
            _notes(body, kind, parts.related(f"{kind}s"))
    for foot in feet:
        body.read(foot, Look(kind="running-head"))
    return draft.document(MEDIA_TYPE)


def _notes(body: Body, kind: str, root: _Element | None) -> None:
    """The notes that the text refers to, in the order in which it does."""
    found = {note.get(f"{W}id"): note for note in root.iterfind(f"{W}{kind}")} if root is not None else {}
    for number, name in enumerate(body.notes[kind], start=1):
        note = found.get(name)
        if note is not None:
            body.note_number = str(number)
            body.read(note, Look(kind="footnote"))
            body.note_number = ""


class _Parts:
    """The parts of the package and how they point to each other."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = "word/document.xml"
        for kind, target in self._relations("_rels/.rels", "").values():
            if kind.endswith(_MAIN) and target in package.names:
                self.main = target
        folder, _, name = self.main.rpartition("/")
        self.folder = f"{folder}/" if folder else ""
        self.relations = self._relations(f"{self.folder}_rels/{name}.rels", self.folder)

    def _relations(self, name: str, folder: str) -> dict[str, tuple[str, str]]:
        """Relation id -> (type, part), for parts inside the package."""
        if name not in self.package.names:
            return {}
        out = {}
        for relation in self.package.xml(name).iterfind(f"{PACKAGE}Relationship"):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                target = target[1:] if target.startswith("/") else folder + target
                out[relation.get("Id", "")] = relation.get("Type", ""), target
        return out

    def root(self, name: str) -> _Element:
        """The root element of a part."""
        return parse_xml(transitional(self.package.read(name)), self.package.place, part=name)

    def related(self, kind: str) -> _Element | None:
        """The part of a kind (styles, numbering, footnotes …) that the main part points to, if there is one."""
        for relation, target in self.relations.values():
            if relation.endswith(f"/{kind}") and target in self.package.names:
                return self.root(target)
        return None

    def running(self, content: _Element) -> tuple[list[_Element], list[_Element]]:
        """The headers and the footers that some page shows, each part once."""
        settings = self.related("settings")
        even = settings is not None and bool(on(settings.find(f"{W}evenAndOddHeaders")))
        names: dict[str, list[str]] = {kind: [] for kind in _EXTRAS}
        for section in content.iter(f"{W}sectPr"):
            first = bool(on(section.find(f"{W}titlePg")))
            for kind in _EXTRAS:
                for reference in section.iterfind(f"{W}{kind}Reference"):
                    when = value(reference, "type") or "default"
                    target = self.relations.get(reference.get(f"{R}id", ""), ("", ""))[1]
                    shown = when == "default" or (when == "first" and first) or (when == "even" and even)
                    if shown and target in self.package.names and target not in names[kind]:
                        names[kind].append(target)
        heads, feet = ([self.root(name) for name in names[kind]] for kind in _EXTRAS)
        return heads, feet
