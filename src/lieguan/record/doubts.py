"""What a person should look at in a record: values that are not sure, words that no rule placed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from lieguan.record.nouns import Record
from lieguan.record.spans import Spans, words

#: A replacement character stands where bytes of the file made no character.
_UNDECODABLE = "\ufffd"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place to look at.

    certainty  `guess`, `likely`, `unread` or `damaged` (bytes that made no character)
    what       the path of the value and the rule that found it; for words alone, what they are
    line       of the text, from 1; `page` from 1 where the format has pages
    words      the words in question, at most 80 characters
    spans      where they stand in the text
    """

    certainty: str
    what: str
    line: int
    page: int | None
    words: str
    spans: Spans


def doubts(record: Record) -> list[Doubt]:
    """The doubts of a record, in text order."""
    found: list[tuple[str, str, Spans]] = [
        (value.certainty, f"{value.path} by {value.rule}", value.spans)
        for value in record.found
        if value.certainty != "sure"
    ]
    for part in record.parts:
        unread = record.text[part.span[0] : part.span[1]]
        if part.kind == "unread" and unread.strip():
            start = part.span[0] + len(unread) - len(unread.lstrip())
            found.append(("unread", "no rule places it", ((start, start + len(unread.strip())),)))
    found += [
        ("damaged", "the file's bytes make no character here", ((at, at + 1),))
        for at, char in enumerate(record.text)
        if char == _UNDECODABLE
    ]
    found.sort(key=lambda doubt: (doubt[2][0][0] if doubt[2] else 0, doubt[0]))
    breaks = [at for at, char in enumerate(record.text) if char == "\n"]
    return [_doubt(record, breaks, *doubt) for doubt in found]


def _doubt(record: Record, breaks: list[int], certainty: str, what: str, spans: Spans) -> Doubt:
    at = spans[0][0] if spans else 0
    pages = record.source.pages
    shown = " ".join(words(record.text, spans).split())
    return Doubt(
        certainty,
        what,
        bisect_right(breaks, at - 1) + 1,
        bisect_right(pages, at) or 1 if pages else None,
        shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…",
        spans,
    )
