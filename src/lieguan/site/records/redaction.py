"""A record without what is withheld: still a lieguan-record/1, with a notice where words were. Pure.

What a paragraph says goes with everything that tells of it: its words in `text`, the values that were found in it, and
how they were found. Its marker (（二）) stays, so that what is withheld keeps its place among the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lieguan.site.records.identity import Node, copied

# Local id → the notice in the place of the paragraph, and in the place of its speaker.
Withheld = Mapping[str, tuple[str, str]]
# Parts of the text that are no paragraph of their own: withheld with the file.
REST = frozenset({"annex", "table", "explanation", "unread"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage that goes, and what stands in its place."""

    start: int
    end: int
    instead: str


def redacted(record: Node, withheld: Withheld, rest: str = "") -> Node:
    """A copy without the words of these paragraphs.

    withheld  local ids of clauses, statements and points with their notices; a statement's points and a clause's
              sub-clauses are named themselves
    rest      the notice for what the text has beside its paragraphs, and for the name of the file; "" to leave them
    """
    copy = copied(record)
    text = copy.get("text")
    gone = list(_withheld_nodes(copy, withheld))
    cuts = _cuts(copy, text, gone, rest) if isinstance(text, str) else []
    paths = [path for path, _node, _notices in gone]
    if "found" in copy:
        copy["found"] = [one for one in copy["found"] if not _tells(one, paths, cuts)]
    for _path, node, notices in gone:
        _silence(node, notices)
    if rest and "source" in copy:
        copy["source"]["name"] = rest
    if isinstance(text, str):
        _Moved(cuts, len(text)).apply(copy, text)
    return copy


def _withheld_nodes(record: Node, withheld: Withheld) -> Iterator[tuple[str, Node, tuple[str, str]]]:
    """(its path in the record, the object, its notices) of everything that is withheld."""

    def clauses(above: Node, path: str) -> Iterator[tuple[str, Node, tuple[str, str]]]:
        for at, clause in enumerate(above["clauses"]):
            here = f"{path}/clauses/{at}"
            if clause.get("id") in withheld:
                yield here, clause, withheld[clause["id"]]
            yield from clauses(clause, here)

    for at, resolution in enumerate(record["resolutions"]):
        yield from clauses(resolution, f"/resolutions/{at}")
    for at, statement in enumerate(record["statements"]):
        path = f"/statements/{at}"
        if statement.get("id") in withheld:
            yield f"{path}/speaker", statement, withheld[statement["id"]]
        for number, point in enumerate(statement["points"]):
            if point.get("id") in withheld:
                yield f"{path}/points/{number}", point, withheld[point["id"]]


def _silence(node: Node, notices: tuple[str, str]) -> None:
    """Take out of one object what it says."""
    paragraph, word = notices
    if "speaker" in node:
        spans = {"spans": node["speaker"]["spans"]} if "spans" in node["speaker"] else {}
        empty = dict.fromkeys(key for key in node["speaker"] if key != "spans")
        node["speaker"] = empty | {"as_written": word} | spans
        return
    node["text"] = paragraph
    if "disposition" in node:
        node.update(disposition=None, subject=None, rulings=[], agencies=[], deadlines=[])


def _cuts(record: Node, text: str, gone: list[Any], rest: str) -> list[Cut]:
    """The passages that go, in order, disjoint; the first passage of a paragraph has its notice."""
    parts = record.get("parts") or []
    found: list[Cut] = []
    for _path, node, (paragraph, word) in gone:
        if "speaker" in node:
            passages, instead = list(node["speaker"].get("spans") or []), word
        else:
            passages, instead = _behind_marker(text, node.get("spans") or [], node["text"]), paragraph
        passages += [
            part["span"] for part in parts if part["of"] == node["id"] and part["kind"] != "marker"
            and not _touches(part["span"], passages)
        ]  # fmt: skip
        ordered = sorted((start, end) for start, end in passages if start < end)
        found += [Cut(start, end, "" if at else instead) for at, (start, end) in enumerate(ordered)]
    for part in parts if rest else ():
        if part["kind"] in REST:
            start, end = part["span"]
            found.append(Cut(start, start + len(text[start:end].rstrip()), rest))
    return _disjoint(found)


def _behind_marker(text: str, spans: list[list[int]], words: str) -> list[list[int]]:
    """The spans without the printed marker before the words; whole where the words were changed."""
    letters = [at for start, end in spans for at in range(start, end) if not text[at].isspace()]
    source, wanted = "".join(text[at] for at in letters), "".join(words.split())
    if not wanted or not source.endswith(wanted) or len(source) == len(wanted):
        return [list(span) for span in spans]
    first = letters[len(source) - len(wanted)]
    return [[max(start, first), end] for start, end in spans if end > first]


def _touches(span: list[int], others: list[list[int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _disjoint(cuts: list[Cut]) -> list[Cut]:
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda one: (one.start, one.end)):
        if found and cut.start < found[-1].end:
            last = found.pop()
            found.append(Cut(last.start, max(last.end, cut.end), last.instead or cut.instead))
        else:
            found.append(cut)
    return found


def _tells(found: Node, paths: list[str], cuts: list[Cut]) -> bool:
    """Whether an entry of `found` is about something withheld, or shows its words."""
    if any(found["path"] == path or found["path"].startswith(f"{path}/") for path in paths):
        return True
    return any(start < cut.end and cut.start < end for start, end in found.get("spans") or [] for cut in cuts)


class _Moved:
    """From places in the whole text to places in the text without the cuts."""

    def __init__(self, cuts: list[Cut], length: int) -> None:
        self.cuts, self.length = cuts, length
        self.starts = [cut.start for cut in cuts]
        self.shifts = [0]  # by how much what stands behind the first n cuts is moved
        for cut in cuts:
            self.shifts.append(self.shifts[-1] + len(cut.instead) - (cut.end - cut.start))

    def start(self, at: int) -> int:
        """Where what begins there begins now: what begins inside a cut begins with the notice."""
        before = bisect_right(self.starts, at)
        if before and at < self.cuts[before - 1].end:
            return self.cuts[before - 1].start + self.shifts[before - 1]
        return at + self.shifts[before]

    def end(self, at: int) -> int:
        """Where what ends there ends now: what ends inside a cut ends with the notice."""
        before = bisect_right(self.starts, at - 1)
        if before and at <= self.cuts[before - 1].end:
            cut = self.cuts[before - 1]
            return cut.start + self.shifts[before - 1] + len(cut.instead)
        return at + self.shifts[before]

    def apply(self, record: Node, text: str) -> None:
        """Give the record its text without the cuts, and move every place in it."""
        pieces, at = [], 0
        for cut in self.cuts:
            pieces += [text[at : cut.start], cut.instead]
            at = cut.end
        record["text"] = "".join(pieces) + text[at:]
        if "parts" in record:
            record["parts"] = _parts(record["text"], record["parts"], self)
        source = record.get("source") or {}
        if source.get("characters") is not None:
            source["characters"] = len(record["text"])
        if source.get("pages"):
            source["pages"] = [self.start(page) for page in source["pages"]]
        for key in ("meeting", "agenda", "resolutions", "statements", "found"):
            self._move(record.get(key))

    def _move(self, value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                self._move(one)
        elif isinstance(value, dict):
            if value.get("spans"):
                moved = [[self.start(start), self.end(end)] for start, end in value["spans"]]
                value["spans"] = _joined([span for span in moved if span[0] < span[1]])
            for key, one in value.items():
                if key != "spans":
                    self._move(one)


def _parts(text: str, parts: list[Node], moved: _Moved) -> list[Node]:
    """The parts in their new places; of which nothing but white space is left goes with the part before it."""
    found: list[Node] = []
    for part in parts:
        start, end = moved.start(part["span"][0]), moved.start(part["span"][1])
        if found and not text[start:end].strip():
            found[-1]["span"][1] = end
        elif start < end:
            found.append(part | {"span": [start, end]})
    return found


def _joined(spans: list[list[int]]) -> list[list[int]]:
    """Spans of which none touches the next: a cut can bring two together."""
    found: list[list[int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([start, end])
    return found
