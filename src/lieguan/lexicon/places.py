"""Municipalities and counties 直轄市與縣市: which one a body belongs to, by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lieguan.lexicon import tables

COLUMNS = ("name", "short_names", "government", "source", "seen")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A municipality or county, what it is called for short, and the name of its government."""

    name: str
    short_names: tuple[str, ...]
    government: str
    source: str | None
    seen: str | None


class Places:
    """Every place by every name; a name that two places share (新竹, 嘉義) is none."""

    def __init__(self, rows: Iterable[PlaceRow]) -> None:
        self.rows = tuple(rows)
        self._by_name = {name: row for row in self.rows for name in (row.name, *row.short_names)}
        names = sorted(self._by_name, key=len, reverse=True)
        self._find = re.compile("|".join(map(re.escape, names))) if names else re.compile(r"(?!)")

    def place_of(self, body: str | None) -> str | None:
        """The place that a body's name tells: 臺北市都市計畫委員會 → 臺北市; None where it tells none."""
        if not body:
            return None
        match = self._find.search(body.replace("台", "臺"))
        return self._by_name[match[0]].name if match else None

    def named_in(self, text: str) -> Counter[str]:
        """How often `text` names each place."""
        return Counter(
            self._by_name[match[0]].name for match in self._find.finditer(text.replace("台", "臺"))
        )

    def government(self, place: str) -> str | None:
        """The full name of a place's government."""
        row = self._by_name.get(place)
        return row.government if row else None

    def split(self, name: str) -> tuple[str | None, str]:
        """A name that begins with a place, as (the place, the rest): 北市環保局 → (臺北市, 環保局)."""
        match = self._find.match(name)
        if match is None:
            return None, name
        return self._by_name[match[0]].name, name[match.end() :]


@cache
def standard_places() -> Places:
    """The places that come with the package."""
    name = "places.csv"
    return Places(
        PlaceRow(
            cell["name"],
            tables.several(cell["short_names"]),
            cell["government"],
            cell["source"] or None,
            cell["seen"] or None,
        )
        for _, cell in tables.rows(tables.packaged(name), name, COLUMNS)
    )
