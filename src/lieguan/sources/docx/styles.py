"""What paragraph and character styles say: numbering, outline level, bold, hidden, indentation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lieguan.sources.docx.names import HAN, W, number, on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Outline level that stands for body text.
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with all that it is based on.

    num_id, level   the list that the style is linked to; `num_of` the style that says so
    outline         1 to 9 for a heading, else 0
    """

    num_id: str | None = None
    num_level: int | None = None
    num_of: str = ""
    outline: int = 0
    bold: bool = False
    hidden: bool = False
    indents: tuple[_Element, ...] = ()


class Styles:
    """The styles of one document."""

    def __init__(self, root: _Element | None) -> None:
        self._found: dict[str, _Element] = {}
        self._default = ""
        self._paragraph: dict[str, ParagraphStyle] = {}
        self._run: dict[str, tuple[bool | None, bool | None]] = {}
        for style in root.iterfind(f"{W}style") if root is not None else ():
            name = style.get(f"{W}styleId")
            if name:
                self._found[name] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                    self._default = name

    def paragraph(self, name: str | None) -> ParagraphStyle:
        """The paragraph style of that id; the default style for None and for what is not defined."""
        key = name if name in self._found and name is not None else self._default
        if key not in self._paragraph:
            self._paragraph[key] = self._resolved(key)
        return self._paragraph[key]

    def run(self, name: str | None) -> tuple[bool | None, bool | None]:
        """Whether a character style makes words bold, and whether it hides them; None where it is silent."""
        if not name:
            return None, None
        if name not in self._run:
            bold = hidden = None
            for style in self._chain(name):
                properties = style.find(f"{W}rPr")
                if properties is not None:
                    bold = on(properties.find(f"{W}b")) if bold is None else bold
                    hidden = on(properties.find(f"{W}vanish")) if hidden is None else hidden
            self._run[name] = bold, hidden
        return self._run[name]

    def linked_list(self, name: str) -> str | None:
        """The list that a numbering style (w:styleLink) stands for."""
        return self._resolved(name).num_id if name in self._found else None

    def _chain(self, name: str) -> Iterator[_Element]:
        """The style and what it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while name in self._found and name not in seen:
            seen.add(name)
            yield self._found[name]
            name = value(self._found[name].find(f"{W}basedOn")) or ""

    def _resolved(self, name: str) -> ParagraphStyle:
        num_id: str | None = None
        num_level: int | None = None
        num_of = ""
        outline: int | None = None
        bold: bool | None = None
        hidden: bool | None = None
        indents: list[_Element] = []
        for style in self._chain(name):
            run = style.find(f"{W}rPr")
            if run is not None:
                bold = on(run.find(f"{W}b")) if bold is None else bold
                hidden = on(run.find(f"{W}vanish")) if hidden is None else hidden
            properties = style.find(f"{W}pPr")
            if properties is None:
                continue
            numbering = properties.find(f"{W}numPr")
            if numbering is not None and num_id is None:
                num_id = value(numbering.find(f"{W}numId"))
                num_of = style.get(f"{W}styleId", "")
                if num_level is None:
                    num_level = number(value(numbering.find(f"{W}ilvl")))
            if outline is None:
                outline = number(value(properties.find(f"{W}outlineLvl")))
            indents += properties.findall(f"{W}ind")
        level = 0 if outline is None or not 0 <= outline < _BODY_TEXT else outline + 1
        return ParagraphStyle(num_id, num_level, num_of, level, bool(bold), bool(hidden), tuple(indents))


def indent(elements: Iterator[_Element]) -> float:
    """Where the first line begins, in widths of a Han character; `elements` are w:ind, nearest first."""
    left = first = None
    for element in elements:
        if left is None:
            left = _width(element, ("left", "start"))
        if first is None:
            first = _width(element, ("firstLine",))
            hanging = _width(element, ("hanging",))
            if hanging is not None:
                first = -hanging
    return round(max(0.0, (left or 0.0) + (first or 0.0)), 1)


def _width(element: _Element, names: tuple[str, ...]) -> float | None:
    for name in names:
        characters = number(value(element, f"{name}Chars"))
        if characters:
            return characters / 100
        twips = number(value(element, name))
        if twips is not None:
            return twips / HAN
    return None
