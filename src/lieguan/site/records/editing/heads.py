"""The head of the minutes, the agenda, and the resolutions as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lieguan.site.records.editing.clauses import insert_by_place, shift
from lieguan.site.records.editing.places import first_place, let_go_of_parts, locate
from lieguan.site.records.editing.tree import CannotEdit, find_kind, listed, own_spans
from lieguan.site.records.editing.values import PEOPLE, note, set_rows, set_value, take_out
from lieguan.site.records.identity import NewUid, Node, clauses_of

HEAD = ("title", "body", "term", "year", "ordinal", "starts_at", "ends_at", "place")
CHAIRS = ("chairs", "recorders")
ATTENDANCE = ("present", "observers", "absent")


def edit_head(tree: Node, _uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set fields of the head, and `note` of the attendance; what `values` leaves out stays."""
    meeting = tree["meeting"]
    starts, ends = (values.get(key, meeting[key]) for key in ("starts_at", "ends_at"))
    if ends and not starts:
        raise CannotEdit("end-without-start", "an end needs a start", field="ends_at")
    for key in HEAD:
        if key in values:
            set_value(tree, meeting, key, values[key])
    if "note" in values:
        set_value(tree, meeting["attendance"], "note", values["note"])
    return "meeting"


def edit_people(tree: Node, _uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set one list of people: `list` is chairs, recorders, present, observers or absent, `rows` the people."""
    meeting, name = tree["meeting"], values["list"]
    holder = meeting if name in CHAIRS else meeting["attendance"]
    if name not in (*CHAIRS, *ATTENDANCE):
        raise CannotEdit("gone", f"no list of people {name}")
    set_rows(tree, holder, name, values["rows"], PEOPLE, within=head_spans(tree))
    for person in holder[name]:
        person.setdefault("represents", None)
    return "meeting"


def head_spans(tree: Node) -> list[list[int]]:
    """Where the source speaks of the meeting itself."""
    return listed(part["span"] for part in tree["parts"] if part["of"] == "meeting")


def edit_agenda(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set kind, number, title and proposers of an agenda item."""
    item = find_kind(tree, uid, "agenda").node
    if not values["title"].strip():
        raise CannotEdit("empty-title", "an agenda item needs a title", field="title")
    for key in ("kind", "number"):
        set_value(tree, item, key, values[key])
    set_value(tree, item, "title", values["title"], item["spans"])
    if "proposers" in values:
        set_rows(tree, item, "proposers", values["proposers"], PEOPLE, within=[[0, len(tree["text"])]])
        for person in item["proposers"]:
            person.setdefault("represents", None)
    return uid


def add_agenda(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """A new agenda item behind the item `uid` (or by its place in the source), with `kind`, `number`, `title`."""
    if not values["title"].strip():
        raise CannotEdit("empty-title", "an agenda item needs a title", field="title")
    item = {
        "uid": new_uid(), "id": "", "kind": values["kind"], "number": values.get("number"),
        "title": values["title"].strip(), "proposers": [], "spans": listed(values.get("spans") or []),
    }  # fmt: skip
    note(item, "title", locate(tree["text"], item["spans"], item["title"]))
    if uid:
        place = find_kind(tree, uid, "agenda")
        place.siblings.insert(place.index + 1, item)
    else:
        insert_by_place(tree["agenda"], item)
    return str(item["uid"])


def move_agenda(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Change places with the item before or after."""
    place = find_kind(tree, uid, "agenda")
    shift(place.siblings, place.index, values["direction"])
    return uid


def remove_agenda(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Take an item out; its resolutions and statements stay, without an item; its words count as unread."""
    place = find_kind(tree, uid, "agenda")
    del place.siblings[place.index]
    for resolution in tree["resolutions"]:
        if resolution["agenda"] == uid:
            resolution["agenda"] = None
    for statement in tree["statements"]:
        if uid in statement["agenda"]:
            take_out(statement, "agenda", statement["agenda"].index(uid))
    let_go_of_parts(tree, [uid])
    return "agenda"


def edit_resolution(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Set the printed label (決定, 決議 …) and the agenda item that it decides."""
    resolution = find_kind(tree, uid, "resolution").node
    agenda = values["agenda"]
    if agenda is not None:
        find_kind(tree, agenda, "agenda")
    set_value(tree, resolution, "label", values["label"])
    set_value(tree, resolution, "agenda", agenda)
    return uid


def add_resolution(tree: Node, uid: str, values: Mapping[str, Any], new_uid: NewUid) -> str:
    """A new, empty resolution on the agenda item `uid` ("" for none), behind those of the items before it."""
    resolution = {
        "uid": new_uid(), "id": "", "agenda": uid or None, "label": values.get("label"), "clauses": [], "spans": []
    }  # fmt: skip
    own_spans(resolution)
    order = {item["uid"]: at for at, item in enumerate(tree["agenda"])}
    if uid and uid not in order:
        raise CannotEdit("gone", f"no agenda item {uid}")
    at = len(tree["resolutions"])
    if uid:
        mine = order[uid]
        before = [i for i, r in enumerate(tree["resolutions"]) if order.get(r["agenda"], -1) <= mine]
        at = before[-1] + 1 if before else 0
    tree["resolutions"].insert(at, resolution)
    return str(resolution["uid"])


def move_resolution(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Change places with the resolution before or after."""
    place = find_kind(tree, uid, "resolution")
    shift(place.siblings, place.index, values["direction"])
    return uid


def remove_resolution(tree: Node, uid: str, _values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Take a resolution out with its clauses; their words count as unread."""
    place = find_kind(tree, uid, "resolution")
    del place.siblings[place.index]
    let_go_of_parts(tree, [uid, *(clause["uid"] for clause in clauses_of(place.node))])
    return str(place.siblings[min(place.index, len(place.siblings) - 1)]["uid"]) if place.siblings else ""


def nearest_resolution(tree: Node, at: int) -> Node | None:
    """The last resolution that begins before `at` in the source, or the first of all."""
    found = None
    for resolution in tree["resolutions"]:
        starts = [s[0] for s in own_spans(resolution)]
        starts += [here for c in clauses_of(resolution) if (here := first_place(c)) is not None]
        if found is None or (starts and min(starts) <= at):
            found = resolution
    return found
