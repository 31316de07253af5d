"""The vocabulary of section headings, labels and table columns, from headings.toml; loaded once.

Words are looked up in a dictionary; patterns are joined into one expression for each kind of thing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lieguan.errors import LexiconError
from lieguan.text.width import folded, solid

#: No heading or label of the vocabulary is longer, white space apart.
LONGEST = 28


#: What stands behind 案號 of a tracked item: 11206-01, A-113-02
CASE_NUMBER = r"[A-Z]{0,4}[0-9]{1,8}(?:[-–][0-9A-Z]{1,6}){1,4}"
#: Labels of items that white space alone may set off: 決議　照案通過
SPACED = frozenset(
    (
        "決議",
        "決定",
        "裁示",
        "主席裁示",
        "結論",
        "案由",
        "說明",
        "辦法",
        "擬辦",
        "事由",
        "現況",
        "辦理情形",
        "執行情形",
        "本次",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a heading or label means. `weak`: only where it stands as a heading."""

    kind: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """Words first, then patterns in the file's order."""

    words: dict[str, Entry]
    patterns: tuple[tuple[re.Pattern[str], Entry], ...]

    def find(self, key: str) -> Entry | None:
        """The entry for `key` (folded, without white space), or None."""
        if not key or len(key) > LONGEST:
            return None
        entry = self.words.get(key)
        if entry is not None:
            return entry
        for pattern, entry in self.patterns:
            if pattern.fullmatch(key):
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Headings:
    """The four vocabularies. `item_names` gives the agenda kind of 討論事項一, 提案二 …"""

    version: str
    sections: Lookup
    labels: Lookup
    columns: Lookup
    item_names: dict[str, str]


@cache
def headings() -> Headings:
    """The vocabulary that comes with the package. LexiconError where the file breaks its rules."""
    place = files("lieguan.lexicon").joinpath("data", "headings.toml")
    return parse_headings(place.read_text(encoding="utf-8"), place="headings.toml")


def parse_headings(text: str, *, place: str) -> Headings:
    """The vocabulary in `text` (TOML). A word that is listed twice for different things is a LexiconError."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(str(error), place=place, remedy="mend the TOML") from error
    return Headings(
        version=data["version"],
        sections=_lookup(data["section"], "kind", place),
        labels=_lookup(data["label"], "role", place),
        columns=_lookup(data["column"], "role", place),
        item_names={key(name): row["kind"] for row in data["item"] for name in row["names"]},
    )


def _lookup(rows: list[dict[str, Any]], name: str, place: str) -> Lookup:
    words: dict[str, Entry] = {}
    patterns: list[tuple[re.Pattern[str], Entry]] = []
    for row in rows:
        kind = row[name]
        for weak, listed in ((False, row.get("words", ())), (True, row.get("weak", ()))):
            for word in listed:
                known = words.setdefault(key(word), Entry(kind, weak))
                if known.kind != kind:
                    problem = f"{word} is listed as {known.kind} and as {kind}"
                    raise LexiconError(problem, place=place, remedy="keep one of the two")
        patterns += [(re.compile(pattern), Entry(kind)) for pattern in row.get("patterns", ())]
    return Lookup(words, tuple(patterns))


def key(text: str) -> str:
    """`text` as the vocabulary is keyed: folded, without white space."""
    return solid(folded(text))
