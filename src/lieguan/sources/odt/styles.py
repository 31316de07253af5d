"""What the styles of an OpenDocument file say: bold, hidden, lists, indentation, page layouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lieguan.sources.odt.names import FO, OFFICE, STYLE, TEXT, width

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIST_STYLES = (f"{TEXT}list-style", f"{TEXT}outline-style")


class Styles:
    """The styles that one part sees: its automatic ones first, then the common ones of styles.xml.

    Automatic styles of content.xml and of styles.xml can have the same names, so each part has its own view.
    """

    def __init__(self, part: _Element | None, common: _Element | None) -> None:
        self._found: dict[tuple[str, str], _Element] = {}
        self.lists: dict[str, _Element] = {}
        self.outline: _Element | None = None
        self._bold: dict[tuple[str, str], bool | None] = {}
        for root, group in ((common, "styles"), (part, "automatic-styles")):
            styles = root.find(f"{OFFICE}{group}") if root is not None else None
            for style in styles if styles is not None else ():
                name = style.get(f"{STYLE}name", "")
                if style.tag == f"{STYLE}style":
                    self._found[style.get(f"{STYLE}family", ""), name] = style
                elif style.tag == _LIST_STYLES[0]:
                    self.lists[name] = style
                elif style.tag == _LIST_STYLES[1]:
                    self.outline = style

    def _chain(self, family: str, name: str | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._found:
            seen.add(name)
            style = self._found[family, name]
            yield style
            name = style.get(f"{STYLE}parent-style-name")

    def bold(self, family: str, name: str | None) -> bool | None:
        """Whether the style makes words bold; None where it is silent."""
        key = family, name or ""
        if key not in self._bold:
            weight = self._text_property(family, name, f"{FO}font-weight")
            self._bold[key] = (
                None if weight is None else weight == "bold" or weight in ("600", "700", "800", "900")
            )
        return self._bold[key]

    def hidden(self, family: str, name: str | None) -> bool:
        """Whether the style hides words."""
        return self._text_property(family, name, f"{TEXT}display") == "none"

    def _text_property(self, family: str, name: str | None, attribute: str) -> str | None:
        for style in self._chain(family, name):
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and attribute in properties.attrib:
                return properties.get(attribute)
        return None

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style names; "" where it says that it has none."""
        for style in self._chain("paragraph", name):
            named = style.get(f"{STYLE}list-style-name")
            if named is not None:
                return named
        return None

    def indent(self, name: str | None, level: _Element | None = None) -> float:
        """Where the first line of a paragraph begins, in widths of a Han character.

        A list level counts unless the paragraph's own style says something else.
        """
        left = first = None
        for style in self._chain("paragraph", name):
            properties = style.find(f"{STYLE}paragraph-properties")
            if properties is not None:
                left = width(properties.get(f"{FO}margin-left")) if left is None else left
                first = width(properties.get(f"{FO}text-indent")) if first is None else first
        alignment = level.find(f".//{STYLE}list-level-label-alignment") if level is not None else None
        if alignment is not None:
            left = width(alignment.get(f"{FO}margin-left")) or left
            first = width(alignment.get(f"{FO}text-indent")) or first
        return round(max(0.0, (left or 0.0) + (first or 0.0)), 1)

    def master_page(self, name: str | None) -> str | None:
        """The page layout that a paragraph style begins."""
        for style in self._chain("paragraph", name):
            named = style.get(f"{STYLE}master-page-name")
            if named:
                return named
        return None
