"""Stage 0: a proceedings book is cut into its meetings; minutes that quote earlier minutes are not.

Reads:  document. Returns the documents of the single meetings: their texts, put together, are the text.

A meeting begins at a line that names minutes or a meeting by its number, where a head (時間, 地點, 主席, 出席 …)
follows. A head with an earlier date than the meeting before it, or under the heading of an annex, is quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from lieguan.lexicon.headings import headings, key
from lieguan.reading.paragraphs import Extent
from lieguan.reading.title import names_a_meeting, names_minutes
from lieguan.text.dates import find_dates
from lieguan.text.document import Block, Document
from lieguan.text.numbering import read_marker
from lieguan.text.width import folded

_HEAD = frozenset({"time", "place", "chair", "recorder", "present", "observers", "absent"})
_ANNEX = re.compile(r"(?:前次|上次|歷次).{0,8}(?:紀錄|記錄|議事錄)|^附(?:件|錄|表)")
#: How many lines below the title the head is looked for, and how many above it the title may begin.
_BELOW, _ABOVE = 14, 3
_WORDS = frozenset({"text", "heading", "cell"})


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a head stands: index of its first block, the day it names, whether it is quoted."""

    block: int
    day: date | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """The document of one meeting, and from which of its blocks to which the minutes go."""

    document: Document
    extent: Extent


def meetings(document: Document) -> list[Meeting]:
    """The meetings in `document`, at least one."""
    blocks = document.blocks
    texts = [_text(document, block) if block.kind in _WORDS else "" for block in blocks]
    starts = _starts(blocks, texts)
    own = [start for start in starts if not start.quoted]
    if len(own) < 2:
        quote = next((start.block for start in starts if start.quoted and start.block > 0), len(blocks))
        return [Meeting(document, Extent(0, quote))]
    cuts = [0, *(start.block for start in own[1:]), len(blocks)]
    out = []
    for index, (first, last) in enumerate(pairwise(cuts)):
        inside = (start.block - first for start in starts if start.quoted and first < start.block < last)
        front = own[0].block if index == 0 else 0  # cover, preface, table of contents
        extent = Extent(front, next(inside, last - first))
        out.append(Meeting(_slice(document, first, last, whole_front=index == 0), extent))
    return out


def _text(document: Document, block: Block) -> str:
    start, end = block.spans[0][0], block.spans[-1][1]
    return document.text[start : min(end, start + 100)] if block.spans else ""


def _starts(blocks: Sequence[Block], texts: Sequence[str]) -> list[_Start]:
    """Every head in the document, in order."""
    fields = [_field(text) for text in texts]
    found: list[_Start] = []
    index = 0
    while index < len(blocks):
        if fields[index] not in ("time", "present", "chair", "place"):
            index += 1
            continue
        below = range(index, min(index + _BELOW, len(blocks)))
        kinds = {fields[at] for at in below} - {None}
        if len(kinds) < 2 or "time" not in kinds:
            index += 1
            continue
        first = _title_at(texts, fields, index)
        if first is not None:
            stated = next((texts[at] for at in below if fields[at] == "time"), "")
            dates = find_dates(stated)
            day = dates[0].day if dates else None
            found.append(_Start(first, day, _quoted(texts, first, day, found)))
        index += _BELOW
    return found


def _field(text: str) -> str | None:
    """The role of the head's label that a line begins with."""
    if not text:
        return None
    plain = folded(text[:40])
    marker = read_marker(plain)
    start = marker.end if marker else 0
    colon = plain.find("：", start, start + 16)
    if colon < 0:
        return None
    entry = headings().labels.words.get(key(plain[start:colon]))
    return entry.kind if entry is not None and entry.kind in _HEAD and not entry.weak else None


def _title_at(texts: Sequence[str], fields: Sequence[str | None], index: int) -> int | None:
    """The first line of the title above the head at `index`; None where nothing there names a meeting."""
    named, at, seen = None, index - 1, 0
    while at >= 0 and seen < _BELOW:
        text = texts[at].strip()
        if fields[at] is not None or len(text) > 80 or text[-1:] in ("。", "；"):
            break
        if text:
            seen += 1
            if names_minutes(text) or names_a_meeting(text):
                named = at
                break
        at -= 1
    if named is None:
        return None
    first = named
    for above in range(named - 1, max(-1, named - 1 - _ABOVE), -1):
        text = texts[above].strip()
        if not text or len(text) > 40 or text[-1] in "。；：，" or fields[above] is not None or read_marker(folded(text)):
            break
        first = above
    return first


def _quoted(texts: Sequence[str], first: int, day: date | None, before: Sequence[_Start]) -> bool:
    own = [start.day for start in before if not start.quoted and start.day is not None]
    if own and day is not None and day < own[-1]:
        return True
    near = [text.strip() for text in texts[max(0, first - 2) : first + 1]]
    return bool(before) and any(_ANNEX.search(text) for text in near[:-1] if len(text) <= 40)


def _slice(document: Document, first: int, last: int, *, whole_front: bool) -> Document:
    """The document of the blocks from `first` to `last`, its text cut where they begin."""
    blocks = document.blocks
    start = 0 if whole_front else blocks[first].spans[0][0]
    end = blocks[last].spans[0][0] if last < len(blocks) else len(document.text)
    moved = tuple(
        replace(block, spans=tuple((a - start, b - start) for a, b in block.spans)) for block in blocks[first:last]
    )
    pages = None
    if document.pages is not None:
        inside = document.pages[bisect_left(document.pages, start) : bisect_left(document.pages, end)]
        pages = tuple(page - start for page in inside)
    return replace(document, text=document.text[start:end], blocks=moved, pages=pages)
