"""How alike two titles are: 「數位方案執行成果報告」 and 「數位方案執行報告」 name the same item.

Both titles' pairs of neighbouring characters are compared (Dice's coefficient); a title that holds the whole
of the other counts as alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lieguan.text.width import folded, solid

#: At least so alike to be the same item; below SURE a person should look.
LEAST, SURE = 0.5, 0.86
_ASIDE = re.compile(
    r"（(?:略|如附件|附件[^（）]{0,8}|草案|提案人[^（）]{0,20})）|(?:案)?[，,]?(?:提|敬)?請(?:討論|審議|公決|備查|鑒核|鑑核|核議)$"
)


@dataclass(frozen=True, slots=True)
class Gist:
    """A title ready to be compared."""

    words: str
    pairs: frozenset[str]


def gist(title: str) -> Gist:
    """The title without spaces, brackets' asides and courtesies at its end."""
    words = solid(folded(title)).strip("。，、；：「」『』（）")
    words = _ASIDE.sub("", words).strip("。，、；：「」『』")
    return Gist(words, frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset({words}))


def alike(one: Gist, other: Gist) -> float:
    """0 for nothing in common, 1 for the same."""
    if not one.words or not other.words:
        return 0.0
    if one.words == other.words:
        return 1.0
    short, long = sorted((one.words, other.words), key=len)
    if len(short) >= 6 and short in long:
        return max(0.9, _dice(one, other))
    return _dice(one, other)


def _dice(one: Gist, other: Gist) -> float:
    return 2 * len(one.pairs & other.pairs) / (len(one.pairs) + len(other.pairs))


def best(title: Gist, among: Sequence[Gist]) -> tuple[int, float]:
    """Index and likeness of the one most alike; (-1, 0.0) for none."""
    found, how = -1, 0.0
    for index, other in enumerate(among):
        value = alike(title, other)
        if value > how:
            found, how = index, value
    return found, how
