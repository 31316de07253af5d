"""Heads, feet and page numbers: lines near the edge of the page that come again on other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from lieguan.sources.pdf.lines import Line
from lieguan.sources.running import PAGE_NUMBER

Running = Literal["running-head", "page-number"]

#: Lines from either edge of a page that can be running ones, and the share of its height they lie in.
_LINES, _EDGE = 3, 0.15
#: Lines that come again stand at the same height, to so many points.
_SAME_HEIGHT = 6.0
#: A page number alone stands so many times its size away from the nearest line of the text.
_ALONE = 1.8
#: Digits that count pages; longer numbers are dates, telephone numbers, file numbers.
_COUNTER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")

_Sign = tuple[str, int, int, int]


def running(pages: Sequence[Sequence[Line]], bounds: Sequence[tuple[float, float]]) -> dict[int, Running]:
    """What is a running line, by the id() of the line. `bounds` are top and bottom of each page."""
    edges = [line for page, bound in zip(pages, bounds, strict=True) for line in _edge_lines(page, *bound)]
    seen = Counter(sign for line in edges for sign in set(_signs(line)))
    found: dict[int, Running] = {}
    for line in edges:
        # The same words, or the same words with a number that counts up as the pages do.
        again = max((seen[sign] for sign in _signs(line, counting=False)), default=0)
        counted = max((seen[sign] for sign in _signs(line)), default=0)
        if PAGE_NUMBER.fullmatch(line.text):
            if counted >= 2 or _alone(line, pages[line.page]):
                found[id(line)] = "page-number"
        elif again >= 2 or counted >= 3:
            found[id(line)] = "running-head"
    return found


def _edge_lines(page: Sequence[Line], top: float, bottom: float) -> list[Line]:
    band = _EDGE * (bottom - top)
    first = [line for line in page[:_LINES] if line.y <= top + band]
    last = [line for line in page[-_LINES:] if line.y >= bottom - band]
    return [*first, *(line for line in last if not any(line is other for other in first))]


def _signs(line: Line, *, counting: bool = True) -> Iterator[_Sign]:
    """What lines that come again have in common: words, height, and a number less the number of its page."""
    heights = {int(line.y // _SAME_HEIGHT), int(line.y // _SAME_HEIGHT + 0.5)}
    for height in heights:
        yield line.text, height, -1, 0
        if counting:
            for at, match in enumerate(_COUNTER.finditer(line.text)):
                words = f"{line.text[: match.start()]}\0{line.text[match.end() :]}"
                yield words, height, at, int(match[0]) - line.page


def _alone(line: Line, page: Sequence[Line]) -> bool:
    nearest = min((abs(other.y - line.y) for other in page if other is not line), default=float("inf"))
    return nearest >= _ALONE * line.size
