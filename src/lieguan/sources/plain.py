"""Plain text: one block for each line.

Text dumps are often broken at a fixed width; a line that reaches that width is `full`, so that reading can
join it with the next. Lines with nothing between them end in `wrap`, lines before a blank one in `line`.
"""

from __future__ import annotations

from collections.abc import Sequence

from lieguan.text.document import Block, Document, Ends
from lieguan.text.width import display_width

MEDIA_TYPE = "text/plain"

#: Widths in columns (a Han character is two) between which a text can have been broken on purpose.
_NARROWEST, _WIDEST = 24, 130
#: Neighbours that say how wide the text is set at a line, and how many of them must reach that width.
_NEIGHBOURS, _WITNESSES = 6, 3
#: A line can end so many columns early: a full-width character or a closing mark did not fit.
_RAGGED = 4


def read(text: str) -> Document:
    """`text` as it stands, one block a line."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    solid = [(start, end) for start, end in lines if text[start:end].strip()]
    full = full_lines([text[start:end] for start, end in solid])
    blocks = []
    for index, (start, end) in enumerate(solid):
        following = solid[index + 1][0] if index + 1 < len(solid) else -1
        line = text[start:end]
        left = start + len(line) - len(line.lstrip())
        indent = display_width(text[start:left]) / 2
        ends: Ends = "wrap" if following == end + 1 else "line"
        blocks.append(
            Block(((left, start + len(line.rstrip())),), indent=indent, ends=ends, full=full[index])
        )
    return Document(text, tuple(blocks), MEDIA_TYPE)


def full_lines(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it reaches the width at which the lines around it were broken."""
    widths = [display_width(line.rstrip()) for line in lines]
    out = []
    for index, width in enumerate(widths):
        around = widths[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
        margin = max(around)
        reaching = sum(other >= margin - _RAGGED for other in around)
        set_width = _NARROWEST <= margin <= _WIDEST and reaching >= _WITNESSES
        out.append(set_width and width >= margin - _RAGGED)
    return out
