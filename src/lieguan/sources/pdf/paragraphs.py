"""Lines -> paragraphs, where the page's geometry leaves no doubt; elsewhere lines, with what geometry knows.

A line is full where the first piece of the next one would not have fitted behind it. Full lines of one size
that follow each other at the usual distance, with the left edge of their paragraph, are one paragraph. Where
the next line begins with a marker or a label the words decide, and they are for reading to judge: such lines
stay apart, ending in `wrap`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from lieguan.sources.draft import Draft
from lieguan.sources.pdf.lines import Line
from lieguan.text.document import Ends
from lieguan.text.numbering import read_marker
from lieguan.text.width import folded, is_latin

#: Shares of a character's size: what a program squeezes into a line; edges that are the same; a first line's
#: indentation; how far the lines below a marker or label hang; sizes that are the same.
_SQUEEZED, _SAME_EDGE, _FIRST_LINE, _HANGING, _SAME_SIZE = 0.35, 0.6, 4.5, 9.0, 0.12
#: Lines further apart than so many times the usual distance are paragraphs apart.
_APART = 1.25
#: So many lines that end at one place make it the margin, if it lies in the right part of the page.
_WITNESSES, _RIGHT_PART = 3, 0.6
_LABEL = re.compile(r"[^：。，、]{1,10}：")
_HANGING_MARKS = "，。、；：,."


@dataclass(frozen=True, slots=True)
class Measure:
    """How a body of text is set, in points: its left and right edge, and the distance of its lines in sizes."""

    left: float
    right: float
    leading: float


@dataclass(slots=True)
class _Judged:
    """A line with what its words begin with."""

    line: Line
    marked: bool
    labelled: bool


def measure(pages: Sequence[Sequence[Line]], page_left: float, page_right: float) -> Measure:
    """The measure of the text of pages that lie between `page_left` and `page_right`."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Measure(page_left, page_right, 1.5)
    size = median(line.size for line in lines)
    left = _common([-line.x0 for line in lines], size)
    left = -left if left is not None else min(line.x0 for line in lines)
    # Short lines that end alike (a list of names) make no margin; a full stop or comma may hang over it.
    far = page_left + _RIGHT_PART * (page_right - page_left)
    right = _common(
        [line.x1 for line in lines if line.x1 >= far and line.text[-1] not in _HANGING_MARKS], size
    )
    if right is None:
        right = max(page_right - (left - page_left), *(line.x1 for line in lines))
    steps = [
        (below.y - line.y) / line.size
        for page in pages
        for line, below in pairwise(page)
        if right - line.x1 < 1.5 * line.size and below.y > line.y
    ]
    return Measure(left, right, median(steps) if steps else 1.5)


def _common(values: Sequence[float], size: float) -> float | None:
    """The greatest value that several lines share, to three quarters of a character."""
    order = sorted(values, reverse=True)
    needed = min(_WITNESSES, max(2, len(order) // 8))
    for at, value in enumerate(order):
        if at + needed <= len(order) and value - order[at + needed - 1] <= 0.75 * size:
            return value
    return None


def write(draft: Draft, lines: Sequence[Line], set_in: Measure, *, after: Line | None) -> None:
    """Writes lines that follow each other. `after` is the line that the text goes on with on the next page."""
    judged = [_judged(line) for line in lines]
    base = draft.look
    paragraph: list[_Judged] = []
    for at, this in enumerate(judged):
        if not paragraph:
            indent = max(0.0, (this.line.x0 - set_in.left) / this.line.size)
            draft.look = replace(base, indent=round(indent, 1))
        below = judged[at + 1] if at + 1 < len(judged) else None
        following = below.line if below else after
        full = is_full(this.line, following, set_in.right)
        paragraph.append(this)
        draft.words(this.line.text, bold=this.line.bold, doubts=this.line.doubts)
        if below is None:
            draft.end_line("paragraph" if after is None else "wrap", full=full and after is not None)
            break
        ends = _verdict(paragraph, below, set_in, full=full)
        if ends is None:
            draft.words(_joint(this.line.text, below.line.text), bold=True)
            continue
        draft.end_line(ends, full=full and ends == "wrap")
        paragraph = []
    draft.look = base


def _verdict(paragraph: Sequence[_Judged], below: _Judged, set_in: Measure, *, full: bool) -> Ends | None:
    """How the line before `below` ends; None where the paragraph goes on for certain."""
    first, last, line = paragraph[0], paragraph[-1].line, below.line
    size = last.size
    if abs(line.size - size) > _SAME_SIZE * size or line.y - last.y > _APART * set_in.leading * size:
        return "paragraph"
    if last.columns or line.columns:
        return "line"
    if not full:
        return "wrap"
    edge = (line.x0 - last.x0) / size
    if len(paragraph) > 1:
        if abs(edge) > 1.5 * _SAME_EDGE:
            return "paragraph"
        same = abs(edge) <= _SAME_EDGE
    else:
        hangs = first.marked or first.labelled
        same = -_FIRST_LINE <= edge <= (_HANGING if hangs else _SAME_EDGE)
    certain = same and not below.marked and not below.labelled and line.bold == last.bold
    return None if certain else "wrap"


def is_full(line: Line, following: Line | None, right: float) -> bool:
    """Whether the first piece of the following line would not have fitted behind this one."""
    room = right - line.x1
    if following is None:
        return room < 1.2 * line.size
    return room < following.unit + _SQUEEZED * line.size


def _judged(line: Line) -> _Judged:
    plain = folded(line.text)
    return _Judged(line, read_marker(plain) is not None, _LABEL.match(plain) is not None)


def _joint(before: str, behind: str) -> str:
    """What stands where a line break was: one space between Latin words, else nothing."""
    if not (is_latin(before[-1]) and is_latin(behind[0])):
        return " " if _closes_latin(before) and is_latin(behind[0]) else ""
    return " "


def _closes_latin(before: str) -> bool:
    """A comma, full stop or bracket behind a Latin word: the space behind it went with the line break."""
    return len(before) > 1 and before[-1] in ",.;:)" and is_latin(before[-2])
