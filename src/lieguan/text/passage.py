"""Words cut from a document, with the way back: every character knows its offset in the document's text.

Cleaning never loses the way back (models of the field guess it by a diff afterwards; here it is kept).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from lieguan.record.spans import Span, Spans


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` and the spans of the document that it was joined from.

    `text` is the concatenation of the document's text at `pieces`, so `len(text) == sum(end - start)`.
    A line break that joins two Latin words stands in `text` as one space and in `pieces` as one character.
    """

    text: str
    pieces: Spans
    _starts: tuple[int, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.pieces) < 2:
            return  # most passages are one piece: nothing to look up
        starts, at = [], 0
        for start, end in self.pieces:
            starts.append(at)
            at += end - start
        object.__setattr__(self, "_starts", tuple(starts))

    def __len__(self) -> int:
        return len(self.text)

    def spans(self, start: int = 0, end: int | None = None) -> Spans:
        """Where `text[start:end]` stands in the document; touching pieces are one span."""
        end = len(self.text) if end is None else end
        if start >= end or not self.pieces:
            return ()
        if len(self.pieces) == 1:
            base, last = self.pieces[0]
            low, high = base + start, min(last, base + end)
            return ((low, high),) if low < high else ()
        out: list[Span] = []
        index = bisect_right(self._starts, start) - 1
        while index < len(self.pieces) and self._starts[index] < end:
            piece_start, piece_end = self.pieces[index]
            base = self._starts[index]
            low = piece_start + max(0, start - base)
            high = min(piece_end, piece_start + end - base)
            if low < high:
                if out and out[-1][1] == low:
                    out[-1] = (out[-1][0], high)
                else:
                    out.append((low, high))
            index += 1
        return tuple(out)

    def cut(self, start: int = 0, end: int | None = None) -> Passage:
        """The passage `text[start:end]`."""
        return Passage(self.text[start:end], self.spans(start, len(self.text) if end is None else end))

    def stripped(self) -> Passage:
        """Without white space at both ends."""
        text = self.text
        if not text or not (text[0].isspace() or text[-1].isspace()):
            return self
        bare = text.lstrip()
        return self.cut(len(text) - len(bare), len(text.rstrip())) if bare else self.cut(0, 0)


def join(passages: Iterable[Passage]) -> Passage:
    """The passages one behind the other, nothing put between."""
    parts = list(passages)
    return Passage("".join(p.text for p in parts), tuple(s for p in parts for s in p.pieces))
