"""Stage 10: every character accounted for 各部分.

Reads:  marked, root, flow, document. Returns the parts: they cut the text from 0 to its end.

White space goes with the part before it; what stands between blocks and is no white space is mark-up; what no
rule has placed is `unread`. A part ends at a blank line and after 3,000 characters at the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import heappop, heappush

from lieguan.reading.nodes import Node
from lieguan.reading.state import Reading
from lieguan.record.nouns import Part, PartKind
from lieguan.record.spans import Spans, merged

LONGEST = 3000
_BEHIND = 1 << 60
#: A paragraph that says something is no shorter.
_PROSE = 30
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
#: （略）, 社會課：無。
_NOTHING = re.compile(r"(?:[\u3400-\u9fff]{1,12}[：:])?[\s（(]*+(?:從?略|無)[）)。.\s]*")
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
        elif node.style != "bullet" or not _is_a_sentence(whole.text):
            reading.mark(whole.spans(), "heading")
        return
    if node.role in ("label", "item", "speaker"):
        reading.mark(whole.spans(0, unit.head), "marker", _item(reading, node))
        reading.mark(whole.spans(unit.head, unit.body), "label", _item(reading, node))
        if node.role == "item":
            reading.mark(whole.spans(unit.body), "heading")
            return
    kind = _under(reading, node)
    if kind is None and _introduces(reading, node):
        kind = "explanation"
    if kind is None and node.role == "text" and (_NOTHING.fullmatch(whole.text) or _signed(node)):
        kind = "field"
    if kind is not None:
        reading.mark(whole.spans(0, unit.head), "marker", _item(reading, node))
        reading.mark(whole.spans(), kind, _item(reading, node))


def _is_a_sentence(words: str) -> bool:
    """A sentence behind a bullet that stands nowhere is not read; a heading does not end in a full stop."""
    return words.rstrip().endswith(("。", "；"))


def _introduces(reading: Reading, node: Node) -> bool:
    """Prose between the title and the first part of the meeting: why it met, what it is about."""
    parent, unit, title = node.parent, node.unit, reading.meeting.title
    if node.role != "text" or unit is None or title is None or parent is None or parent.role != "root":
        return False
    words, spans = unit.text.strip(), unit.passage.spans()
    behind = bool(spans) and bool(title.spans) and spans[0][0] > title.spans[-1][0]
    return behind and len(words) >= _PROSE and words.endswith(("。", "："))


def _signed(node: Node) -> bool:
    """主席：…（簽章） and 紀錄：… once more behind the adjournment."""
    label = node.unit.label if node.unit is not None else None
    parent = node.parent
    behind = parent is not None and parent.role == "section" and parent.kind == "adjourn"
    return behind and label is not None and label.kind in ("chair", "recorder")


def _under(reading: Reading, node: Node) -> PartKind | None:
    """What a paragraph is by the label or section that it stands under; None where nothing says."""
    for above in node.above():
        if above.role == "label":
            return "annex" if above.kind == "annex" else "explanation"
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


def cut(reading: Reading) -> list[Piece]:
    """The parts, each with the draft it belongs to, in order and without a gap."""
    text = reading.document.text
    words = merged(span for block in reading.document.blocks for span in block.spans)
    out: list[Piece] = []
    at = index = 0
    for start, end, kind, of in [*_settled(reading), (len(text), len(text), "unread", None)]:
        if start > at and not text[at:start].isspace():
            while index < len(words) and words[index][1] <= at:
                index += 1
            out += _unmarked(text, at, start, words, index)
        if end > start:
            out.append((start, end, kind, of))
        at = max(at, end)
    return list(_shortened(text, _closed(text, out)))


def _unmarked(text: str, start: int, end: int, words: Spans, index: int) -> Iterator[Piece]:
    """What nobody marked: words of a block are unread, anything else that is not white space is mark-up."""
    at = start
    while at < end:
        low, high = words[index] if index < len(words) else (end, end)
        low, high = max(at, min(low, end)), min(high, end)
        if text[at:low].strip():
            yield (at, low, "mark-up", None)
        if text[low:high].strip():
            yield (low, high, "unread", None)
        at = max(high, low)
        index += 1


def _settled(reading: Reading) -> list[Piece]:
    """The marked places, sorted and disjoint; where two rules marked one place, the first keeps it."""
    events = sorted(
        (start, order, end)
        for order, marked in enumerate(reading.marked)
        for start, end in marked.spans
        if start < end
    )
    out: list[Piece] = []
    waiting: list[tuple[int, int]] = []  # (order, end) of what covers the place, the first rule on top
    at = 0
    for start, order, end in [*events, (_BEHIND, 0, _BEHIND)]:
        while waiting and at < start:
            first, until = waiting[0]
            if until <= at:
                heappop(waiting)
                continue
            stop, marked = min(until, start), reading.marked[first]
            if out and out[-1][1] == at and out[-1][2] == marked.kind and out[-1][3] is marked.of:
                out[-1] = (out[-1][0], stop, marked.kind, marked.of)
            else:
                out.append((at, stop, marked.kind, marked.of))
            at = stop
        at = max(at, start)
        heappush(waiting, (order, end))
    return out


def _closed(text: str, pieces: list[Piece]) -> list[Piece]:
    """Each piece reaches to the next, white space with the one before; the first begins at 0."""
    pieces = [
        (end - len(text[start:end].lstrip()), end, kind, of)
        for start, end, kind, of in pieces
        if not text[start:end].isspace()
    ]
    if not pieces:
        return [(0, len(text), "mark-up", None)] if text else []
    starts = [0, *(piece[0] for piece in pieces[1:]), len(text)]
    return [(starts[i], starts[i + 1], kind, of) for i, (_, _, kind, of) in enumerate(pieces)]


def _shortened(text: str, pieces: list[Piece]) -> Iterator[Piece]:
    """No piece holds a blank line or more than LONGEST characters."""
    for start, end, kind, of in pieces:
        at = start
        for match in _BLANK_LINE.finditer(text, start, end):
            if match.end() < end and text[at : match.start()].strip():
                yield from _limited(text, at, match.end(), kind, of)
                at = match.end()
        yield from _limited(text, at, end, kind, of)


def _limited(text: str, start: int, end: int, kind: PartKind, of: object) -> Iterator[Piece]:
    """Cut where words go on, so that no piece begins with white space; only more white space than a piece holds is cut."""
    while start < end:
        stop = min(start + LONGEST, end)
        if stop < end and text[stop].isspace():
            last = start + len(text[start:stop].rstrip()) - 1
            stop = last if last > start else stop
        yield (start, stop, kind, of)
        start = stop


def named(pieces: list[Piece]) -> tuple[Part, ...]:
    """The parts with the ids of what they belong to."""
    return tuple(
        Part((start, end), kind, of if isinstance(of, str) else getattr(of, "id", None))
        for start, end, kind, of in pieces
    )
