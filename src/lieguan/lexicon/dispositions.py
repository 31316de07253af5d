"""The words by which a meeting disposes of something 處置: 解除列管, 照案通過, 洽悉 …, one row an expression.

expression    the words; … stands for at most 20 characters of the same part of the sentence
disposition   what they decide
stands        anywhere: wherever they stand
              end: only where the part of the sentence (up to ，；。) ends with them
              alone: only where they are the whole part, but for 本案, 予以 and the like before them
              verdict: only where the meeting itself says so; 國民黨同意 is another's consent
not_before    words that must not follow directly
not_after     words that must not stand directly before
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from lieguan.errors import LexiconError
from lieguan.lexicon import tables
from lieguan.record.nouns import RulingDisposition

COLUMNS = ("expression", "disposition", "stands", "not_before", "not_after")
Stands = Literal["anywhere", "end", "alone", "verdict"]
_GAP = "[^，。；：！？\n]{0,20}?"


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """One expression of the table."""

    expression: str
    disposition: RulingDisposition
    stands: Stands
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


@cache
def rows() -> tuple[DispositionRow, ...]:
    """The table, longest expression first. Raises LexiconError, which names the row."""
    name = "dispositions.csv"
    out = []
    for where, cell in tables.rows(tables.packaged(name), name, COLUMNS):
        if cell["disposition"] not in get_args(RulingDisposition):
            raise LexiconError(
                f"{cell['disposition']!r} is no disposition", place=where, remedy="see record-format"
            )
        if cell["stands"] not in get_args(Stands):
            raise LexiconError(
                f"{cell['stands']!r} is no place to stand", place=where, remedy="see the module"
            )
        out.append(
            DispositionRow(
                cell["expression"],
                cell["disposition"],  # type: ignore[arg-type]  # checked above
                cell["stands"],  # type: ignore[arg-type]  # checked above
                tables.several(cell["not_before"]),
                tables.several(cell["not_after"]),
            )
        )
    return tuple(sorted(out, key=lambda row: -len(row.expression)))


class _Finder:
    """Finds the expressions in a text: one pass over the characters that any of them begins with."""

    def __init__(self, table: tuple[DispositionRow, ...]) -> None:
        self._beginnings = re.compile("[" + "".join(sorted({row.expression[0] for row in table})) + "]")
        self._by_first: dict[str, list[tuple[DispositionRow, re.Pattern[str] | None]]] = {}
        for row in table:
            pieces = row.expression.split("…")
            pattern = re.compile(_GAP.join(map(re.escape, pieces))) if len(pieces) > 1 else None
            self._by_first.setdefault(row.expression[0], []).append((row, pattern))

    def find(self, text: str) -> list[tuple[int, int, DispositionRow]]:
        """Every expression as (start, end, row): the longest at each place, none inside another."""
        out: list[tuple[int, int, DispositionRow]] = []
        busy = 0
        for match in self._beginnings.finditer(text):
            start = match.start()
            if start < busy:
                continue
            for row, pattern in self._by_first[match.group()]:
                if pattern is None:
                    end = start + len(row.expression) if text.startswith(row.expression, start) else 0
                else:
                    found = pattern.match(text, start)
                    end = found.end() if found else 0
                if end:
                    out.append((start, end, row))
                    busy = end
                    break
        return out


@cache
def _finder() -> _Finder:
    return _Finder(rows())


def find(text: str) -> list[tuple[int, int, DispositionRow]]:
    """Every expression of the table in `text`, as (start, end, row), in order; they do not overlap."""
    return _finder().find(text)
