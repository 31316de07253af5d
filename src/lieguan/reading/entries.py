"""A list of people cut into entries: 、 / ｜ white space and lines between them, brackets kept with their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lieguan.record.spans import Span


@dataclass(slots=True)
class Entry:
    """One entry: its words, the brackets before and behind them, and what divides it from the last.

    divider is "、" for any list mark, "／" for a stroke, " " for white space, "\\n" for a line, "：" behind a label, "" at first.
    """

    core: Span
    before: list[Span] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    divider: str = ""
    label: bool = False  # a colon follows


_PIECE = re.compile(
    r"(?P<bracket>（[^（）]*）)|(?P<space>\s+)|(?P<mark>[、，；;／/｜|。：（）])|(?P<words>[^\s、，；;／/｜|。：（）]+)"
)
#: A bracket that belongs to the name before it, also on the next line: （李小華代）, （請假）.
_OF_A_NAME = re.compile(r"（[^（）]{0,12}(?:代|代理|代表|請假|公假|未到|缺席)）")
_CLOSED = frozenset(" \n（）、，；;／/｜|。：")


def entries(text: str) -> Iterator[Entry]:
    """The entries of a folded list, in order."""
    return _Cutter(text).cut()


class _Cutter:
    """One pass over the pieces of a list; brackets go with the words that they touch, else with those before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Entry] = []
        self.open: Entry | None = None
        self.divider = ""
        self.before: list[Span] = []

    def cut(self) -> Iterator[Entry]:
        for piece in _PIECE.finditer(self.text):
            kind = piece.lastgroup
            if kind == "bracket":
                self._bracket(piece)
            elif kind == "space":
                self._space(piece)
            elif kind == "mark":
                self._mark(piece.group())
            else:
                self._words(piece)
        self._close()
        yield from self.done

    def _next(self, piece: re.Match[str]) -> str:
        return self.text[piece.end() : piece.end() + 1] or " "

    def _close(self) -> None:
        if self.open is not None:
            self.done.append(self.open)
            self.open = None

    def _bracket(self, piece: re.Match[str]) -> None:
        apart = piece.start() == 0 or self.text[piece.start() - 1].isspace()
        if self._next(piece) not in _CLOSED and (self.open is None or apart):  # （甲）李大明
            if self.open is not None:
                self._close()
                self.divider = " "
            self.before.append(piece.span())
        elif self.open is not None:
            self.open.marks.append(piece.span())
        else:
            self.done.append(
                Entry((piece.start(), piece.start()), marks=[piece.span()], divider=self.divider)
            )

    def _space(self, piece: re.Match[str]) -> None:
        line = "\n" in piece.group()
        if self.open is not None:
            if self._next(piece) == "（" and (not line or _OF_A_NAME.match(self.text, piece.end())):
                return
            self._close()
            self.divider = " "
        if line:
            self.divider = "\n"

    def _mark(self, mark: str) -> None:
        if self.open is not None:
            self.open.label = mark == "："
        self._close()
        self.divider = "：" if mark == "：" else "／" if mark in "／/" else "、"

    def _words(self, piece: re.Match[str]) -> None:
        if self.open is not None and not self.open.marks:
            self.open.core = (self.open.core[0], piece.end())
            return
        self._close()
        self.open = Entry(piece.span(), before=self.before, divider=self.divider)
        self.before, self.divider = [], ""
