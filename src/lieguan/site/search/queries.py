"""Searching, for the page, the feeds and the interfaces to programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from lieguan.site.search import kinds
from lieguan.site.search.index import Search, SearchIndex
from lieguan.site.search.keeper import folder
from lieguan.site.search.language import Wanted, parse
from lieguan.site.search.marking import Piece, snippet
from lieguan.site.search.things import viewers

PAGE = 20
# Deeper pages cost more than they are worth; the API's dumps give everything.
DEEPEST = 500

_opened: dict[str, SearchIndex] = {}
_opening = Lock()


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: words as typed, filters by facet, days, order, page (from 1)."""

    words: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    best_first: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing, with the piece of its words that shows why."""

    kind: kinds.Kind
    place: kinds.Place
    pieces: list[Piece]

    @property
    def title(self) -> str:
        """What kind of thing it is, in the reader's language."""
        return str(self.kind.title)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of hits, the exact number of all, and the counts of facets."""

    hits: list[Hit]
    count: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    wanted: Wanted | None
    pages: int


def opened() -> SearchIndex:
    """The index of this site, opened once for each process; it shows new commits by itself."""
    where = str(folder())
    with _opening:
        if where not in _opened:
            _opened[where] = SearchIndex(folder())
        return _opened[where]


def ask(question: Question, account: Any) -> Answer:
    """Answer a question for an account (or nobody): only what it may read is found and counted."""
    wanted = parse(question.words)
    if wanted is None and not any(question.filters.values()):
        return Answer([], 0, {}, None, 0)
    index = opened()
    index.refresh()
    page = max(1, min(question.page, DEEPEST))
    hits = index.search(
        Search(
            wanted=wanted,
            viewers=viewers(account),
            filters=question.filters,
            since=question.since.isoformat() if question.since else "",
            until=question.until.isoformat() if question.until else "",
            best_first=question.best_first,
            offset=(page - 1) * PAGE,
            limit=PAGE,
            counted=("kind", "body", "agency", "person", "state"),
        )
    )
    found = [
        Hit(kind, place, snippet(place.text, wanted)) for kind, place in kinds.places(hits.keys, account)
    ]
    return Answer(found, hits.count, hits.facets, wanted, -(-hits.count // PAGE))
