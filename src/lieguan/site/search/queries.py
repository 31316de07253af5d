"""Searching, for the page, the feeds and the interfaces to programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import Any

from lieguan.site.search import kinds, withheld
from lieguan.site.search.index import FACETS, Search, SearchIndex
from lieguan.site.search.keeper import folder
from lieguan.site.search.language import Begun, Wanted, parse, too_many
from lieguan.site.search.marking import Piece, snippet, whole
from lieguan.site.search.things import viewers

PAGE = 20
# Deeper pages cost more than they are worth; the API's dumps give everything.
DEEPEST = 500
SUGGESTED = 8

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

    @property
    def asks(self) -> bool:
        """Whether anything narrows what is looked for."""
        return bool(self.words.strip() or any(self.filters.values()) or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing, with its heading and the piece of its words that shows why."""

    kind: kinds.Kind
    place: kinds.Place
    heading: list[Piece]
    pieces: list[Piece]

    @property
    def title(self) -> str:
        """What kind of thing it is, in the reader's language."""
        return str(self.kind.title)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of hits, the exact number of all, and the counts of facets.

    shortened  more was typed than one search takes: only the first MOST_WORDS words were looked for
    """

    hits: list[Hit]
    count: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    wanted: Wanted | None
    pages: int
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The name of something that exists, for who is still typing."""

    text: str
    kind: str


def opened() -> SearchIndex:
    """The index of this site as it was last committed, opened once for each process.

    As long as there is none (it was never filled, or its files were damaged and it is being built anew), an empty one:
    nothing is found, and the next search looks again.
    """
    where = str(folder())
    with _opening:
        index = _opened.get(where) or SearchIndex.read(folder())
        try:
            if index is not None:
                index.refresh()
        except (ValueError, OSError):
            index = None
        if index is None:
            _opened.pop(where, None)
            return SearchIndex(None)
        _opened[where] = index
        return index


def ask(question: Question, account: Any) -> Answer:
    """Answer a question for an account (or nobody): only what it may read is found and counted."""
    wanted, shortened = parse(question.words), too_many(question.words)
    if not question.asks or (wanted is None and question.words.strip()):
        return Answer([], 0, {}, None, 0)
    index = opened()
    page = max(1, min(question.page, DEEPEST))
    search = _search(question, wanted, account, index)
    hits = index.search(replace(search, offset=(page - 1) * PAGE, limit=PAGE, counted=FACETS))
    found = [
        Hit(kind, place, whole(place.heading or place.context, wanted), snippet(place.text, wanted))
        for kind, place in kinds.places(hits.keys, account)
    ]
    return Answer(found, hits.count, hits.facets, wanted, -(-hits.count // PAGE), shortened)


def everything(question: Question, account: Any, most: int) -> tuple[str, ...] | None:
    """The keys of all hits that the account may read, newest first; None where there are more than `most`."""
    wanted = parse(question.words)
    if not question.asks or (wanted is None and question.words.strip()):
        return ()
    index = opened()
    found = index.search(replace(_search(question, wanted, account, index), limit=most))
    return found.keys if found.count <= most else None


def _search(question: Question, wanted: Wanted | None, account: Any, index: SearchIndex) -> Search:
    return Search(
        wanted=wanted,
        viewers=viewers(account),
        filters=question.filters,
        since=question.since.isoformat() if question.since else "",
        until=question.until.isoformat() if question.until else "",
        best_first=question.best_first,
        without=withheld.not_yet(index.mark()),
    )


def suggest(typed: str, account: Any) -> list[Suggestion]:
    """Names of things that hold what is being typed, best first: only of what this account may read."""
    if not typed.strip():
        return []
    index = opened()
    found = index.search(
        Search(
            wanted=Begun(typed),
            viewers=viewers(account),
            best_first=True,
            limit=SUGGESTED * 3,  # several things can have one name
            in_names=True,
            without=withheld.not_yet(index.mark()),
        )
    )
    named = {
        place.heading: Suggestion(place.heading, str(kind.title))
        for kind, place in reversed(kinds.places(found.keys, account))
    }
    return list(named.values())[::-1][:SUGGESTED]
