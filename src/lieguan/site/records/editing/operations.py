"""All that can be done to a draft: one table, and `apply`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lieguan.site.records.editing import clauses, heads, parts, statements
from lieguan.site.records.editing.tree import MEETING, CannotEdit, find, fold, found_of, unfold
from lieguan.site.records.editing.values import accept as accept_values
from lieguan.site.records.editing.values import restore
from lieguan.site.records.identity import NewUid, Node, new_uid, nodes_of

Operation = Callable[[Node, str, Mapping[str, Any], NewUid], str]

# What a reset gives back; what a reader does not fill by itself (a clause's place, its sub-clauses) stays.
FIELDS: dict[str, Sequence[str]] = {
    "clause": ("number", "text", "disposition", "subject", "agencies", "deadlines", "rulings"),
    "point": ("number", "text"),
    "statement": ("speaker",),
    "agenda": ("kind", "number", "title", "proposers"),
    "resolution": ("label",),
}
HEAD_FIELDS = (*heads.HEAD, *heads.CHAIRS, "attendance")


@dataclass(frozen=True, slots=True)
class Done:
    """The draft after an operation; `focus` is the uid of the object to go on with ("" for none)."""

    record: Node
    focus: str


def accept(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """A person says that what was read at `path` of the object is right ("" for all of it)."""
    if not accept_values(_node(tree, uid), values["path"]):
        raise CannotEdit("nothing-doubtful", "nothing is in doubt there")
    return uid


def reset(tree: Node, uid: str, values: Mapping[str, Any], _new_uid: NewUid) -> str:
    """Give the object back what was read; `read` is the record as read, `field` one field ("" for all)."""
    read = unfold(values["read"])
    now, was = _node(tree, uid), _node(read, uid)
    if uid != MEETING and [tuple(s) for s in now["spans"]] != [tuple(s) for s in was["spans"]]:
        raise CannotEdit("re-cut", "its words were cut or joined since; take those steps back instead")
    known = HEAD_FIELDS if uid == MEETING else FIELDS[find(tree, uid).kind]
    wanted = [values["field"]] if values.get("field") else list(known)
    if any(key not in known for key in wanted):
        raise CannotEdit("gone", f"no field {values['field']}")
    restore(now, was, wanted, found_of(was))
    return uid


def _node(tree: Node, uid: str) -> Node:
    meeting: Node = tree["meeting"]
    return meeting if uid == MEETING else find(tree, uid).node


OPERATIONS: dict[str, Operation] = {
    "head": heads.edit_head,
    "people": heads.edit_people,
    "agenda": heads.edit_agenda,
    "agenda-add": heads.add_agenda,
    "agenda-move": heads.move_agenda,
    "agenda-remove": heads.remove_agenda,
    "resolution": heads.edit_resolution,
    "resolution-add": heads.add_resolution,
    "resolution-move": heads.move_resolution,
    "resolution-remove": heads.remove_resolution,
    "clause": clauses.edit,
    "clause-split": clauses.split,
    "clause-join": clauses.join,
    "clause-move": clauses.move,
    "clause-send": clauses.send,
    "clause-remove": clauses.remove,
    "clause-add": clauses.add,
    "statement": statements.edit,
    "statement-split": statements.split,
    "statement-join": statements.join,
    "statement-move": statements.move,
    "statement-remove": statements.remove,
    "statement-add": statements.add,
    "point": statements.edit_point,
    "point-split": statements.split_point,
    "point-join": statements.join_point,
    "point-move": statements.move_point,
    "point-remove": statements.remove_point,
    "point-add": statements.add_point,
    "part": parts.say,
    "part-place": parts.place,
    "accept": accept,
    "reset": reset,
}
# Whose form stands open while one of these is asked for: what was typed there is kept, in the same step.
FORMS = {
    **dict.fromkeys(("clause-split", "clause-join", "clause-move", "clause-send"), "clause"),
    **dict.fromkeys(("point-split", "point-join", "point-move", "statement-split"), "point"),
    **dict.fromkeys(("statement-join", "statement-move"), "statement"),
}


def apply(
    record: Node, operation: str, target: str, values: Mapping[str, Any], make: NewUid = new_uid
) -> Done:
    """The draft after one operation; `record` itself is not changed.

    operation  a key of OPERATIONS
    target     uid of the object, "meeting", or "" where the operation says where
    values     what the operation's docstring names; `form`: values of the object's own open form, set first
    Raises CannotEdit where the draft does not allow it.
    """
    if operation not in OPERATIONS:
        raise CannotEdit("gone", f"no operation {operation}")
    tree = unfold(record)
    if values.get("form") and operation in FORMS:
        OPERATIONS[FORMS[operation]](tree, target, values["form"], make)
    focus = OPERATIONS[operation](tree, target, values, make)
    done = fold(tree)
    if done == record:
        raise CannotEdit("no-change", "nothing would change")
    known = {node["uid"] for node in nodes_of(done)} | {MEETING}
    return Done(done, focus if focus in known else "")
