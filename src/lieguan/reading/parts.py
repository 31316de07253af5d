"""Stage 10: every character accounted for 各部分.

Reads:  marked, root, flow, document. Returns the parts: they cut the text from 0 to its end.

White space goes with the part before it; what stands between blocks and is no white space is mark-up; what no
rule has placed is `unread`. A part ends at a blank line and after 3,000 characters at the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lieguan.reading.nodes import Node
from lieguan.reading.state import Reading
from lieguan.record.nouns import Part, PartKind
from lieguan.record.spans import Span, merged, without

LONGEST = 3000
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v\u3000]*\n\s*")
_NOTHING = re.compile(r"[\s（(]*(?:從?略|無)[）)。.\s]*")
_FURNITURE: dict[str, PartKind] = {"annex": "annex", "tracking": "table", "opening": "field"}

Piece = tuple[int, int, PartKind, object]


def place_rest(reading: Reading) -> None:
    """Marks what the outline alone places: headings, explanations, annexes, tables, what was set aside."""
    for node in reading.root.walk():
        unit = node.unit
        if unit is None:
            continue
        if unit.table is not None:
            kind: PartKind | None = _under(reading, node) or "table"
            for row in unit.table.rows:
                for cell in row:
                    for paragraph in cell:
                        reading.mark(paragraph.passage.spans(), "annex" if kind == "annex" else "table", None)
            continue
        _place(reading, node)
    for spans, kind in reading.flow.aside:
        reading.mark(spans, kind)


def _place(reading: Reading, node: Node) -> None:
    unit = node.unit
    if unit is None:
        return
    whole = unit.passage
    if node.role == "section":
        reading.mark(whole.spans(0, unit.head), "marker")
        if node.kind != "unknown":
            reading.mark(whole.spans(unit.head, unit.body), "heading")
            reading.mark(whole.spans(unit.body), "field" if node.kind == "adjourn" else "heading", None)
        else:
            reading.mark(whole.spans(), "heading")
        return
    if node.role in ("label", "item", "speaker"):
        reading.mark(whole.spans(0, unit.head), "marker")
        reading.mark(whole.spans(unit.head, unit.body), "label")
        if node.role == "item":
            reading.mark(whole.spans(unit.body), "heading")
            return
    kind = _under(reading, node)
    if kind is None and node.role == "text" and _NOTHING.fullmatch(whole.text):
        kind = "field"
    if kind is not None:
        reading.mark(whole.spans(0, unit.head), "marker", _item(reading, node))
        reading.mark(whole.spans(), kind, _item(reading, node))


def _under(reading: Reading, node: Node) -> PartKind | None:
    """What a paragraph is by the label or section that it stands under; None where nothing says."""
    for above in node.above():
        if above.role == "label":
            return "explanation"
        if above.role == "item":
            return "explanation" if above is not node else None
        if above.role == "section":
            if id(above) in reading.topics:
                return "explanation"
            return _FURNITURE.get(above.kind)
    return None


def _item(reading: Reading, node: Node) -> object:
    for above in node.above():
        found = reading.topics.get(id(above))
        if found:
            return found[0].value
    return None


def cut(reading: Reading) -> tuple[tuple[Span, PartKind, object], ...]:
    """The parts, each with the draft it belongs to."""
    text = reading.document.text
    out: list[Piece] = []
    at = 0
    for start, end, kind, of in _settled(reading):
        if start > at:
            _between(text, at, start, reading, out)
        out.append((start, end, kind, of))
        at = end
    if at < len(text):
        _between(text, at, len(text), reading, out)
    return tuple(((start, end), kind, of) for start, end, kind, of in _shortened(text, _closed(text, out)))


def _settled(reading: Reading) -> list[Piece]:
    """The marked places, sorted and disjoint; the first rule to mark a place keeps it."""
    events: list[tuple[int, int, int, PartKind, object]] = []
    for order, marked in enumerate(reading.marked):
        events += [(start, order, end, marked.kind, marked.of) for start, end in marked.spans if start < end]
    events.sort(key=lambda e: (e[0], e[1]))
    return _sweep(events)


def _sweep(events: list[tuple[int, int, int, PartKind, object]]) -> list[Piece]:
    import heapq  # noqa: PLC0415

    out: list[Piece] = []
    waiting: list[tuple[int, int, PartKind, int]] = []
    owners = [event[4] for event in events]
    at = 0
    for index, (start, order, end, kind, _) in enumerate([*events, (1 << 60, 0, 1 << 60, "unread", None)]):
        while waiting and at < start:
            _, until, held, owner = waiting[0]
            if until <= at:
                heapq.heappop(waiting)
                continue
            stop = min(until, start)
            if out and out[-1][1] == at and out[-1][2] == held and out[-1][3] is owners[owner]:
                out[-1] = (out[-1][0], stop, held, owners[owner])
            else:
                out.append((at, stop, held, owners[owner]))
            at = stop
        at = max(at, start)
        heapq.heappush(waiting, (order, end, kind, index))
    return out


def _between(text: str, start: int, end: int, reading: Reading, out: list[Piece]) -> None:
    """What nobody marked: words of a block are unread, anything else that is not white space is mark-up."""
    if text[start:end].isspace():
        return
    words = reading.document.blocks
    inside = _covered(reading, start, end)
    at = start
    for low, high in inside:
        if text[at:low].strip():
            out.append((at, low, "mark-up", None))
        if text[low:high].strip():
            out.append((low, high, "unread", None))
        at = high
    if text[at:end].strip():
        out.append((at, end, "mark-up", None))
    del words


def _covered(reading: Reading, start: int, end: int) -> Iterator[Span]:
    """The places of blocks inside [start, end)."""
    from bisect import bisect_left  # noqa: PLC0415

    spans = _block_spans(reading)
    index = max(0, bisect_left(spans, (start, start)) - 1)
    while index < len(spans) and spans[index][0] < end:
        low, high = max(start, spans[index][0]), min(end, spans[index][1])
        if low < high:
            yield low, high
        index += 1


def _block_spans(reading: Reading) -> tuple[Span, ...]:
    cached = _CACHE.get(id(reading))
    if cached is None:
        cached = merged(span for block in reading.document.blocks for span in block.spans)
        _CACHE.clear()
        _CACHE[id(reading)] = cached
    return cached


_CACHE: dict[int, tuple[Span, ...]] = {}


def _closed(text: str, pieces: list[Piece]) -> list[Piece]:
    """Each piece reaches to the next, white space with the one before; the first begins at 0."""
    if not pieces:
        return [(0, len(text), "mark-up", None)] if text else []
    out: list[Piece] = []
    for index, (start, _, kind, of) in enumerate(pieces):
        stop = pieces[index + 1][0] if index + 1 < len(pieces) else len(text)
        out.append((0 if index == 0 else start, stop, kind, of))
    return out


def _shortened(text: str, pieces: list[Piece]) -> Iterator[Piece]:
    for start, end, kind, of in pieces:
        at = start
        for match in _BLANK_LINE.finditer(text, start, end):
            if text[match.end() : end].strip() and text[at : match.start()].strip():
                yield from _limited(at, match.end(), kind, of)
                at = match.end()
        yield from _limited(at, end, kind, of)


def _limited(start: int, end: int, kind: PartKind, of: object) -> Iterator[Piece]:
    while end - start > LONGEST:
        yield (start, start + LONGEST, kind, of)
        start += LONGEST
    if start < end:
        yield (start, end, kind, of)


def named(parts: tuple[tuple[Span, PartKind, object], ...]) -> tuple[Part, ...]:
    """The parts with the ids of what they belong to."""
    return tuple(
        Part(span, kind, of if isinstance(of, str) else getattr(of, "id", None)) for span, kind, of in parts
    )


__all__ = ["cut", "named", "place_rest", "without"]
