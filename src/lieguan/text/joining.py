"""Broken lines put together again 斷行接合, with the way back to every character.

Converters, word processors printed to PDF and typewriters' habits all end lines inside sentences. Whether a
line goes on is judged by what ends it, whether it reaches the margin, and what the next line begins with;
what counts as the beginning of something new (a marker, a label) the caller says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lieguan.record.spans import Span, Spans
from lieguan.text.document import Ends
from lieguan.text.passage import Passage
from lieguan.text.width import is_latin

_STOPS = frozenset("。！？!?")
_HALTS = frozenset("。！？!?；;：:…")
_OPENS = {"「": "」", "『": "』", "（": "）", "《": "》", "〈": "〉", "(": ")", "【": "】", "〔": "〕"}
_CLOSES = frozenset(_OPENS.values())
_BRACKET = re.compile(r"[「」『』（）《》〈〉()【】〔〕]")
#: No sentence, title or list entry begins with one of these.
NEVER_FIRST = frozenset("，、。；：！？）」』》〉】〕,;!?)")
#: No sentence or title ends with one of these.
NEVER_LAST = frozenset("，、（「『《〈【〔,(")
#: 府民行字第 1040018047⏎號函
_NUMBER_CUT = re.compile(r"第 ?[0-9]{4,12}[A-Z]?$")
#: … 號函⏎略以：…
_QUOTES_ON = ("略以", "略謂", "號函")
#: A paragraph broken off inside a sentence is at least so long.
_SENTENCE = 16
#: So little with a full stop behind it is no paragraph of its own.
_SCRAP = 6


def goes_on(before: str, after: str, *, ends: Ends, full: bool, open_bracket: bool = False) -> bool:
    """Whether `after` is the rest of the sentence or paragraph that ends with the line `before`.

    `ends` is what the source says about the break, `full` that `before` reaches the margin, `open_bracket` that
    the paragraph so far leaves a bracket open.
    """
    if not before or not after:
        return False
    last, first = before[-1], after[0]
    if ends == "wrap" and (first in NEVER_FIRST or last in NEVER_LAST):
        return True
    if ends == "wrap" and full:
        return True
    if ends != "paragraph" and (
        after.startswith(_QUOTES_ON) or (first == "號" and _NUMBER_CUT.search(before))
    ):
        return True
    if last in _HALTS or last in _CLOSES:
        return ends != "paragraph" and open_bracket and (last not in _STOPS or ends == "wrap")
    if last in NEVER_LAST or first in NEVER_FIRST or open_bracket:
        return True
    if ends != "paragraph" and len(after) <= _SCRAP and after[-1] in _STOPS:
        return True
    if ends == "wrap":
        return False
    if ends == "line" and full:
        return True
    broken = len(before) >= _SENTENCE and ("，" in before or "。" in before) and not after[0].isdigit()
    return broken and (ends == "line" or after[-1] in _HALTS)


class Brackets:
    """The brackets that a growing paragraph has opened and not closed."""

    #: A bracket that stays open longer was never meant to be closed.
    _FAR = 2000

    def __init__(self) -> None:
        self._waiting: list[tuple[str, int]] = []
        self._read = 0

    def read(self, line: str) -> None:
        """The next line of the paragraph."""
        for match in _BRACKET.finditer(line):
            char = match.group()
            if char in _OPENS:
                self._waiting.append((_OPENS[char], self._read + match.start()))
            elif self._waiting and any(char == closing for closing, _ in self._waiting[-3:]):
                while self._waiting.pop()[0] != char:
                    pass
        self._read += len(line)

    @property
    def open(self) -> bool:
        """A bracket waits to be closed."""
        return bool(self._waiting) and self._read - self._waiting[-1][1] <= self._FAR


def joined(text: str, lines: Sequence[Spans]) -> Passage:
    """One passage of the lines at these places of `text`: the breaks between them go, the words stay.

    Between two Latin letters or digits one character of the break stays, as a space.
    """
    pieces: list[Span] = []
    words: list[str] = []
    for spans in lines:
        if pieces and spans:
            end, start = pieces[-1][1], spans[0][0]
            if is_latin(text[end - 1]) and is_latin(text[start]):
                # What is not seen (a zero-width space) can stand beside the break: it is no part of the words.
                gap = next((at for at in range(end, start) if text[at].isspace()), None)
                if gap is not None:
                    pieces.append((gap, gap + 1))
                    words.append(" ")
        for start, end in spans:
            pieces.append((start, end))
            words.append(text[start:end])
    return Passage("".join(words), tuple(pieces))
