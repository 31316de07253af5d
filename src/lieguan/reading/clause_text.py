"""A clause's words made ready for its rules: folded, and with what must not speak blanked out, offset for offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from lieguan.record.spans import Span
from lieguan.text.passage import Passage
from lieguan.text.width import folded

#: Stands for each character of a quotation or a bracket; no rule's pattern matches it.
BLANK = "\ue000"
_OPEN = {"「": "」", "『": "』", "《": "》", "〈": "〉", "“": "”"}
_CLOSE = frozenset(_OPEN.values())
_SIGN = re.compile(r"[「」『』《》〈〉“”（）]")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The views of one clause, all of the same length.

    folded   the words with width folded
    open     as `folded`, quotations (「…」, 『…』, 《…》) blanked
    spoken   as `open`, brackets blanked too: what the clause itself says
    quotes   the outermost 「…」 and 『…』, brackets of quotation included
    brackets the outermost （…）
    about    what the clause stands under, folded
    """

    passage: Passage
    folded: str
    open: str
    spoken: str
    quotes: tuple[Span, ...]
    brackets: tuple[Span, ...]
    about: str

    def sentence_start(self, at: int) -> int:
        """Where the sentence that holds `at` begins; at most 400 characters back, so that the time stays linear."""
        low = max(0, at - 400)
        return max(low, *(self.spoken.rfind(sign, low, at) + 1 for sign in "。；！？\n"))

    def quotes_between(self, start: int, end: int) -> tuple[Span, ...]:
        """The quotations that lie wholly between two offsets."""
        return self.quotes[bisect_left(self.quotes, (start, -1)) : bisect_right(self.quotes, (end, -1))]

    def bracket_around(self, start: int, end: int) -> Span | None:
        """The bracket that holds `start` to `end`."""
        index = bisect_right(self.brackets, (start, -1)) - 1
        if index >= 0 and self.brackets[index][0] < start and end < self.brackets[index][1]:
            return self.brackets[index]
        return None

    @classmethod
    def of(cls, passage: Passage, about: str | None = None) -> ClauseText:
        """The views of `passage`."""
        text = folded(passage.text)
        quotes, brackets = _signs(text)
        if len(brackets) == 1 and not (text[: brackets[0][0]] + text[brackets[0][1] :]).strip(" 。"):
            brackets = ()  # （無異議通過）: nothing stands outside the bracket
        named = tuple(q for q in quotes if text[q[0]] in "「『")
        open_ = _blanked(text, quotes)
        return cls(
            passage, text, open_, _blanked(open_, brackets), named, brackets, folded(about) if about else ""
        )


def _signs(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The outermost quotations, and the outermost brackets outside of them; what is not closed is neither."""
    quotes: list[Span] = []
    brackets: list[Span] = []
    stack: list[tuple[str, int]] = []
    rounds: list[int] = []
    for match in _SIGN.finditer(text):
        sign, at = match.group(), match.start()
        if sign in _OPEN:
            stack.append((_OPEN[sign], at))
        elif sign in _CLOSE:
            while stack and stack[-1][0] != sign:
                stack.pop()
            if stack:
                opened = stack.pop()[1]
                if not stack:
                    quotes.append((opened, at + 1))
        elif stack:
            continue
        elif sign == "（":
            rounds.append(at)
        elif rounds:
            opened = rounds.pop()
            if not rounds:
                brackets.append((opened, at + 1))
    return _outermost(quotes), tuple(brackets)


def _outermost(spans: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not out or span[0] >= out[-1][1]:
            out.append(span)
    return tuple(out)


def _blanked(text: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text[at:start], BLANK * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
