"""How a text is set: the width at which its lines were broken, which of them reach it, and which hang.

Reads:  lines. Writes: each line's `full`, `wide` and, where every line was made a paragraph, `ends`.

Where the source knows the page (PDF) its geometry says better what is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lieguan.reading.lines import Line
from lieguan.text.width import display_width

#: No text is set narrower or wider, in columns.
_NARROWEST, _WIDEST = 30, 130
#: A line can end so many columns early: a full-width character or a closing mark did not fit.
_RAGGED = 5
#: So few lines say nothing of how the text is set.
_FEWEST = 12
#: So many characters of white space stand where a page ended.
_PAGE = 4
#: A line shorter than this, in characters, ends where it ends.
_SENTENCE = 16
_FINISHED = "。：；！？"
_MARKS = "，、。；：）」"
_TITLED = "表冊圖"  #: a line above what it heads: 意見綜理表


def measure(lines: Sequence[Line], *, paged: bool) -> None:
    """Finds the text's margin and which lines reach it.

    `paged`: the source knows the page, and what it says of full lines stands, but for a dump of broken lines.
    """
    if not _unbreak(lines) and paged:
        return
    edges = [_edge(line) if line.ends != "paragraph" else 0 for line in lines]
    wide = sorted(edges)[int(len(edges) * 0.9)] * 0.75 if edges else 0
    for line, edge in zip(lines, edges, strict=True):
        line.wide = edge >= wide and len(line.text) >= _SENTENCE
    _close_gaps(lines)
    edges = [edge if line.ends == "wrap" else 0 for line, edge in zip(lines, edges, strict=True)]
    margin = _margin(edges)
    edges = _close_pages(lines, edges, margin)
    for line, edge in zip(lines, edges, strict=True):
        if margin and _reaches(edge, margin) and line.text[-1] not in _FINISHED:
            line.full = True
    for index in range(1, len(lines)):
        # A mark that a dump has put on a line of its own: …活動中心（對面） / ，增設防
        torn = lines[index - 1].ends == "wrap" and lines[index].text[0] in _MARKS
        if torn and margin and _reaches(edges[index - 1] + edges[index], margin):
            lines[index].full = lines[index].text[-1] not in _FINISHED
    for index in range(len(lines) - 1):
        _like_the_next(lines[index], lines[index + 1], edges[index], edges[index + 1])


def _close_gaps(lines: Sequence[Line]) -> None:
    """Some converters leave a blank line behind the first line of a hanging paragraph; where it happens again
    and again, the blank lines say nothing."""
    torn = [
        line
        for line, after in pairwise(lines)
        if line.ends == "line" and line.wide and line.text[-1] not in _FINISHED + _TITLED
        and after.block.indent > line.block.indent + 1 and after.marker is None and after.entry is None
    ]  # fmt: skip
    if len(torn) >= 3:
        for line in torn:
            line.ends = "wrap"


def _close_pages(lines: Sequence[Line], edges: list[int], margin: int) -> list[int]:
    """A dump that lost its page breaks leaves three blank lines and more where a page ended, and fewer between its
    paragraphs: a wide line there that has not come to an end goes on below."""
    gaps = [after.start - line.block.spans[-1][1] for line, after in pairwise(lines)]
    apart = [
        gap for line, gap in zip(lines, gaps, strict=False) if line.ends in ("paragraph", "line") and gap > 1
    ]
    if not margin or sum(gap < _PAGE for gap in apart) * 2 < len(apart):
        return edges
    for index, (line, after) in enumerate(pairwise(lines)):
        edge = _edge(line)
        plain = after.marker is None and after.entry is None and line.block.cell is None
        wide = line.wide or _reaches(edge, margin)
        if gaps[index] >= _PAGE and plain and wide and line.text[-1] not in _FINISHED + _TITLED:
            line.ends, line.wide, line.full, edges[index] = "wrap", True, True, edge
    return edges


def _edge(line: Line) -> int:
    """Where the line ends, in columns from the left edge."""
    return int(2 * line.block.indent) + display_width(line.text)


def _reaches(edge: int, margin: int) -> bool:
    return margin - _RAGGED < edge <= margin + 1


def _like_the_next(line: Line, after: Line, edge: int, edge_after: int) -> None:
    """A line as wide as the next one, neither short nor finished, was broken by its setting.

    Text dumps lose the indent of the lines below a label, so the label's width may be what one is wider.
    """
    if min(edge, edge_after) < _NARROWEST or line.text[-1] in _FINISHED:
        return
    hanging = edge - display_width(line.text[: line.body])
    if min(abs(edge - edge_after), abs(hanging - edge_after)) <= 2:
        line.full = True
        if after.text[-1] not in _FINISHED:
            after.full = True


def _margin(edges: Sequence[int]) -> int:
    """The width at which the whole text is set; 0 where it is set at none."""
    long = sorted(edge for edge in edges if edge >= _NARROWEST)
    if len(long) < _FEWEST:
        return 0
    # Of a page some lines may have been joined already, which makes them longer than any.
    for share in (0.95, 0.8):
        margin = long[int(len(long) * share)]
        reaching = sum(_reaches(edge, margin) for edge in long)
        if margin <= _WIDEST and reaching * 4 >= len(long):
            return margin
    return 0


def _unbreak(lines: Sequence[Line]) -> bool:
    """A dump of broken lines that was opened and printed or saved again ends a paragraph at every line."""
    ending = [line for line in lines if line.ends != "line" and not line.full and line.block.kind == "text"]
    if not any(line.ends == "paragraph" for line in ending):
        return False
    edges = [_edge(line) for line in ending]
    margin = _margin(edges)
    if not margin:
        return False
    reaching = [line for line, edge in zip(ending, edges, strict=True) if _reaches(edge, margin)]
    unfinished = sum(line.text[-1] not in "。：；！？）」，、" for line in reaching)
    if unfinished * 2 < len(reaching) or unfinished * 8 < len(ending):
        return False
    for line in ending:
        line.ends = "wrap"
    return True
