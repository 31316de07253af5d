"""What can be found: each kind of thing registers how its rows become entries of the index.

An app above registers its own kinds in its AppConfig.ready(); the search page and the index learn them from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lieguan.site.search.index import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """One found thing as the page shows it.

    address   where it stands on the site, with the anchor of the paragraph
    heading   what it is: an item's title, a speaker, a meeting
    context   where it belongs: the meeting, the body
    text      its words, of which the page shows those around what was looked for
    day       ISO day, "" where it has none
    """

    address: str
    heading: str
    context: str
    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing.

    name      in keys (`name:…`), in addresses and as the facet `kind`
    title     on the page, in the reader's language
    rows      all rows that may have entries, with what `entries` needs selected
    entries   one row -> its entries: one, or none, or (a whole text) several
    touched   (kind, object id) of a log entry -> primary keys of rows whose entries it may have changed
    places    keys of entries -> what the page shows, in a constant number of queries
    """

    name: str
    title: Any
    rows: Callable[[], QuerySet[Any]]
    entries: Callable[[Any], Iterable[Entry]]
    touched: Callable[[str, str], Iterable[int]]
    places: Callable[[Sequence[str], Any], Mapping[str, Place]]

    def row_key(self, pk: int) -> str:
        """The name under which all entries of one row are replaced together."""
        return f"{self.name}/{pk}"


_kinds: dict[str, Kind] = {}


def register(kinds: Sequence[Kind]) -> None:
    """Add kinds of things that can be found."""
    for kind in kinds:
        _kinds[kind.name] = kind


def registered() -> tuple[Kind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def places(keys: Sequence[str], account: Any) -> list[tuple[Kind, Place]]:
    """(kind, place) for each key, in the given order; without what is gone or may not be read by `account`."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        wanted.setdefault(key.partition(":")[0], []).append(key)
    found: dict[str, Place] = {}
    for name, own in wanted.items():
        if name in _kinds:
            found.update(_kinds[name].places(own, account))
    return [(_kinds[key.partition(":")[0]], found[key]) for key in keys if key in found]
