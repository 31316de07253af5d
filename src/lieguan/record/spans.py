"""Places in a record's text.

A `Span` is `(start, end)`: start inclusive, end exclusive, counted in Unicode code points of `Record.text`
(not UTF-16 units: a browser must convert). `Spans` are disjoint, in text order; a sentence that a page
number interrupts has two.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    left = list(merged(spans))
    for hole_start, hole_end in merged(holes):
        cut: list[Span] = []
        for start, end in left:
            if hole_end <= start or end <= hole_start:
                cut.append((start, end))
                continue
            if start < hole_start:
                cut.append((start, hole_start))
            if hole_end < end:
                cut.append((hole_end, end))
        left = cut
    return tuple(left)


def words(text: str, spans: Iterable[Span]) -> str:
    """What stands in `text` at `spans`, joined."""
    return "".join(text[start:end] for start, end in spans)
