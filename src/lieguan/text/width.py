"""Full and half width, compatibility forms: one character for one character, so that offsets stay true.

`folded` is for recognising (labels, markers, dates); what a record prints is always the document's own words.
"""

from __future__ import annotations

import re
import unicodedata

# Brackets, colons and the like are folded to their full-width form, which Chinese text uses; letters, digits
# and the signs inside numbers (. / - %) to half width.
_MARKS = {
    0x3000: " ",  # ideographic space, put inside labels: 時　　間
    0x00A0: " ",
    0x2236: "：",
    0xFE30: "：",
    0xFE55: "：",
    0xFE35: "（",
    0xFE36: "）",
    0xFE59: "（",
    0xFE5A: "）",
    0x3008: "（",  # 〈一〉 for （一）, a slip that scanning and typing both make
    0x3009: "）",
    0xFE51: "、",
    0xFE50: "，",
    0xFE52: ".",
    0x2024: ".",
    0x543F: "告",  # 報吿: as some fonts and input methods write it
} | {ord(half): full for half, full in zip("():;!?,", "（）：；！？，", strict=True)}


def _table() -> dict[int, str]:
    table = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
    table = {code: _MARKS.get(ord(char), char) for code, char in table.items()} | _MARKS
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF)):  # radicals, compatibility ideographs
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return {code: char for code, char in table.items() if chr(code) != char}


_FOLD = _table()
_NARROW = re.compile("[\x00-\u10ff]+")


def folded(text: str) -> str:
    """`text` with letters and digits in half width, brackets and colons in full width; the same length.

    >>> folded("（１）AI：ａ(2)")
    '（1）AI：a（2）'
    """
    return text.translate(_FOLD)


def solid(text: str) -> str:
    """`text` without white space, as `str.isspace()` says."""
    return "".join(text.split())


def display_width(text: str) -> int:
    """Columns on a terminal or typewriter: a Han character takes two, a Latin letter one."""
    return len(text) if text.isascii() else len(text) + len(_NARROW.sub("", text))


def is_latin(char: str) -> bool:
    """A Latin letter or digit, between two of which a removed line break leaves one space."""
    return char.isalnum() and char < "\u2e80"
