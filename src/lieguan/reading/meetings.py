"""Stage 0: a proceedings book is cut into its meetings; minutes that quote earlier minutes are not.

Reads:  document, its lines. Returns the documents of the single meetings: their texts, put together, are the text.

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

from lieguan.reading.lines import Line, read_lines
from lieguan.reading.noise import is_of_a_page
from lieguan.reading.title import names_a_meeting, names_minutes, read_title
from lieguan.record.spans import Spans
from lieguan.text.dates import find_dates
from lieguan.text.document import Document

_HEAD = frozenset({"time", "place", "chair", "recorder", "present", "observers", "absent"})
_OPENS = frozenset({"time", "present", "chair", "place"})
_OF_A_LETTER = re.compile(r"(?:受文者|發文日期|發文字號|主 {0,2}旨|速別|正本)：")
_ANNEX = re.compile(r"(?:前次|上次|歷次).{0,8}(?:紀錄|記錄|議事錄)|^附(?:件|錄|表)")
#: How many lines below the title the head is looked for, and how many above it the title may begin.
_BELOW, _ABOVE = 14, 3


@dataclass(frozen=True, slots=True)
class Extent:
    """From which offset to which the minutes go: before them a cover, behind them earlier minutes, quoted."""

    first: int = 0
    last: int = 1 << 60


@dataclass(frozen=True, slots=True)
class Meeting:
    """The document of one meeting, its lines, and from where to where the minutes go in it."""

    document: Document
    lines: list[Line]
    extent: Extent = Extent()


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a head stands: its first line, the day it names, whether it is quoted."""

    line: int
    day: date | None
    quoted: bool


def meetings(document: Document) -> list[Meeting]:
    """The meetings in `document`, at least one."""
    lines = read_lines(document)
    starts = _starts(lines)
    own = [start for start in starts if not start.quoted]
    quotes = [lines[start.line].start for start in starts if start.quoted and start.line > 0]
    if len(own) < 2:
        front = _front(lines, own[0].line) if own else _behind_the_page(lines)
        last = next((quote for quote in quotes if quote > front), len(document.text))
        return [Meeting(document, lines, Extent(front, last))]
    starting = _starting(document)
    cuts = [0, *(lines[start.line].start for start in own[1:]), len(document.text)]
    out = []
    for index, (first, last) in enumerate(pairwise(cuts)):
        at = bisect_left(quotes, first)
        quote = quotes[at] if at < len(quotes) and quotes[at] < last else last
        front = lines[own[0].line].start if index == 0 else 0  # cover, preface, table of contents
        one = _slice(document, starting, first, last)
        out.append(Meeting(one, read_lines(one), Extent(front, quote - first)))
    return out


def _front(lines: Sequence[Line], first: int) -> int:
    """Where the minutes begin behind the letter that they came with, or what a page says above them."""
    before = lines[:first]
    if _is_letter(before):
        return lines[first].start
    if not any(map(is_of_a_page, before)):
        return 0
    heading = (line for line in before if line.block.kind == "heading" and names_minutes(line.text))
    return next(heading, lines[first]).start


def _behind_the_page(lines: Sequence[Line]) -> int:
    """Where the title stands below what a page says first, in minutes without a head."""
    page = False
    for line in lines:
        page = page or is_of_a_page(line)
        if page and names_minutes(line.text) and read_title(line.text).ordinal is not None:
            return line.start
    return 0


def _is_letter(lines: Sequence[Line]) -> bool:
    """The official letter 函 that the minutes came with: 受文者, 發文字號, 主旨."""
    return sum(_OF_A_LETTER.match(line.folded) is not None for line in lines) >= 2


def _starts(lines: Sequence[Line]) -> list[_Start]:
    """Every head in the document, in order."""
    found: list[_Start] = []
    latest: date | None = None  # of the meetings that are no quotes
    fields = [_field(line) for line in lines]
    index = 0
    while index < len(lines):
        if fields[index] not in _OPENS:
            index += 1
            continue
        below = _head_below(fields, index)
        kinds = {fields[at] for at in below} - {None}
        first = _title_at(lines, fields, index) if len(kinds) > 1 and "time" in kinds else None
        if first is None:
            index += 1
            continue
        stated = next((lines[at].text for at in below if fields[at] == "time"), "")
        dates = find_dates(stated[:100])
        day = dates[0].day if dates else None
        quoted = _quoted(lines, first, day, latest, alone=not found)
        latest = latest if quoted else day or latest
        found.append(_Start(first, day, quoted))
        index = max(at for at in below if fields[at] is not None) + 1
    return found


def _head_below(fields: Sequence[str | None], index: int) -> range:
    """The lines of the head that begins at `index`: up to the last field that has few other lines before it."""
    last = index
    for at in range(index, min(index + _BELOW, len(fields))):
        if fields[at] is not None:
            if at > index and fields[at] == "time" and fields[index] == "time" and at - index > 2:
                break  # the next meeting's head
            last = at
    return range(index, last + 1)


def _field(line: Line) -> str | None:
    """The role of the head's label that a line begins with, a colon behind it."""
    entry, marker = line.entry, line.marker
    if (
        entry is None
        or entry.kind not in _HEAD
        or entry.weak
        or line.block.kind not in ("text", "heading", "cell")
    ):
        return None
    return entry.kind if line.body > (marker.end if marker else 0) else None


def _title_at(lines: Sequence[Line], fields: Sequence[str | None], index: int) -> int | None:
    """The first line of the title above the head at `index`; None where nothing there names a meeting."""
    named = None
    for at in range(index - 1, max(-1, index - 1 - _BELOW), -1):
        text = lines[at].text.strip()
        if fields[at] is not None or len(text) > 80 or text[-1:] in ("。", "；"):
            break
        if names_minutes(text) or names_a_meeting(text):
            named = at
            break
    if named is None:
        return None
    first = named
    for above in range(named - 1, max(-1, named - 1 - _ABOVE), -1):
        line = lines[above]
        text = line.text.strip()
        if (
            line.entry is not None
            or len(text) > 40
            or text[-1] in "。；：，"
            or fields[above] is not None
            or line.marker is not None
            or "：" in line.folded
        ):
            break
        first = above
    return first


def _quoted(lines: Sequence[Line], first: int, day: date | None, latest: date | None, *, alone: bool) -> bool:
    """Earlier minutes inside these: of an earlier day than the `latest` meeting before, or under 附件."""
    if latest is not None and day is not None and day < latest:
        return True
    near = [line.text.strip() for line in lines[max(0, first - 2) : first]]
    return not alone and any(_ANNEX.search(text) for text in near if len(text) <= 40)


def _starting(document: Document) -> list[int]:
    """Where each block begins; one without words where the block before it does."""
    starting, at = [], 0
    for block in document.blocks:
        at = block.spans[0][0] if block.spans else at
        starting.append(at)
    return starting


def _slice(document: Document, starting: Sequence[int], start: int, end: int) -> Document:
    """The document of the text from `start` to `end`, where blocks begin; `starting` is where all of them do."""
    inside = document.blocks[bisect_left(starting, start) : bisect_left(starting, end)]
    moved = tuple(
        replace(block, spans=tuple((low - start, high - start) for low, high in block.spans))
        for block in inside
    )
    pages = None
    if document.pages is not None:
        within = document.pages[bisect_left(document.pages, start) : bisect_left(document.pages, end)]
        pages = tuple(page - start for page in within)
    return replace(
        document,
        text=document.text[start:end],
        blocks=moved,
        pages=pages,
        scanned=_between(document.scanned, start, end),
        doubtful=_between(document.doubtful, start, end),
    )


def _between(places: Spans, start: int, end: int) -> Spans:
    """Of `places`, in order and disjoint, what lies from `start` to `end`, counted from `start`."""
    first = bisect_left(places, start, key=lambda place: place[1])
    last = bisect_left(places, end, key=lambda place: place[0])
    inside = ((max(low, start) - start, min(high, end) - start) for low, high in places[first:last])
    return tuple(place for place in inside if place[0] < place[1])
