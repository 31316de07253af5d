"""Heads, feet and page numbers: lines near the edge of the page that come again on other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Literal

from lieguan.sources.pdf.lines import Line
from lieguan.sources.running import PAGE_NUMBER

Running = Literal["running-head", "page-number"]

#: Lines from either edge of a page that can be running ones, and the share of its height they lie in.
_LINES, _EDGE = 8, 0.16
#: Lines that come again stand at the same height, to so many points.
_SAME_HEIGHT = 6.0
#: A page number alone stands so many times its size away from the nearest line of the text.
_ALONE = 1.8
#: Lines of so many characters, so alike, with the same numbers are one line that OCR read twice; it is looked
#: for among so many others.
_TWIN, _ALIKE, _MOST_TWINS = 8, 0.8, 30
#: Digits that count pages; longer numbers are dates, telephone numbers, file numbers.
_COUNTER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")

_Sign = tuple[str, int, int, int]


def running(
    pages: Sequence[Sequence[Line]], bounds: Sequence[tuple[float, float]], *, blurred: bool = False
) -> dict[int, Running]:
    """What is a running line, by the id() of the line. `bounds` are top and bottom of each page.

    From either edge inwards, up to the first line that does not come again. Where OCR read the pages, `blurred`,
    nearly the same words are the same.
    """
    edges = [
        side
        for page, bound in zip(pages, bounds, strict=True)
        for side in (_edge(page, bound[0], bound), _edge(page[::-1], bound[1], bound))
    ]
    if blurred:
        words = _nearly_same(edges)
        named = [[(replace(line, text=words[id(line)]), far) for line, far in side] for side in edges]
    else:
        named = edges
    seen = Counter(sign for side in named for line, far in side for sign in set(_signs(line, far)))
    found: dict[int, Running] = {}
    for side, named_side in zip(edges, named, strict=True):
        for (line, far), (same, _) in zip(side, named_side, strict=True):
            kind = found.get(id(line)) or _kind(line, same, far, seen, pages[line.page])
            if kind is None:
                break
            found[id(line)] = kind
    return found


def _nearly_same(edges: Sequence[Sequence[tuple[Line, float]]]) -> dict[int, str]:
    """The words by which lines are compared: one and the same for lines at one height that are nearly alike."""
    known: list[tuple[str, float]] = []
    out: dict[int, str] = {}
    for side in edges:
        for line, far in side:
            words = "".join(line.text.split())
            near = [other for other, height in known if abs(height - far) <= _SAME_HEIGHT][-_MOST_TWINS:]
            twin = next((other for other in near if _is_twin(words, other)), None)
            if twin is None:
                known.append((words, far))
            out[id(line)] = twin or words
    return out


def _is_twin(words: str, other: str) -> bool:
    if words == other:
        return True
    if min(len(words), len(other)) < _TWIN or _COUNTER.findall(words) != _COUNTER.findall(other):
        return False
    return SequenceMatcher(None, words, other, autojunk=False).ratio() >= _ALIKE


def _kind(line: Line, same: Line, far: float, seen: Counter[_Sign], page: Sequence[Line]) -> Running | None:
    """What a line is; `same` is it with the words by which lines are compared."""
    # The same words, or the same words with a number that counts up as the pages do.
    again = max(seen[sign] for sign in _signs(same, far, counting=False))
    counted = max(seen[sign] for sign in _signs(same, far))
    if PAGE_NUMBER.fullmatch(line.text):
        return "page-number" if counted >= 2 or _alone(line, page) else None
    return "running-head" if again >= 2 or counted >= 3 else None


def _edge(page: Sequence[Line], edge: float, bound: tuple[float, float]) -> list[tuple[Line, float]]:
    """The lines near one edge of a page, from the edge inwards, and how far from it they stand."""
    band = _EDGE * (bound[1] - bound[0])
    return [(line, line.y - edge) for line in page[:_LINES] if abs(line.y - edge) <= band]


def _signs(line: Line, far: float, *, counting: bool = True) -> Iterator[_Sign]:
    """What lines that come again have in common: words, height, and a number less the number of its page."""
    for height in {int(far // _SAME_HEIGHT), int(far // _SAME_HEIGHT + 0.5)}:
        yield line.text, height, -1, 0
        if counting:
            for at, match in enumerate(_COUNTER.finditer(line.text)):
                words = f"{line.text[: match.start()]}\0{line.text[match.end() :]}"
                yield words, height, at, int(match[0]) - line.page


def _alone(line: Line, page: Sequence[Line]) -> bool:
    nearest = min((abs(other.y - line.y) for other in page if other is not line), default=float("inf"))
    return nearest >= _ALONE * line.size
