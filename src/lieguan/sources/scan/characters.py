"""Words with boxes -> characters as a page of a PDF has them, so that one way leads from both to paragraphs.

The boxes of single Han characters are rough (they come from where the network saw a character, not from its
ink): the pitch of a line is a good measure of its size, and small gaps say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from lieguan.sources.pdf.glyphs import Face, Glyph, PageContent
from lieguan.sources.scan.tesseract import Word, WordLine

#: Below this confidence (of 100) a word is doubtful.
CONFIDENT = 60.0
#: Gaps up to so many sizes of a character are none: between Han characters; beside a mark, whose ink fills a
#: part of its square only; between two Latin words Tesseract itself tells.
_HAN_GAP, _MARK_GAP = 0.75, 1.1
#: Widths at the least, in sizes: of a Han character, of any other.
_SQUARE, _NARROW = 0.9, 0.25
#: A gap between Latin words, in sizes, at the least.
_LATIN_SPACE = 0.3
#: So many neighbouring Han characters tell the size of a line; else its height does, times this.
_NEIGHBOURS, _OF_HEIGHT = 4, 1.06
#: Sizes that lie within this share of the page's usual one are that.
_SAME_SIZE = 0.18
_POINTS = 72.0


def page_content(lines: Sequence[WordLine], dpi: float, width: int, height: int) -> PageContent:
    """The characters of a page of `width` × `height` pixels at `dpi`; lengths become points."""
    content = PageContent(right=width * _POINTS / dpi, bottom=height * _POINTS / dpi)
    sizes = _sizes(lines)
    faces: dict[float, Face] = {}
    for line, size in zip(lines, sizes, strict=True):
        points = round(size * _POINTS / dpi, 1)
        face = faces.setdefault(points, Face(points, 1.0, bold=False, quarter=0))
        baseline = line.bottom * _POINTS / dpi
        for char, left, right, doubt in _placed(line.words, size):
            x = left * _POINTS / dpi
            content.glyphs.append(Glyph(char, x, baseline, right * _POINTS / dpi - x, face, doubt=doubt))
    return content


def _placed(words: Sequence[Word], size: float) -> Iterable[tuple[str, float, float, bool]]:
    """(character, left, right, doubtful), gaps that are none closed."""
    order = sorted(words, key=lambda word: word.left)
    for word, following in [*pairwise(order), (order[-1], None)]:
        right = max(word.right, word.left + 0.2 * size)
        if following is not None:
            # A box can end before the ink of the word's last characters does.
            right = max(right, min(word.left + _least(word.text) * size, following.left))
            right = _right_edge(word, following, right, size)
        doubt = word.confidence < CONFIDENT
        whole = sum(map(_weight, word.text))
        at = word.left
        for char in word.text:
            end = at + (right - word.left) * _weight(char) / whole
            yield char, at, end, doubt
            at = end


def _right_edge(word: Word, following: Word, right: float, size: float) -> float:
    """Where a word ends: at the next one's left edge, unless the gap between them is one."""
    last, first = word.text[-1], following.text[0]
    gap = following.left - right
    if _is_latin(last) and _is_latin(first):
        return max(min(right, following.left - _LATIN_SPACE * size), word.left + 0.2 * size)
    closed = _MARK_GAP if _is_mark(last) or _is_mark(first) else _HAN_GAP
    gap -= _lost(following, size)
    return following.left if gap <= closed * size and following.left > word.left else right


def _lost(word: Word, size: float) -> float:
    """How much of a word of several characters lies before a box that holds less than half of it."""
    missing = _least(word.text) * size - (word.right - word.left)
    return missing if len(word.text) > 1 and missing > 0.5 * _least(word.text) * size else 0.0


def _least(text: str) -> float:
    """How wide a word is at the least, in sizes: Han characters keep their squares."""
    return sum(_SQUARE if _is_han(char) else _NARROW for char in text)


def _sizes(lines: Sequence[WordLine]) -> list[float]:
    """The size of the characters of each line, in pixels."""
    out = [_pitch(line) or (line.bottom - line.top) * _OF_HEIGHT for line in lines]
    told = [size for line, size in zip(lines, out, strict=True) for word in line.words for _ in word.text]
    usual = median(told) if told else 1.0
    return [usual if abs(size - usual) <= _SAME_SIZE * usual else max(size, 1.0) for size in out]


def _pitch(line: WordLine) -> float | None:
    """The distance of neighbouring Han characters; None where there are too few."""
    middles: list[float | None] = []
    for word in line.words:
        whole, at = sum(map(_weight, word.text)), word.left
        for char in word.text:
            step = (word.right - word.left) * _weight(char) / whole
            middles.append(at + step / 2 if _is_han(char) else None)
            at += step
    steps = [b - a for a, b in pairwise(middles) if a is not None and b is not None]
    return median(steps) if len(steps) >= _NEIGHBOURS else None


def _weight(char: str) -> float:
    """Latin letters, digits and marks are half as wide as Han characters."""
    return 1.0 if char >= "\u2e80" else 0.5


def _is_han(char: str) -> bool:
    return char >= "\u2e80" and char.isalnum()


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and char.isalnum()


def _is_mark(char: str) -> bool:
    return not char.isalnum()
