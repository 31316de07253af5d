"""Automatic list numbers, which Word computes when it shows a file and does not store in it.

The rules are those of ECMA-376 part 1, 17.9: a w:num points to a w:abstractNum with up to nine levels; all
lists of one abstract definition count on together, unless a w:num overrides where a level starts; a level
starts again behind a higher one unless w:lvlRestart says otherwise; w:lvlText holds the numbers of several
levels as %1, %2 ….
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lieguan.sources.counters import counter
from lieguan.sources.docx.names import MC, W, number, on, value
from lieguan.sources.docx.styles import Styles
from lieguan.sources.symbols import bullet

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_GAPS = {"tab": " ", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is the number of levels above that start it again, None for all."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    font: str = ""
    linked: str = ""
    indent: _Element | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """What is printed in front of a paragraph; `words` is False for a bullet."""

    text: str
    gap: str
    words: bool


@dataclass(slots=True)
class _List:
    """A w:num: its abstract definition, its levels, and starting values that it sets itself."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]
    used: set[int] = field(default_factory=set)


class Numbering:
    """The lists of one document, counting while its paragraphs go by in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        found = root if root is not None else ()
        self._styles = styles
        self._abstracts = {e.get(f"{W}abstractNumId", ""): e for e in found if e.tag == f"{W}abstractNum"}
        self._nums = {e.get(f"{W}numId", ""): e for e in found if e.tag == f"{W}num"}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}

    def _list(self, num_id: str) -> _List | None:
        """A list by its id, worked out when its first paragraph comes; None where it is not defined."""
        if num_id not in self._lists:
            self._lists[num_id] = self._defined(num_id)
        return self._lists[num_id]

    def _defined(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        abstract = value(num.find(f"{W}abstractNumId")) or ""
        definition = self._abstracts.get(abstract)
        link = value(definition.find(f"{W}numStyleLink")) if definition is not None else None
        if link:
            # A list that is a numbering style: its levels stand where the style itself is defined.
            other = self._nums.get(self._styles.linked_list(link) or "")
            abstract = (value(other.find(f"{W}abstractNumId")) or "") if other is not None else abstract
            definition = self._abstracts.get(abstract)
        if definition is None:
            return None
        levels = _levels(definition)
        overrides: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            levels |= _levels(override)
            start = number(value(override.find(f"{W}startOverride")))
            if start is not None:
                overrides[number(override.get(f"{W}ilvl")) or 0] = start
        return _List(abstract, levels, overrides)

    def level_of(self, num_id: str, style: str) -> int | None:
        """The level of a list that a paragraph style is linked to."""
        found = self._list(num_id)
        for at, level in found.levels.items() if found else ():
            if level.linked == style:
                return at
        return None

    def level(self, num_id: str, at: int) -> Level | None:
        """The definition of one level."""
        found = self._list(num_id)
        return found.levels.get(at) if found else None

    def count(self, num_id: str, at: int) -> Marker | None:
        """Counts the next paragraph of a list and says what stands in front of it."""
        found = self._list(num_id)
        level = found.levels.get(at) if found else None
        if found is None or level is None:
            return None
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if at in found.overrides and at not in found.used:
            found.used.add(at)
            counts[at] = found.overrides[at]
        else:
            now = counts[at]
            counts[at] = level.start if now is None else now + 1
        for lower in range(at + 1, _LEVELS):
            restart = found.levels[lower].restart if lower in found.levels else None
            if restart is None or at < restart:
                counts[lower] = None
        return self._marker(found, level, counts)

    @staticmethod
    def _marker(found: _List, level: Level, counts: list[int | None]) -> Marker | None:
        if level.hidden:
            return None
        if level.style == "bullet":
            return Marker(bullet(level.text, level.font), level.gap, words=False)

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at)
            if other is None:
                return ""
            now = counts[at]
            style = "decimal" if level.legal and other.style != "none" else other.style
            return counter(style, other.start if now is None else now)

        text = re.sub(r"%([1-9])", shown, level.text)
        return Marker(text, level.gap, words=True) if text.strip() else None


def _levels(parent: _Element) -> dict[int, Level]:
    out: dict[int, Level] = {}
    for level in parent.iterfind(f"{W}lvl"):
        at = number(level.get(f"{W}ilvl"))
        if at is None or not 0 <= at < _LEVELS:
            continue
        run = level.find(f"{W}rPr")
        fonts = run.find(f"{W}rFonts") if run is not None else None
        start = number(value(level.find(f"{W}start")))
        out[at] = Level(
            start=0 if start is None else start,
            style=_style(level),
            text=value(level.find(f"{W}lvlText")) or "",
            gap=_GAPS.get(value(level.find(f"{W}suff")) or "tab", " "),
            restart=number(value(level.find(f"{W}lvlRestart"))),
            legal=bool(on(level.find(f"{W}isLgl"))),
            hidden=bool(on(run.find(f"{W}vanish"))) if run is not None else False,
            font=(value(fonts, "ascii") or value(fonts, "hAnsi") or "") if fonts is not None else "",
            linked=value(level.find(f"{W}pStyle")) or "",
            indent=level.find(f"{W}pPr/{W}ind"),
        )
    return out


def _style(level: _Element) -> str:
    """The number style; 001, 002 and the like stand in an alternative beside a plain one."""
    custom = level.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if custom is not None and (value(custom, "format") or "").startswith("01"):
        return "decimalZero"
    plain = level.find(f"{W}numFmt")
    if plain is None:
        plain = level.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return value(plain) or "decimal"
