"""Statements 發言 and their points 發言要點: who said what, and cutting and joining it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lieguan.site.records.editing.clauses import insert_by_place, shift
from lieguan.site.records.editing.places import (
    cut,
    cut_parts,
    hand_over_parts,
    let_go_of_parts,
    locate,
    marker_words,
    source_offset,
    together,
)
from lieguan.site.records.editing.tree import CannotEdit, find, find_kind, listed, own_spans
from lieguan.site.records.editing.values import PEOPLE, note, set_value
from lieguan.site.records.identity import NewUid, Node


def blank_person() -> Node:
    """Nobody."""
    return {
        "name": None, "title": None, "organisation": None, "role": None, "represents": None,
        "as_written": "", "spans": [],
    }  # fmt: skip


def blank_point(uid: str) -> Node:
    """A point without words."""
    return {"uid": uid, "id": "", "number": None, "text": "", "spans": []}


def blank_statement(uid: str, agenda: list[str]) -> Node:
    """A statement of nobody."""
    return {"uid": uid, "id": "", "agenda": agenda, "speaker": blank_person(), "points": [], "spans": []}


def edit(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Re-attribute a statement: `speaker` (keys of a person), `agenda` (uids); what is left out stays."""
    statement = find_kind(tree, uid, "statement").node
    speaker = statement["speaker"]
    for key in PEOPLE:
        if key in values.get("speaker", {}):
            set_value(tree, speaker, key, values["speaker"][key])
    if not speaker["name"] and not speaker["organisation"] and not speaker["title"]:
        raise CannotEdit("no-speaker", "a statement needs a speaker", field="name")
    if "agenda" in values:
        known = {item["uid"] for item in tree["agenda"]}
        set_value(tree, statement, "agenda", [one for one in values["agenda"] if one in known])
    return uid


def edit_point(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set number and text of a point."""
    point = find_kind(tree, uid, "point").node
    if not values["text"].strip():
        raise CannotEdit("empty-text", "a point needs words", field="text")
    for key in ("number", "text"):
        set_value(tree, point, key, values[key])
    return uid


def split_point(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """Cut a point in two at `values["at"]`, an offset in its text."""
    place = find_kind(tree, uid, "point")
    point, at = place.node, values["at"]
    head, tail = point["text"][:at].rstrip(), point["text"][at:].lstrip()
    if not head or not tail:
        raise CannotEdit("split-at-end", "nothing stands on one side of the cursor", field="text")
    cut_at = source_offset(tree["text"], point["spans"], point["text"], len(point["text"]) - len(tail))
    later = {**blank_point(new_uid()), "split_from": uid, "text": tail}
    point["spans"], later["spans"] = cut(point["spans"], cut_at)
    cut_parts(tree, cut_at)
    hand_over_parts(tree, later["spans"], uid, later["uid"])
    point["text"] = head
    note(point, "text")
    note(later, "text", later["spans"])
    place.siblings.insert(place.index + 1, later)
    return str(later["uid"])


def join_point(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Join a point with the next one of the same statement; the next one's marker stays words."""
    place = find_kind(tree, uid, "point")
    if place.index + 1 >= len(place.siblings):
        raise CannotEdit("no-next", "no point follows in this statement")
    point, after = place.node, place.siblings.pop(place.index + 1)
    marker = marker_words(tree["text"], after["spans"], after["text"])
    point["text"] = together(point["text"], together(marker, after["text"]))
    note(point, "text")
    hand_over_parts(tree, after["spans"], after["uid"], uid)
    point["spans"] = listed([*point["spans"], *after["spans"]])
    point["joined"] = [*point.get("joined", []), after["uid"], *after.get("joined", [])]
    return uid


def move_point(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Move a point: `direction` up, down, previous (to the end of the statement before), next (to the front of
    the one after)."""
    place = find_kind(tree, uid, "point")
    direction = values["direction"]
    if direction in {"up", "down"}:
        shift(place.siblings, place.index, direction)
        return uid
    owner = find_kind(tree, place.above[0]["uid"], "statement")
    other = owner.index + (1 if direction == "next" else -1)
    if not 0 <= other < len(owner.siblings):
        raise CannotEdit("at-the-end", f"no {direction} statement")
    del place.siblings[place.index]
    points = owner.siblings[other]["points"]
    points.insert(0 if direction == "next" else len(points), place.node)
    return uid


def remove_point(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Take a point out; its words count as unread."""
    place = find_kind(tree, uid, "point")
    del place.siblings[place.index]
    let_go_of_parts(tree, [uid])
    return str(place.above[0]["uid"])


def add_point(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """A new point behind the point `uid`, or last in the statement `uid`, with `text` (and `spans`)."""
    if not values["text"].strip():
        raise CannotEdit("empty-text", "a point needs words", field="text")
    point = {
        **blank_point(new_uid()),
        "text": values["text"].strip(),
        "spans": listed(values.get("spans") or []),
    }
    note(point, "text", locate(tree["text"], point["spans"], point["text"]))
    place = find(tree, uid)
    if place.kind == "statement":
        place.node["points"].append(point)
    else:
        find_kind(tree, uid, "point").siblings.insert(place.index + 1, point)
    return str(point["uid"])


def split(tree: Node, uid: str, _values: Mapping[str, Any], new_uid: NewUid) -> str:
    """Begin a new statement at the point `uid`: it and what follows were said by somebody else."""
    place = find_kind(tree, uid, "point")
    owner = find_kind(tree, place.above[0]["uid"], "statement")
    if place.index == 0:
        raise CannotEdit("first-point", "it is the first point of the statement: change the speaker instead")
    later = blank_statement(new_uid(), list(owner.node["agenda"]))
    later["points"] = place.siblings[place.index :]
    later["split_from"] = owner.node["uid"]
    del place.siblings[place.index :]
    owner.siblings.insert(owner.index + 1, later)
    return str(later["uid"])


def join(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """A statement goes on with the points of the next one; the words of the next label count as unread."""
    place = find_kind(tree, uid, "statement")
    if place.index + 1 >= len(place.siblings):
        raise CannotEdit("no-next", "no statement follows")
    statement, after = place.node, place.siblings.pop(place.index + 1)
    statement["points"].extend(after["points"])
    statement["joined"] = [*statement.get("joined", []), after["uid"], *after.get("joined", [])]
    let_go_of_parts(tree, [after["uid"]])
    return uid


def move(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Change places with the statement before or after."""
    place = find_kind(tree, uid, "statement")
    shift(place.siblings, place.index, values["direction"])
    return uid


def remove(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Take a statement out with its points; their words count as unread."""
    place = find_kind(tree, uid, "statement")
    del place.siblings[place.index]
    let_go_of_parts(tree, [uid, *(point["uid"] for point in place.node["points"])])
    return str(place.siblings[min(place.index, len(place.siblings) - 1)]["uid"]) if place.siblings else ""


def add(tree: Node, _uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """A new statement of `speaker` on the items `agenda`; where `spans` says what its label is, placed by it."""
    statement = blank_statement(new_uid(), list(values.get("agenda", [])))
    spans = listed(values.get("spans") or [])
    own_spans(statement).extend(spans)
    statement["speaker"].update(values["speaker"], spans=spans)
    note(statement["speaker"], "name", spans)
    statement["spans"] = spans
    insert_by_place(tree["statements"], statement)
    return str(statement["uid"])
