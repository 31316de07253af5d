"""Clauses 款、目: the fields of one, and splitting, joining, moving, adding, removing them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from lieguan.site.records.editing.places import (
    cut,
    cut_parts,
    first_place,
    hand_over_parts,
    let_go_of_parts,
    locate,
    marker_words,
    source_offset,
    together,
)
from lieguan.site.records.editing.tree import CannotEdit, find_kind, found_of, listed
from lieguan.site.records.editing.values import AGENCY, DEADLINE, RULING, note, set_rows, set_value
from lieguan.site.records.identity import NewUid, Node, clauses_of
from lieguan.site.registry.agencies import known as known_agencies
from lieguan.text.numbering import read_marker
from lieguan.text.width import folded

LISTS = ("agencies", "deadlines", "rulings")
# What goes with its words when a clause is cut in two.
WITH_WORDS = ("disposition", "subject")


def blank(uid: str) -> Node:
    """A clause without words."""
    return {
        "uid": uid, "id": "", "number": None, "text": "", "disposition": None, "subject": None,
        "rulings": [], "agencies": [], "deadlines": [], "clauses": [], "spans": [],
    }  # fmt: skip


def edit(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set number, text, disposition, subject, agencies, deadlines, rulings; what `values` leaves out stays."""
    clause = find_kind(tree, uid, "clause").node
    if "text" in values and not values["text"].strip():
        raise CannotEdit("empty-text", "a clause needs words", field="text")
    for key in ("number", "text", "disposition"):
        if key in values:
            set_value(tree, clause, key, values[key])
    if "subject" in values:
        set_value(tree, clause, "subject", values["subject"], clause["spans"])
    for key, keys in (("agencies", AGENCY), ("deadlines", DEADLINE), ("rulings", RULING)):
        if key in values:
            rows = [_named(tree, row) for row in values[key]] if key == "agencies" else values[key]
            set_rows(tree, clause, key, rows, keys)
    return uid


def _named(tree: Node, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row whose name was left open bears the full name that its short one had on the day of the meeting."""
    if row["name"]:
        return row
    meeting = tree["meeting"]
    day = date.fromisoformat(meeting["starts_at"][:10]) if meeting["starts_at"] else None
    known = (
        None
        if row["collective"]
        else known_agencies().resolve(row["as_written"], body=meeting["body"], day=day)
    )
    return {**row, "name": known.name if known else row["as_written"]}


def split(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """Cut a clause in two at `values["at"]`, an offset in its text; sub-clauses go with the later part.

    What stands in the later words (agencies, deadlines, rulings, a disposition) goes with them. A marker that
    the later part begins with becomes its number.
    """
    place = find_kind(tree, uid, "clause")
    clause, at = place.node, values["at"]
    head, tail = clause["text"][:at].rstrip(), clause["text"][at:].lstrip()
    if not head or not tail:
        raise CannotEdit("split-at-end", "nothing stands on one side of the cursor", field="text")
    source, here = tree["text"], len(clause["text"]) - len(tail)
    cut_at = source_offset(source, clause["spans"], clause["text"], here)
    later = {**blank(new_uid()), "split_from": uid, "clauses": clause["clauses"]}
    number, words = numbered(tail)
    if number is not None:
        text_at = source_offset(source, clause["spans"], clause["text"], len(clause["text"]) - len(words))
    clause["spans"], later["spans"] = cut(clause["spans"], cut_at)
    cut_parts(tree, cut_at)
    hand_over_parts(tree, later["spans"], uid, later["uid"])
    if number is not None and text_at is not None and cut_at is not None:
        cut_parts(tree, text_at)
        for part in tree["parts"]:
            if part["span"] == [cut_at, text_at]:
                part["kind"] = "marker"
    _share_out(clause, later, tail, cut_at)
    clause["text"], clause["clauses"] = head, []
    later["number"], later["text"] = number, words
    note(clause, "text")
    note(later, "text")
    place.siblings.insert(place.index + 1, later)
    return str(later["uid"])


def numbered(words: str) -> tuple[str | None, str]:
    """The number that a paragraph begins with, and its words without the marker."""
    marker = read_marker(folded(words))
    if marker is None or marker.weak or marker.number == 0 or not words[marker.end :].strip():
        return None, words
    return marker.printed, words[marker.end :]


def _share_out(clause: Node, later: Node, tail: str, cut_at: int | None) -> None:
    """Give the later part what its words say."""
    for key in LISTS:
        mine, theirs = [], []
        for row in clause[key]:
            (theirs if _is_later(row, tail, clause, cut_at) else mine).append(row)
        clause[key], later[key] = mine, theirs
    entries = found_of(clause)
    for key in WITH_WORDS:
        about = [entry for entry in entries if entry["path"] == key]
        spans = [span for entry in about for span in entry["spans"]]
        if clause[key] is None or not spans or cut_at is None or spans[0][0] < cut_at:
            continue
        clause[key], later[key] = None, clause[key]
        found_of(later).extend(about)
        entries[:] = [entry for entry in entries if entry["path"] != key]


def _is_later(row: Node, tail: str, clause: Node, cut_at: int | None) -> bool:
    if row["spans"] and cut_at is not None:
        return bool(row["spans"][0][0] >= cut_at)
    words = row.get("as_written") or ""
    return bool(words) and words in tail and words not in clause["text"][: -len(tail)]


def join(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Join a clause with the next one of its resolution, whatever its level; the next one's marker stays words."""
    place = find_kind(tree, uid, "clause")
    clause, resolution = place.node, place.above[0]
    order = list(clauses_of(resolution))
    after = next((n for a, n in pairwise(order) if a is clause), None)
    if after is None:
        raise CannotEdit("no-next", "no clause follows in this resolution")
    then = find_kind(tree, after["uid"], "clause")
    marker = marker_words(tree["text"], after["spans"], after["text"])
    clause["text"] = together(clause["text"], together(marker, after["text"]))
    note(clause, "text")
    hand_over_parts(tree, after["spans"], after["uid"], uid)
    clause["spans"] = listed([*clause["spans"], *after["spans"]])
    _take_in(clause, after)
    del then.siblings[then.index]
    clause["clauses"] = [*after["clauses"], *clause["clauses"]]
    clause["joined"] = [*clause.get("joined", []), after["uid"], *after.get("joined", [])]
    return uid


def _take_in(clause: Node, after: Node) -> None:
    """Everything that the next clause decides and orders."""
    known = {agency["name"]: agency for agency in clause["agencies"]}
    for agency in after["agencies"]:
        if agency["name"] in known:
            known[agency["name"]]["role"] = known[agency["name"]]["role"] or agency["role"]
        else:
            clause["agencies"].append(agency)
    clause["deadlines"].extend(after["deadlines"])
    clause["rulings"].extend(after["rulings"])
    for key in WITH_WORDS:
        if clause[key] is None and after[key] is not None:
            clause[key] = after[key]
            found_of(clause).extend(entry for entry in found_of(after) if entry["path"] == key)


def move(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Move a clause with all below it: `direction` up, down, in (under the one before), out (behind its parent)."""
    place = find_kind(tree, uid, "clause")
    siblings, index, direction = place.siblings, place.index, values["direction"]
    if direction == "in":
        if index == 0:
            raise CannotEdit("no-parent", "no clause stands before it")
        siblings[index - 1]["clauses"].append(siblings.pop(index))
    elif direction == "out":
        parent = place.above[-1]
        if len(place.above) < 2:
            raise CannotEdit("top-level", "it stands under no other clause")
        above = find_kind(tree, parent["uid"], "clause")
        del siblings[index]
        above.siblings.insert(above.index + 1, place.node)
    else:
        shift(siblings, index, direction)
    return uid


def shift(siblings: list[Node], index: int, direction: str) -> None:
    """Change places with the neighbour."""
    other = index + (1 if direction == "down" else -1)
    if not 0 <= other < len(siblings):
        raise CannotEdit("at-the-end", f"nothing to go {direction} to")
    siblings[index], siblings[other] = siblings[other], siblings[index]


def send(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Move a clause with all below it to another resolution (`to`), where its place in the source says."""
    place = find_kind(tree, uid, "clause")
    target = find_kind(tree, values["to"], "resolution").node
    if target is place.above[0]:
        raise CannotEdit("same-place", "it stands in this resolution already")
    del place.siblings[place.index]
    insert_by_place(target["clauses"], place.node)
    return uid


def insert_by_place(siblings: list[Node], node: Node) -> None:
    """Put an object before the first of its siblings that begins later in the source."""
    here = first_place(node)
    for index, other in enumerate(siblings):
        there = first_place(other)
        if here is not None and there is not None and there > here:
            siblings.insert(index, node)
            return
    siblings.append(node)


def remove(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Take a clause out: its sub-clauses move up to its level, its words count as unread."""
    place = find_kind(tree, uid, "clause")
    place.siblings[place.index : place.index + 1] = place.node["clauses"]
    let_go_of_parts(tree, [uid])
    left = place.siblings[place.index : place.index + 1] or place.siblings[-1:] or place.above[-1:]
    return str(left[0]["uid"])


def add(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """A new clause behind the clause `uid`, or last in the resolution `uid`, with `text` (and `spans`)."""
    words = values["text"].strip()
    if not words:
        raise CannotEdit("empty-text", "a clause needs words", field="text")
    clause = blank(new_uid())
    clause["number"], clause["text"] = numbered(words)
    clause["spans"] = listed(values.get("spans") or [])
    note(clause, "text", locate(tree["text"], clause["spans"], clause["text"]))
    siblings, index = _behind(tree, uid)
    siblings.insert(index, clause)
    return str(clause["uid"])


def _behind(tree: Node, uid: str) -> tuple[list[Node], int]:
    for resolution in tree["resolutions"]:
        if resolution["uid"] == uid:
            return resolution["clauses"], len(resolution["clauses"])
    place = find_kind(tree, uid, "clause")
    return place.siblings, place.index + 1
