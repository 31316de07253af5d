"""Spans and parts of a working tree: where a cursor in a field stands in the source, cutting there, finding words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from lieguan.record.spans import Span
from lieguan.site.records.editing.tree import MEETING, listed, places
from lieguan.site.records.identity import Node

Spans = Sequence[Sequence[int]]


def letters(text: str, spans: Spans) -> list[int]:
    """The places of all characters in `spans` that are not white space."""
    return [at for start, end in spans for at in range(start, end) if not text[at].isspace()]


def bare(words: str) -> str:
    """`words` without white space."""
    return "".join(words.split())


def source_offset(text: str, spans: Spans, value: str, at: int) -> int | None:
    """Where in the source the character `value[at]` of an object's words stands; None past the last one.

    The spans may begin with a marker that `value` leaves out. Where a person changed words, the nearest
    character that source and value share counts.
    """
    places = letters(text, spans)
    source = "".join(text[place] for place in places)
    wanted, before = bare(value), len(bare(value[:at]))
    if source.endswith(wanted):
        index = len(source) - len(wanted) + before
    else:
        index = len(source)
        for a, b, size in difflib.SequenceMatcher(None, source, wanted, autojunk=False).get_matching_blocks():
            if before < b + size:
                index = a + max(0, before - b)
                break
    return places[index] if index < len(places) else None


def marker_words(text: str, spans: Spans, value: str) -> str:
    """The printed marker before an object's words: 「（二）」; "" where there is none or the words were changed."""
    places = letters(text, spans)
    source = "".join(text[place] for place in places)
    wanted = bare(value)
    if not wanted or not source.endswith(wanted) or len(source) == len(wanted):
        return ""
    first, last = places[0], places[len(source) - len(wanted) - 1]
    return text[first : last + 1].strip()


def cut(spans: Spans, at: int | None) -> tuple[list[list[int]], list[list[int]]]:
    """The spans before and from `at` (None: everything is before)."""
    if at is None:
        return listed(spans), []
    before = [[start, min(end, at)] for start, end in spans if start < at]
    after = [[max(start, at), end] for start, end in spans if end > at]
    return listed(before), listed(after)


def locate(text: str, spans: Spans, words: str) -> list[list[int]]:
    """The first place inside `spans` where `words` stand, white space aside; [] where they do not."""
    wanted = bare(words)
    places = letters(text, spans)
    at = "".join(text[place] for place in places).find(wanted) if wanted else -1
    if at < 0:
        return []
    first, last = places[at], places[at + len(wanted) - 1]
    return [
        [max(start, first), min(end, last + 1)]
        for start, end in listed(spans)
        if start <= last and end > first
    ]


def one_paragraph(raw: str) -> str:
    """Words of the source as the record's values have them: broken lines joined, nothing added.

    A line break goes, one space stays between two Latin letters or digits; other spaces stay.
    """
    out = ""
    for line in raw.splitlines():
        out = together(out, line.strip())
    return out


def together(first: str, second: str) -> str:
    """Two pieces of one paragraph as one: a space only between two Latin letters or digits."""
    if first and second and _latin(first[-1]) and _latin(second[0]):
        return f"{first} {second}"
    return first + second


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def cut_parts(tree: Node, at: int | None) -> None:
    """Make a part begin at `at`, where none does: white space before it goes with the part before."""
    if at is None:
        return
    for index, part in enumerate(tree["parts"]):
        start, end = part["span"]
        if start < at < end:
            later = {key: value for key, value in part.items() if not key.startswith("_")}
            later["span"] = [at, end]
            part["span"] = [start, at]
            tree["parts"].insert(index + 1, later)
            return


def parts_in(tree: Node, spans: Spans) -> Iterable[Node]:
    """The parts that begin inside `spans`."""
    ordered = listed(spans)
    return [p for p in tree["parts"] if any(start <= p["span"][0] < end for start, end in ordered)]


def hand_over_parts(tree: Node, spans: Spans, old: str, new: str) -> None:
    """Parts of `old` that begin inside `spans` belong to `new`."""
    for part in parts_in(tree, spans):
        if part["of"] == old:
            part["of"] = new


def let_go_of_parts(tree: Node, uids: Iterable[str]) -> None:
    """What belonged to these objects belongs to none, and counts as unread until a person says what it is.

    Words that another object has too (one decision on two agenda items) go to that one.
    """
    gone = set(uids)
    others = [place.node for place in places(tree) if place.kind in {"clause", "point"}]
    for part in tree["parts"]:
        if part["of"] not in gone or part["of"] == MEETING:
            continue
        start = part["span"][0]
        heir = next((n for n in others if n["uid"] not in gone and _covers(n["spans"], start)), None)
        if heir is not None:
            part["of"] = heir["uid"]
            continue
        part["of"], part["kind"] = None, "unread"
        part.pop("_found", None)


def _covers(spans: Spans, at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def first_place(node: Any) -> int | None:
    """Where an object begins in the source; None for one that a person wrote."""
    return node["spans"][0][0] if node["spans"] else None


def as_spans(spans: Spans) -> list[Span]:
    """JSON spans as the record's own type."""
    return [(start, end) for start, end in spans]
