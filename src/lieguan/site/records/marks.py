"""The source beside the record: its text cut where something begins or ends, each piece saying what it is. Pure.

The text is cut into chunks at part boundaries of the record as read; edits only ever cut parts further, so a
chunk stays the same piece of text for as long as the minutes are a draft and can be replaced on its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lieguan.site.records.identity import Node, nodes_of

CHUNK = 3000
# Values that are marked by what they are; everything else found is marked where it is in doubt.
_LISTS = {"agencies": "agency", "deadlines": "deadline"}
_FOUND = {"disposition": "disposition", "subject": "subject"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the same marks; `doubt` is likely, guess or ""."""

    words: str
    marks: tuple[str, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class Block:
    """One part: where it starts, what it is, the uid of what it belongs to ("" for nothing), its pieces."""

    start: int
    kind: str
    owner: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    name: str
    doubt: str


def boundaries(read: Node, size: int = CHUNK) -> list[int]:
    """Where chunks begin, from the record as read; each has `size` characters or a little more."""
    starts = [0]
    for part in read["parts"]:
        if part["span"][0] - starts[-1] >= size:
            starts.append(part["span"][0])
    return starts


def chunks(record: Node, starts: Sequence[int]) -> list[tuple[Block, ...]]:
    """The blocks of each chunk of a draft."""
    made: list[list[Block]] = [[] for _ in starts]
    for block in blocks(record):
        made[bisect_right(starts, block.start) - 1].append(block)
    return [tuple(chunk) for chunk in made]


def blocks(record: Node) -> Iterator[Block]:
    """Every part of the text with the marks inside it."""
    text = record["text"]
    uids = {node["id"]: node["uid"] for node in nodes_of(record)} | {"meeting": "meeting"}
    marks = sorted(_marks(record), key=lambda mark: mark.start)
    live: list[_Mark] = []
    upcoming = 0
    for part in record["parts"]:
        start, end = part["span"]
        while upcoming < len(marks) and marks[upcoming].start < end:
            live.append(marks[upcoming])
            upcoming += 1
        live = [mark for mark in live if mark.end > start]
        # Most parts hold nothing that is marked.
        pieces = tuple(_pieces(text, start, end, live)) if live else (Piece(text[start:end], (), ""),)
        yield Block(start, part["kind"], uids.get(part["of"], ""), pieces)


def _pieces(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Iterator[Piece]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted(
        {start, end, *(m.start for m in inside if m.start > start), *(m.end for m in inside if m.end < end)}
    )
    for here, there in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= here and mark.end >= there]
        doubt = next((kind for kind in ("guess", "likely") if any(m.doubt == kind for m in over)), "")
        yield Piece(text[here:there], tuple(sorted({m.name for m in over if m.name})), doubt)


def _marks(record: Node) -> Iterator[_Mark]:
    for node in nodes_of(record):
        for key, name in _LISTS.items():
            for row in node.get(key, []):
                for start, end in row["spans"]:
                    yield _Mark(start, end, name, "")
    for entry in record["found"]:
        last = entry["path"].rsplit("/", 1)[1]
        doubt = "" if entry["certainty"] == "sure" else entry["certainty"]
        name = _FOUND.get(last, "")
        if name or doubt:
            for start, end in entry["spans"]:
                yield _Mark(start, end, name, doubt)
