"""Agencies 機關 and what they are called: names, short names, parents, and the days on which they had them.

A row is one agency under one name, from its first day to its last. A new name (環境保護署 → 環境部) is a new
row; `successors` of the old one says what it became.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lieguan.lexicon import tables
from lieguan.lexicon.places import Places, standard_places
from lieguan.text.width import folded

COLUMNS = (
    "name", "short_names", "place", "parent", "valid_from", "valid_to", "successors", "code", "oid",
    "source", "seen", "unverified",
)  # fmt: skip


#: The edition of the package's data files, as year and month.
EDITION = "2026-11"


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency under one name.

    name         the full official name
    short_names  what minutes call it for short (國產局)
    place        the municipality or county whose agency it is (臺北市), None for the state's
    parent       the full name of the agency above it
    valid_from   its first day under this name; None where that is not known
    valid_to     its last day; None where it stands, or where the day is not known but `successors` is not empty
    code, oid    its code (A21010000I) and object identifier (2.16.886…), None where not known
    source       the address or document that says so; None marks the row as unverified
    seen         the day on which the source was looked at
    unverified   the columns of this row that the source does not cover (valid_from)
    """

    name: str
    short_names: tuple[str, ...] = ()
    place: str | None = None
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    code: str | None = None
    oid: str | None = None
    source: str | None = None
    seen: date | None = None
    unverified: tuple[str, ...] = ()

    def in_force(self, day: date | None) -> bool:
        """Whether it had this name on `day`; without a day, whether it has it still."""
        if day is None:
            return self.valid_to is None and not self.successors
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def verified(self) -> bool:
        """A source says all of it."""
        return self.source is not None and not self.unverified


def normal(name: str) -> str:
    """The form that names are compared in: width folded, 台 as 臺, no white space."""
    return "".join(folded(name).split()).replace("台", "臺")


# 本府教育局, 縣府教育處, 市政府交通局: the body's own government; 本部國有財產局: the chair's ministry.
_OWN = re.compile(r"(?:本|該|縣|市)(?:縣|市)?(?:政)?府|本[縣市]|本[部院]|該[部院]")


_OF_GOVERNMENT = re.compile(r"^(?:政)?府(?=.{2})")
# Bodies whose own units are called as a government's are (人事處 of a university): a bare name is not the city's.
_INSTITUTION = re.compile(r"大學|學院|高中|國中|國小|學校|學生|醫院|公司|協會|學會|基金會|工會|公會")


# A body asks for the same few names again and again.
_REMEMBERED = 4096


class Agencies:
    """Every agency that is known, found by any of its names. Immutable once made."""

    def __init__(self, rows: Iterable[AgencyRow], places: Places, edition: str = EDITION) -> None:
        self.edition = edition
        self.rows = tuple(rows)
        self.places = places
        self._by_name: dict[str, list[AgencyRow]] = {}
        for row in self.rows:
            for name in dict.fromkeys(map(normal, (row.name, *row.short_names))):
                self._by_name.setdefault(name, []).append(row)
        lengths: dict[str, set[int]] = {}
        for name in self._by_name:
            lengths.setdefault(name[0], set()).add(len(name))
        self._answers: dict[tuple[str, str | None, date | None, str | None], AgencyRow | None] = {}
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def extended(self, rows: Iterable[AgencyRow], edition: str) -> Agencies:
        """These and `rows`; a row here with the same name and first day gives way to the new one."""
        new = tuple(rows)
        taken = {(row.name, row.valid_from) for row in new}
        kept = (row for row in self.rows if (row.name, row.valid_from) not in taken)
        return Agencies((*new, *kept), self.places, edition)

    def named(self, name: str) -> tuple[AgencyRow, ...]:
        """Every row that has `name` as its name or short name, whatever the day."""
        return tuple(self._by_name.get(normal(name), ()))

    def knows(self, key: str) -> bool:
        """Whether `key`, in normal form, is a name or short name of any row."""
        return key in self._by_name

    def longest_at(self, text: str, start: int, stop: int | None = None) -> int:
        """The length of the longest known name that stands in `text` at `start`; 0 where none does.

        `text` is in normal form (`normal` without taking out white space keeps the offsets).
        """
        stop = len(text) if stop is None else stop
        for length in self._lengths.get(text[start : start + 1], ()):
            if start + length <= stop and text[start : start + length] in self._by_name:
                return length
        return 0

    def resolve(
        self, short: str, *, body: str | None = None, day: date | None = None, place: str | None = None
    ) -> AgencyRow | None:
        """The agency that `short` means in a meeting of `body`, seated in `place`, on `day`.

        A name that stood on that day wins; of several, the body's own government's, then the state's; a name
        that had ended by then gives what the agency had become. None where nothing fits or two fit equally.
        """
        key = normal(short)
        if len(key) < 2:
            return None
        asked = (key, body, day, place)
        if asked not in self._answers:
            if len(self._answers) > _REMEMBERED:
                self._answers.clear()
            self._answers[asked] = self._resolved(key, body, day, place)
        return self._answers[asked]

    def _resolved(self, key: str, body: str | None, day: date | None, place: str | None) -> AgencyRow | None:
        seat = self.places.place_of(place) or self.places.place_of(body)
        bare = None if body and _INSTITUTION.search(body) else seat
        own = _OWN.match(key)
        if own is None:
            return self._pick(key, day, bare) or self._placed(key, day)
        rest, mine = key[own.end() :], "府" in own[0] or own[0] in {"本縣", "本市"}
        if not rest:
            government = self.places.government(seat) if mine and seat else None
            return self._of_that_day(government, day, seat) if government else None
        return self._pick(rest, day, seat if mine else None)

    def _of_that_day(self, government: str, day: date | None, seat: str | None) -> AgencyRow | None:
        """A place's government, or what it was called on that day: 縣府 in 桃園 in 2012 is 桃園縣政府."""
        before = [
            row
            for rows in self._by_name.values()
            for row in rows
            if government in row.successors
            and day is not None
            and row.valid_to is not None
            and day <= row.valid_to
        ]
        return _only(before) or self._pick(normal(government), day, seat)

    def _placed(self, key: str, day: date | None) -> AgencyRow | None:
        """北市環保局: a place before a bureau's short name."""
        seat, rest = self.places.split(key)
        rest = _OF_GOVERNMENT.sub("", rest)
        return self._pick(rest, day, seat) if seat and rest else None

    def _pick(self, key: str, day: date | None, seat: str | None) -> AgencyRow | None:
        rows = self._by_name.get(key)
        if not rows:
            return None
        full = [row for row in rows if normal(row.name) == key]
        if (
            day is not None
            and len(full) < len(rows)
            and all(row.valid_from and row.valid_from > day for row in full)
        ):
            full = []  # 大陸委員會 in 2012, six years before it was called so: 行政院大陸委員會
        # A short name of another place's bureau means nothing here: 發展局 is Taipei's only in Taipei.
        fit = full or [row for row in rows if row.place is None or row.place == seat]
        local = [row for row in fit if row.place is not None]
        for group in (local, [row for row in fit if row.place is None]) if not full else (fit,):
            standing = [row for row in group if row.in_force(day)]
            if standing:
                return _only(standing)
            if day is None and seat is not None and group is local and _only(group):
                return _only(group)  # minutes without a day: the only office that the place ever called so
            # 主計處, 新聞局 of long ago may as well be a unit of somebody else today.
            later = (
                None if not full and seat is None and len(rows) > len(fit) else self._successor(group, day)
            )
            if later:
                return later
        return None

    def _successor(self, rows: list[AgencyRow], day: date | None) -> AgencyRow | None:
        """What the one of `rows` that ended last had become by `day`."""
        past = [
            r for r in rows if r.successors and (day is None or (r.valid_to is not None and r.valid_to < day))
        ]
        past.sort(key=lambda r: r.valid_to or date.min)
        seen: set[str] = set()
        row = past[-1] if past else None
        while row is not None and len(row.successors) == 1 and row.name not in seen:
            seen.add(row.name)
            next_rows = [
                r for r in self._by_name.get(normal(row.successors[0]), ()) if r.name == row.successors[0]
            ]
            standing = [r for r in next_rows if r.in_force(day)]
            if standing:
                return standing[0]
            row = next((r for r in next_rows if r.successors), None)
        return None


def _only(rows: list[AgencyRow]) -> AgencyRow | None:
    names = {row.name for row in rows}
    return rows[0] if len(names) == 1 else None


def read_rows(text: str, place: str) -> Iterator[AgencyRow]:
    """The rows of a CSV of agencies. Raises LexiconError, which names the row."""
    for where, cell in tables.rows(text, place, COLUMNS):
        yield _row(cell, where)


def _row(cell: Mapping[str, str], where: str) -> AgencyRow:
    return AgencyRow(
        name=cell["name"],
        short_names=tables.several(cell["short_names"]),
        place=cell["place"] or None,
        parent=cell["parent"] or None,
        valid_from=tables.day(cell["valid_from"], where),
        valid_to=tables.day(cell["valid_to"], where),
        successors=tables.several(cell["successors"]),
        code=cell["code"] or None,
        oid=cell["oid"] or None,
        source=cell["source"] or None,
        seen=tables.day(cell["seen"], where),
        unverified=tables.several(cell["unverified"]),
    )


FILES = ("agencies-central.csv", "agencies-local.csv")


@cache
def standard() -> Agencies:
    """The agencies that come with the package."""
    return Agencies(
        (row for name in FILES for row in read_rows(tables.packaged(name), name)), standard_places()
    )


def with_files(paths: Iterable[Path]) -> Agencies:
    """The package's agencies and those of the user's own files, which go before.

    The edition then says which files: 2026-11+ and the beginning of their digest. Raises LexiconError, which
    names the file and the row.
    """
    texts = [(tables.from_file(path), str(path)) for path in paths]
    if not texts:
        return standard()
    digest = hashlib.sha256("\0".join(text for text, _ in texts).encode()).hexdigest()
    rows = [row for text, place in texts for row in read_rows(text, place)]
    return standard().extended(rows, f"{EDITION}+{digest[:8]}")
