"""The kinds of things that can be restricted, and what is made of the same words: registered by the apps above.

An app registers its kinds, and functions that follow words to where they are kept a second time, in its
AppConfig.ready(). What is covered once stays covered until the restriction is lifted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lieguan.errors import InvalidInput
from lieguan.site.registry.models import Body

Keys = frozenset[str]
# A key, and the uid of the paragraph in whose presence it is not covered ("" for always): see models.Cover.
Covered = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be restricted.

    body     whose secretariat decides
    words    what it says, for the page where that is decided
    address  the page where it is shown
    covers   what its restriction covers before words are followed
    on       the day of its meeting, for the log
    """

    body: Body
    words: str
    address: str
    covers: tuple[Covered, ...]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name in addresses, what it is called, and the thing of a key (None where there is none)."""

    name: str
    title: Any
    find: Callable[[str], Thing | None]


# Covered keys → further keys that hold the same words: a clause → its sub-clauses, the items that it opened.
Follow = Callable[[Keys], Iterable[str]]

# Told which keys are read otherwise from now on, so that their rows count as changed (`modified_since`).
Touch = Callable[[Keys], None]

_kinds: dict[str, Kind] = {}
_follow: list[Follow] = []
_touch: list[Touch] = []


def register(kinds: Iterable[Kind]) -> None:
    """Add kinds of things that can be restricted."""
    for kind in kinds:
        _kinds[kind.name] = kind


def follow(function: Follow) -> None:
    """Add a function that follows words."""
    if function not in _follow:
        _follow.append(function)


def on_change(function: Touch) -> None:
    """Add a function that marks rows as changed."""
    if function not in _touch:
        _touch.append(function)


def touch(keys: Iterable[str]) -> None:
    """Mark what is covered by these keys as changed."""
    wanted = frozenset(keys)
    for function in _touch:
        function(wanted)


def kind_named(name: str) -> Kind:
    """The kind. Raises InvalidInput."""
    if name not in _kinds:
        raise InvalidInput(f"no kind {name} can be restricted", field="kind", place="restriction")
    return _kinds[name]


def followed(keys: Iterable[str]) -> Keys:
    """The keys with all that holds the same words."""
    found = frozenset(keys)
    edge = found
    while edge:
        edge = frozenset(key for function in _follow for key in function(edge)) - found
        found |= edge
    return found
