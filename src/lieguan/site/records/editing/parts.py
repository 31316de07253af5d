"""Parts of the source that were read as something else, or not at all: a person says what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lieguan.site.records.editing import clauses, heads, statements
from lieguan.site.records.editing.places import first_place, one_paragraph, together
from lieguan.site.records.editing.tree import MEETING, CannotEdit, Place, listed, places
from lieguan.site.records.editing.values import note
from lieguan.site.records.identity import NewUid, Node

# What a part may be that belongs to no object, in the order in which a person is asked.
LOOSE = (
    "explanation", "annex", "table", "heading", "label", "field", "running-head", "page-number", "mark-up",
    "unread",
)  # fmt: skip
PLACED = ("continue", "clause", "sub-clause", "point", "statement", "agenda")


def is_loose(part: Node) -> bool:
    """Whether a person may say what a part is: it belongs to no clause, point or other object."""
    return part["of"] is None


def part_at(tree: Node, start: int) -> Node:
    """The part that begins at `start`."""
    for part in tree["parts"]:
        if part["span"][0] == start:
            return dict_of(part)
    raise CannotEdit("gone", f"no part begins at {start}")


def dict_of(part: Node) -> Node:
    """The part itself, when it is loose."""
    if not is_loose(part):
        raise CannotEdit("taken", "these words belong to an object already")
    return part


def say(tree: Node, _uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Say what the part at `start` is: `kind`, one of LOOSE."""
    part = part_at(tree, values["start"])
    if values["kind"] not in LOOSE:
        raise CannotEdit("gone", f"no kind of part {values['kind']}")
    part["kind"] = values["kind"]
    note(part, "kind", [part["span"]])
    return ""


def place(tree: Node, _uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """Make words of the record of the part at `start`; `as` is one of PLACED, where is told by its place.

    continue    the end of the clause or point before it
    clause      a clause behind the last clause before it (sub-clause: under it)
    point       a point of the statement before it
    statement   the label of a new statement; the points after it up to the next speaker go to it
    agenda      an agenda item
    """
    part = part_at(tree, values["start"])
    start, end = part["span"]
    spans = [_without_space(tree["text"], start, end)]
    words = one_paragraph(tree["text"][start:end])
    if not words:
        raise CannotEdit("empty-text", "the part has no words")
    uid, kind = _PLACING[values["as"]](tree, words, spans, new_uid)
    part["of"], part["kind"] = uid, kind
    part.pop("_found", None)
    return uid


def _without_space(text: str, start: int, end: int) -> list[int]:
    words = text[start:end]
    return [start + len(words) - len(words.lstrip()), start + len(words.rstrip())]


def _before(tree: Node, at: int, kinds: tuple[str, ...]) -> Place | None:
    """The object of these kinds that begins last before `at`."""
    best: tuple[int, Place] | None = None
    for found in places(tree):
        here = first_place(found.node)
        if found.kind in kinds and here is not None and here <= at and (best is None or here >= best[0]):
            best = (here, found)
    return best[1] if best else None


def _continue(tree: Node, words: str, spans: list[list[int]], _new_uid: NewUid) -> tuple[str, str]:
    found = _before(tree, spans[0][0], ("clause", "point"))
    if found is None:
        raise CannotEdit("nothing-before", "no clause and no point stands before it")
    found.node["text"] = together(found.node["text"], words)
    found.node["spans"] = listed([*found.node["spans"], *spans])
    note(found.node, "text")
    return str(found.node["uid"]), found.kind


def _clause(tree: Node, words: str, spans: list[list[int]], new_uid: NewUid) -> tuple[str, str]:
    resolution = heads.nearest_resolution(tree, spans[0][0])
    if resolution is None:
        raise CannotEdit("no-resolution", "there is no resolution to put a clause in")
    before = _before(tree, spans[0][0], ("clause",))
    behind = before.node["uid"] if before and before.above[0] is resolution else resolution["uid"]
    if before is None or before.above[0] is not resolution:
        made = clauses.add(tree, behind, {"text": words, "spans": spans}, new_uid)
        siblings = resolution["clauses"]
        node = next(one for one in siblings if one["uid"] == made)
        siblings.remove(node)
        clauses.insert_by_place(siblings, node)
        return made, "clause"
    return clauses.add(tree, behind, {"text": words, "spans": spans}, new_uid), "clause"


def _sub_clause(tree: Node, words: str, spans: list[list[int]], new_uid: NewUid) -> tuple[str, str]:
    made, kind = _clause(tree, words, spans, new_uid)
    clauses.move(tree, made, {"direction": "in"}, new_uid)
    return made, kind


def _point(tree: Node, words: str, spans: list[list[int]], new_uid: NewUid) -> tuple[str, str]:
    before = _before(tree, spans[0][0], ("statement", "point"))
    if before is None:
        raise CannotEdit("no-statement", "no statement stands before it")
    return statements.add_point(tree, before.node["uid"], {"text": words, "spans": spans}, new_uid), "point"


def _statement(tree: Node, words: str, spans: list[list[int]], new_uid: NewUid) -> tuple[str, str]:
    at = spans[0][0]
    before = _before(tree, at, ("statement",))
    label = words.strip("：: 　*#")
    speaker = {"name": label, "as_written": label}
    agenda = list(before.node["agenda"]) if before else []
    made = statements.add(tree, "", {"speaker": speaker, "agenda": agenda, "spans": spans}, new_uid)
    if before:
        later = [p for p in before.node["points"] if (first_place(p) or 0) > at]
        before.node["points"] = [p for p in before.node["points"] if p not in later]
        next(s for s in tree["statements"] if s["uid"] == made)["points"].extend(later)
    return made, "heading"


def _agenda(tree: Node, words: str, spans: list[list[int]], new_uid: NewUid) -> tuple[str, str]:
    number, title = clauses.numbered(words)
    values = {"kind": "other", "number": number, "title": title, "spans": spans}
    return heads.add_agenda(tree, "", values, new_uid), "heading"


_PLACING = {
    "continue": _continue,
    "clause": _clause,
    "sub-clause": _sub_clause,
    "point": _point,
    "statement": _statement,
    "agenda": _agenda,
}


def unread(record: Node) -> Iterator[Node]:
    """The parts that nothing and nobody placed, those of white space left out."""
    for part in record["parts"]:
        start, end = part["span"]
        if part["kind"] == "unread" and part["of"] != MEETING and not record["text"][start:end].isspace():
            yield part
