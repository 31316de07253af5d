"""Text to search terms: folding, and overlapping pairs of Han characters.

A run of Han characters gives its overlapping pairs and its last character alone (數位發展 → 數位 位發 發展 展); a run
of letters or of digits gives itself. A phrase of such terms matches exactly where the words stand: pairs are never
joined across punctuation, and 普惠AI and 普惠 AI give the same terms. Pure: no index, no database.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

# Forms of one character that official texts mix, with where each is taken from.
_FORMS = tomllib.loads((Path(__file__).parent / "variants.toml").read_text(encoding="utf-8"))
VARIANTS = {other: forms[0] for table in _FORMS["table"] for forms in table["forms"] for other in forms[1:]}

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{HAN}]+|[^\\W\\d_{HAN}]+|\\d+")
_HAN = re.compile(f"[{HAN}]")
# Stands between runs that must not be joined into one phrase; no term of a text is equal to it.
GAP = "\u00b6"


def fold(text: str) -> str:
    """One form for what looks alike: NFKC character by character, lower case, variants (臺 → 台)."""
    return text.translate(_table())


def fold_with_map(text: str) -> tuple[str, Sequence[int]]:
    """`fold`, and for each folded character the index in `text` that it came from (one more at the end)."""
    table = _table()
    whole = text.translate(table)
    if len(whole) == len(text):  # no character becomes none, so each became one
        return whole, range(len(text) + 1)
    folded, origin = [], []
    for index, character in enumerate(text):
        new = table.get(ord(character), character)
        folded.append(new)
        origin.extend([index] * len(new))
    origin.append(len(text))
    return "".join(folded), origin


def terms(text: str) -> list[str]:
    """The terms of a text, in order, with GAP where a phrase must not go on."""
    folded = fold(text)
    out: list[str] = []
    for gap, run in runs(folded):
        if gap:
            out.append(GAP)
        out.extend(pairs(run))
    return out


def pairs(run: str) -> list[str]:
    """The terms of one run of one kind."""
    if not _HAN.match(run):
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]]


def is_han(term: str) -> bool:
    """Whether the term is of Han characters."""
    return _HAN.match(term) is not None


def is_one_han(term: str) -> bool:
    """Whether the term is one Han character."""
    return len(term) == 1 and _HAN.match(term) is not None


def runs(folded: str) -> Iterator[tuple[bool, str]]:
    """(whether a phrase breaks before it, run) for each run of Han, letters or digits.

    White space between a letter or digit and anything else does not break: 普惠 AI is 普惠AI, `open data` a phrase.
    White space between two Han runs does.
    """
    end = 0
    before_is_han = False
    for match in _RUNS.finditer(folded):
        is_han = _HAN.match(match[0]) is not None
        between = folded[end : match.start()]
        gap = bool(between) and (not between.isspace() or (is_han and before_is_han))
        yield gap and end > 0, match[0]
        end, before_is_han = match.end(), is_han


@cache
def _table() -> dict[int, str]:
    table = {}
    for code in range(0x30000):
        if 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        new = unicodedata.normalize("NFKC", character).lower()
        new = "".join(VARIANTS.get(c, c) for c in new)
        if new != character:
            table[code] = new
    return table
