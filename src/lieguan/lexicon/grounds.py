"""The grounds 限制公開之依據 on which words may be withheld: the subparagraphs of 政府資訊公開法第18條第1項.

number  of the subparagraph 款
short   what it is about, in a few words, to choose by
text    the law's own words
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from lieguan.errors import LexiconError
from lieguan.lexicon import tables

COLUMNS = ("number", "short", "text", "source", "seen")
LAW = "政府資訊公開法第18條第1項"


@dataclass(frozen=True, slots=True)
class Ground:
    """One subparagraph."""

    number: int
    short: str
    text: str
    source: str
    seen: date | None

    @property
    def name(self) -> str:
        """政府資訊公開法第18條第1項第3款."""
        return f"{LAW}第{self.number}款"


@cache
def grounds() -> Mapping[int, Ground]:
    """The table, by number. Raises LexiconError, which names the row."""
    name = "grounds.csv"
    found: dict[int, Ground] = {}
    for where, cell in tables.rows(tables.packaged(name), name, COLUMNS):
        if not cell["number"].isdecimal() or int(cell["number"]) != len(found) + 1:
            raise LexiconError(f"{cell['number']!r} is not the next subparagraph", place=where)
        if not cell["short"] or not cell["text"]:
            raise LexiconError("a ground needs its words", place=where, remedy="fill short and text")
        number = int(cell["number"])
        seen = tables.day(cell["seen"], where)
        found[number] = Ground(number, cell["short"], cell["text"], cell["source"], seen)
    return found
