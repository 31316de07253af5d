"""Places in a record's text.

A `Span` is `(start, end)`: start inclusive, end exclusive, counted in Unicode code points of `Record.text`
(not UTF-16 units: a browser must convert). `Spans` are disjoint, in text order; a sentence that a page
number interrupts has two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = tuple[Span, ...]


def merged(spans: Iterable[Span]) -> Spans:
    """The same places as few spans, sorted; touching and overlapping ones become one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> Spans:
    """`spans` less every place that `holes` cover."""
    left: list[Span] = []
    cuts = merged(holes)
    first = 0
    for start, end in merged(spans):
        while first < len(cuts) and cuts[first][1] <= start:
            first += 1
        at, cut = start, first
        while cut < len(cuts) and cuts[cut][0] < end:
            if at < cuts[cut][0]:
                left.append((at, cuts[cut][0]))
            at = cuts[cut][1]
            cut += 1
        if at < end:
            left.append((at, end))
    return tuple(left)


def touch(spans: Iterable[Span], places: Sequence[Span]) -> bool:
    """Whether any of `spans` shares a character with `places`, which are disjoint and in order."""
    for start, end in spans:
        at = bisect_left(places, (end,))
        if at and start < end and places[at - 1][1] > start:
            return True
    return False


def words(text: str, spans: Iterable[Span]) -> str:
    """What stands in `text` at `spans`, joined."""
    return "".join(text[start:end] for start, end in spans)
