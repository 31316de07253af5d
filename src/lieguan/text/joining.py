"""Broken lines put together again 斷行接合, with the way back to every character.

Converters, word processors printed to PDF and typewriters' habits all end lines inside sentences. Whether a
line goes on is judged by what ends it, whether it reaches the margin, and what the next line begins with;
what counts as the beginning of something new (a marker, a label) the caller says.
"""

from __future__ import annotations

from collections.abc import Sequence

from lieguan.record.spans import Span, Spans
from lieguan.text.document import Ends
from lieguan.text.passage import Passage
from lieguan.text.width import is_latin

_STOPS = frozenset("。！？!?")
_HALTS = frozenset("。！？!?；;：:…")
_OPENS = {"「": "」", "『": "』", "（": "）", "《": "》", "〈": "〉", "(": ")", "【": "】", "〔": "〕"}
_CLOSES = frozenset(_OPENS.values())
#: No sentence, title or list entry begins with one of these.
_NEVER_FIRST = frozenset("，、。；：！？）」』》〉】〕,;!?)")
#: No sentence or title ends with one of these.
_NEVER_LAST = frozenset("，、（「『《〈【〔,(")
#: A paragraph broken off inside a sentence is at least so long.
_SENTENCE = 16


def goes_on(before: str, after: str, *, ends: Ends, full: bool) -> bool:
    """Whether `after` is the rest of the sentence or paragraph that ends with the line `before`.

    `ends` is what the source says about the break, `full` that `before` reaches the margin.
    """
    if not before or not after:
        return False
    last, first = before[-1], after[0]
    if ends == "wrap" and (first in _NEVER_FIRST or last in _NEVER_LAST):
        return True
    if ends == "wrap" and full:
        return True
    if last in _HALTS or last in _CLOSES:
        return ends != "paragraph" and _left_open(before) and last not in _STOPS
    if last in _NEVER_LAST or first in _NEVER_FIRST or _left_open(before):
        return True
    if ends == "wrap":
        return False
    if ends == "line" and full:
        return True
    broken = len(before) >= _SENTENCE and ("，" in before or "。" in before) and not after[0].isdigit()
    return broken and (ends == "line" or after[-1] in _HALTS)


def _left_open(line: str) -> bool:
    """A bracket of the line is not closed in it."""
    waiting: list[str] = []
    for char in line[-400:]:
        if char in _OPENS:
            waiting.append(_OPENS[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
    return bool(waiting)


def joined(text: str, lines: Sequence[Spans]) -> Passage:
    """One passage of the lines at these places of `text`: the breaks between them go, the words stay.

    Between two Latin letters or digits one character of the break stays, as a space.
    """
    pieces: list[Span] = []
    words: list[str] = []
    for spans in lines:
        if pieces and spans:
            end, start = pieces[-1][1], spans[0][0]
            if end < start and is_latin(text[end - 1]) and is_latin(text[start]):
                pieces.append((end, end + 1))
                words.append(" ")
        for start, end in spans:
            pieces.append((start, end))
            words.append(text[start:end])
    return Passage("".join(words), tuple(pieces))
