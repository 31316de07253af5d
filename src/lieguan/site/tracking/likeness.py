"""How alike a name in 「」 and an item's title are. Pure.

Minutes shorten, lengthen and re-word titles (「智慧國家方案推動成果報告」/「智慧國家方案推動報告」). Names are compared
without width, spaces and punctuation; what only ends a title (案, 報告, 情形) counts for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

# From SAME on a person need not look twice; below LEAST two names have nothing to do with each other.
SAME, LIKELY, LEAST = 0.95, 0.8, 0.6
# A name that stands whole inside a title is that title's, if it is long enough to mean something.
CONTAINED, CONTAINED_LENGTH = 0.9, 6

_ASIDE = re.compile(r"[（(][^（）()]{0,40}[）)]")
_ENDING = re.compile(r"(?:一案|乙案|案|事項|(?:辦理|推動|執行)?(?:情形|成果)?報告|(?:辦理|推動|執行)情形)$")


@dataclass(frozen=True, slots=True)
class Match:
    """An item and how alike its title is, from 0 to 1."""

    item: int
    likeness: float


def normal(name: str) -> str:
    """The form in which names are compared."""
    name = _ASIDE.sub("", unicodedata.normalize("NFKC", name)).replace("台", "臺").casefold()
    return "".join(char for char in name if unicodedata.category(char)[0] in "LN")


def core(name: str) -> str:
    """The normal form without what only ends a title; the whole of it where nothing would be left."""
    whole = normal(name)
    return _ENDING.sub("", whole) or whole


def alike(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same name."""
    if normal(one) == normal(other):
        return 1.0
    a, b = core(one), core(other)
    if a == b:
        return SAME
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    short, long = sorted((a, b), key=len)
    if len(short) >= CONTAINED_LENGTH and short in long:
        return max(CONTAINED, ratio)
    return ratio


def ranked(name: str, titles: Mapping[int, str]) -> list[Match]:
    """The items whose titles are alike enough, best first; of equals the later one, which is the one still spoken of."""
    found = [Match(item, alike(name, title)) for item, title in titles.items()]
    return sorted(
        (match for match in found if match.likeness >= LEAST),
        key=lambda match: (-match.likeness, -match.item),
    )
