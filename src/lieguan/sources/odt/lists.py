"""Numbers of OpenDocument lists and headings, which are computed when a file is shown.

ODF 1.3 part 3, 5.3 (lists), 16.30–16.36 (list styles); where LibreOffice and the standard part, as for the
lists inside one item, LibreOffice is followed, since it made nearly all of these files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lieguan.sources.counters import counter
from lieguan.sources.odt.names import LOEXT, STYLE, TEXT, number
from lieguan.sources.odt.styles import Styles
from lieguan.sources.symbols import bullet

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 10
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "taiwaneseCounting", "壹": "ideographLegalTraditional", "甲": "ideographTraditional",
    "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth", "〇": "ideographDigital",
}  # fmt: skip


@dataclass(slots=True)
class Count:
    """A list that goes on, however many text:list elements it is cut into."""

    values: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True, slots=True)
class Marker:
    """What is printed in front of a paragraph; `words` is False for a bullet."""

    text: str
    gap: str
    words: bool


class Lists:
    """The lists of one part, counting while its items go by in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._named: dict[str, Count] = {}
        self._last: dict[str, Count] = {}
        self._outline = Count()

    def begin(self, element: _Element) -> Count:
        """The count that an outermost text:list uses: a new one, or that of the list it continues."""
        style = element.get(f"{TEXT}style-name", "")
        count = self._named.get(element.get(f"{TEXT}continue-list", ""))
        if count is None and element.get(f"{TEXT}continue-numbering") == "true":
            count = self._last.get(style)
        if count is None:
            count = Count()
        self._last[style] = count
        name = element.get("{http://www.w3.org/XML/1998/namespace}id") or element.get(f"{TEXT}id")
        if name:
            self._named[name] = count
        return count

    def level(self, style: str | None, at: int) -> _Element | None:
        """The definition of a level (from 0) of a list style."""
        return _level(self._styles.lists.get(style or ""), at)

    def item(self, count: Count, style: str | None, at: int, start: int | None) -> Marker | None:
        """Counts an item of a list. `start` is a value that the item sets itself."""
        return _counted(self._styles.lists.get(style or ""), count, at, start)

    def heading(self, at: int, *, restart: bool, start: int | None) -> Marker | None:
        """Counts a heading by the outline numbering of the document."""
        if restart and start is None:
            start = 1
        return _counted(self._styles.outline, self._outline, at, start)


def _level(style: _Element | None, at: int) -> _Element | None:
    for level in style if style is not None else ():
        if number(level.get(f"{TEXT}level")) == at + 1:
            return level
    return None


def _counted(style: _Element | None, count: Count, at: int, start: int | None) -> Marker | None:
    at = min(at, _LEVELS - 1)
    level = _level(style, at)
    first = (number(level.get(f"{TEXT}start-value")) if level is not None else None) or 1
    now = count.values[at]
    if start is not None:
        count.values[at] = start
    else:
        count.values[at] = first if now is None else now + 1
    count.values[at + 1 :] = [None] * (_LEVELS - at - 1)
    return None if level is None or style is None else _marker(style, level, count.values, at)


def _marker(style: _Element, level: _Element, values: list[int | None], at: int) -> Marker | None:
    alignment = level.find(f".//{STYLE}list-level-label-alignment")
    followed = alignment.get(f"{TEXT}label-followed-by") if alignment is not None else "listtab"
    gap = "" if followed == "nothing" else " "
    prefix, suffix = level.get(f"{STYLE}num-prefix", ""), level.get(f"{STYLE}num-suffix", "")
    if level.tag == f"{TEXT}list-level-style-image":
        return Marker("•", gap, words=False)
    if level.tag == f"{TEXT}list-level-style-bullet":
        return Marker(prefix + bullet(level.get(f"{TEXT}bullet-char", "•")) + suffix, gap, words=False)
    pattern = level.get(f"{LOEXT}num-list-format") or level.get(f"{STYLE}num-list-format")
    if pattern is None:
        shown = max(1, min(number(level.get(f"{TEXT}display-levels")) or 1, at + 1))
        parts = [_shown(style, other, values) for other in range(at - shown + 1, at + 1)]
        text = prefix + ".".join(part for part in parts if part) + suffix if parts[-1] else ""
    else:
        text = re.sub(r"%(\d{1,2})%", lambda found: _shown(style, int(found[1]) - 1, values), pattern)
        if not level.get(f"{STYLE}num-format"):
            text = prefix + suffix
    return Marker(text, gap, words=True) if text.strip() else None


def _shown(style: _Element, at: int, values: list[int | None]) -> str:
    level = _level(style, at)
    if level is None or not 0 <= at < _LEVELS:
        return ""
    shape = level.get(f"{STYLE}num-format", "")
    if not shape:
        return ""
    now = values[at]
    first = number(level.get(f"{TEXT}start-value")) or 1
    name = _FORMATS.get(shape[0], "decimal")
    if name == "ideographLegalTraditional" and "贰" in shape:
        name = "chineseLegalSimplified"
    return counter(name, first if now is None else now)
