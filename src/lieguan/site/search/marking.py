"""Which words of a text were found, and the piece of it that shows them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lieguan.site.search import segments
from lieguan.site.search.language import Begun, Not, Wanted, Words

# Characters of a text that the list of hits shows, and how many of them stand in front of the first mark.
SHOWN = 160
BEFORE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text, marked or not."""

    text: str
    marked: bool


def marks(text: str, wanted: Wanted | None) -> list[tuple[int, int]]:
    """Where in `text` the wanted words stand: (start, end), in order, disjoint."""
    pattern = _pattern(wanted)
    if pattern is None:
        return []
    folded, origin = segments.fold_with_map(text)
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(folded):
        start, end = origin[match.start()], origin[match.end() - 1] + 1
        if found and start < found[-1][1]:
            start = found[-1][1]
        if start < end:
            found.append((start, end))
    return found


def snippet(text: str, wanted: Wanted | None) -> list[Piece]:
    """The part of the text around the first marks, cut at SHOWN characters, as pieces."""
    places = marks(text, wanted)
    first = places[0][0] if places else 0
    start = max(0, min(first - BEFORE, len(text) - SHOWN)) if first > BEFORE else 0
    end = min(len(text), start + SHOWN)
    pieces = [Piece("…", marked=False)] if start else []
    pieces += _cut(text, places, start, end)
    if end < len(text):
        pieces.append(Piece("…", marked=False))
    return pieces


def whole(text: str, wanted: Wanted | None) -> list[Piece]:
    """All of a short text, as pieces."""
    return _cut(text, marks(text, wanted), 0, len(text))


def _cut(text: str, places: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for low, high in places:
        if low >= end or high <= start:
            continue
        pieces += [
            Piece(text[at : max(at, low)], marked=False),
            Piece(text[max(at, low) : min(high, end)], marked=True),
        ]
        at = min(high, end)
    pieces.append(Piece(text[at:end], marked=False))
    return [piece for piece in pieces if piece.text]


@lru_cache(maxsize=64)
def _pattern(wanted: Wanted | None) -> re.Pattern[str] | None:
    patterns = [pattern for words in _words(wanted) for pattern in _patterns(words)]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


def _words(wanted: Wanted | None) -> Iterator[str]:
    match wanted:
        case None | Not():
            return
        case Words(text) | Begun(text):
            yield text
        case _:
            for part in wanted.parts:
                yield from _words(part)


def _patterns(words: str) -> Iterator[str]:
    pieces: list[list[str]] = [[]]
    for gap, run in segments.runs(segments.fold(words)):
        if gap:
            pieces.append([])
        pieces[-1].append(run)
    for piece in pieces:
        if piece:
            body = r"\s*".join(re.escape(run) for run in piece)
            yield _edge(piece[0][0], r"(?<!{})") + body + _edge(piece[-1][-1], r"(?!{})")


def _edge(character: str, pattern: str) -> str:
    """A letter or digit at the edge is the edge of its word: AI is not in SAID."""
    if character.isdigit():
        return pattern.format(r"\d")
    return pattern.format(r"[a-z]") if character.isascii() and character.isalpha() else ""
