"""What is the same though it is not written the same: names of bodies, and the paragraphs of two editions. Pure."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lieguan.site.records.identity import Node, clauses_of

# Two paragraphs are one, re-worded, where this share of their characters is the same.
LIKE = 0.6
# Below this a name of a body is not offered.
OFFERED = 0.5


def plain(name: str) -> str:
    """A name without what differs between two writings of it: width, white space, 臺 and 台."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("臺", "台")


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are the same, white space, width and 臺/台 aside."""
    return bool(one and other) and plain(one or "") == plain(other or "")


def likest(name: str, known: Mapping[int, Iterable[str]], most: int = 5) -> list[int]:
    """Keys of `known` ({key: names}) whose names are like `name`, the likest first."""
    wanted = plain(name)
    rated = []
    for key, names in known.items():
        best = max((_rate(wanted, plain(one)) for one in names if one), default=0.0)
        if best >= OFFERED:
            rated.append((-best, key))
    return [key for _rate_, key in sorted(rated)[:most]]


def _rate(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 0.75 + 0.25 * min(len(one), len(other)) / max(len(one), len(other))
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one meeting of a body from another."""

    day: date | None
    ordinal: int | None
    term: int | None
    year: int | None
    kind: str

    @classmethod
    def of(cls, meeting: Mapping[str, Any]) -> Identity:
        """From the head of a record."""
        starts = meeting["starts_at"]
        return cls(
            date.fromisoformat(starts[:10]) if starts else None,
            meeting["ordinal"], meeting["term"], meeting["year"], kind_of(meeting["title"]),
        )  # fmt: skip

    def same_meeting(self, other: Identity) -> bool:
        """The same day, or the same ordinal of the same term, year and kind."""
        if self.day is not None and self.day == other.day:
            return True
        counted = (self.ordinal, self.term, self.year, self.kind)
        return self.ordinal is not None and counted == (other.ordinal, other.term, other.year, other.kind)


def kind_of(title: str | None) -> str:
    """regular, extraordinary or written, by the minutes' title; each kind counts its own ordinals."""
    words = title or ""
    if "書面審" in words or "書面會議" in words:
        return "written"
    return "extraordinary" if "臨時" in words and "臨時動議" not in words else "regular"


def adopt_uids(draft: Node, earlier: Node) -> None:
    """Give the paragraphs of `draft` (in place) the uids of the like paragraphs of an earlier edition.

    Equal words first, then, between two equal neighbours, words that are mostly the same; each uid once.
    """
    for mine, theirs in (
        (draft["agenda"], earlier["agenda"]),
        (draft["resolutions"], earlier["resolutions"]),
        (_all_clauses(draft), _all_clauses(earlier)),
        (draft["statements"], earlier["statements"]),
        (_all_points(draft), _all_points(earlier)),
    ):
        new_words = [_words(node, draft) for node in mine]
        for new, old in _pairs(new_words, [_words(node, earlier) for node in theirs]):
            mine[new]["uid"] = theirs[old]["uid"]


def _all_clauses(record: Node) -> list[Node]:
    return [clause for resolution in record["resolutions"] for clause in clauses_of(resolution)]


def _all_points(record: Node) -> list[Node]:
    return [point for statement in record["statements"] for point in statement["points"]]


def _words(node: Node, record: Node) -> str:
    if "text" in node:
        return plain(node["text"])
    if "title" in node:
        return plain(node["title"])
    if "speaker" in node:
        first = node["points"][0]["text"] if node["points"] else ""
        return plain(f"{node['speaker']['name'] or node['speaker']['as_written']}{first}")
    title = next((item["title"] for item in record["agenda"] if item["id"] == node["agenda"]), "")
    return plain(f"{node['label'] or ''}{title}")


def _pairs(new: Sequence[str], old: Sequence[str]) -> Iterator[tuple[int, int]]:
    matcher = difflib.SequenceMatcher(None, new, old, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(a1, a2), range(b1, b2), strict=True)
        elif tag == "replace":
            left = list(range(b1, b2))
            for a in range(a1, a2):
                rated = [(_rate(new[a], old[b]), -b) for b in left]
                best, at = max(rated, default=(0.0, 0))
                if best >= LIKE:
                    left.remove(-at)
                    yield a, -at
