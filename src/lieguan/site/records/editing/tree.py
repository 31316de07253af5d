"""A record opened for editing: references by uid instead of id, what was found beside the thing that it tells of.

`unfold` gives a working tree (a deep copy), the operations change it in place, `fold` makes a record of it again.
In between, each dict may hold `_found` (entries of the record's `found`, their paths relative to it) and
resolutions and statements `_own` (the spans that are theirs alone: the label, the speaker's name).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lieguan.errors import InvalidInput
from lieguan.record.spans import merged, without
from lieguan.site.records.identity import Node, clauses_of, copied, nodes_of

MEETING = "meeting"
_FOUND, _OWN = "_found", "_own"


class CannotEdit(InvalidInput):
    """The draft does not allow this edit; `why` is a stable key, for the page's own words (wording.py)."""

    def __init__(self, why: str, problem: str, *, field: str = "") -> None:
        self.why = why
        super().__init__(
            problem, field=field, remedy="look at the draft as it is now and choose another edit"
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object stands: among which siblings, under which objects (outermost first)."""

    kind: str
    node: Node
    siblings: list[Node]
    index: int
    above: tuple[Node, ...] = ()


def unfold(record: Node) -> Node:
    """A working tree of a draft whose objects carry uids."""
    tree = copied(record)
    uids = {node["id"]: node["uid"] for node in nodes_of(tree)}
    for entry in tree["found"]:
        holder, rest = _holder(tree, entry["path"])
        holder.setdefault(_FOUND, []).append({**entry, "path": rest})
    for part in tree["parts"]:
        if part["of"] not in (None, MEETING):
            part["of"] = uids.get(part["of"])
    for resolution in tree["resolutions"]:
        resolution["agenda"] = uids.get(resolution["agenda"])
        spans = [span for clause in clauses_of(resolution) for span in clause["spans"]]
        resolution[_OWN] = _own(tree["text"], resolution["spans"], spans)
    for statement in tree["statements"]:
        statement["agenda"] = [uids[one] for one in statement["agenda"] if one in uids]
        spans = [span for point in statement["points"] for span in point["spans"]]
        statement[_OWN] = _own(tree["text"], statement["spans"], spans)
    return tree


def fold(tree: Node) -> Node:
    """The record of a working tree; the tree is used up."""
    for resolution in tree["resolutions"]:
        below = [span for clause in clauses_of(resolution) for span in clause["spans"]]
        resolution["spans"] = listed([*resolution.pop(_OWN, []), *below])
    for statement in tree["statements"]:
        below = [span for point in statement["points"] for span in point["spans"]]
        statement["spans"] = listed([*statement.pop(_OWN, []), *below])
    _number(tree)
    ids = {node["uid"]: node["id"] for node in nodes_of(tree)}
    for resolution in tree["resolutions"]:
        resolution["agenda"] = ids.get(resolution["agenda"])
    for statement in tree["statements"]:
        statement["agenda"] = [ids[one] for one in statement["agenda"] if one in ids]
    for part in tree["parts"]:
        if part["of"] != MEETING:
            part["of"] = ids.get(part["of"])
    loose = tree.pop(_FOUND, [])
    tree["found"] = []
    tree["found"] = [*loose, *_gathered(tree, "")]
    return tree


def find(tree: Node, uid: str) -> Place:
    """Where the object with this uid stands."""
    for place in places(tree):
        if place.node["uid"] == uid:
            return place
    raise CannotEdit("gone", f"the draft has no object {uid}")


def find_kind(tree: Node, uid: str, kind: str) -> Place:
    """The same, for an object that must be of this kind."""
    place = find(tree, uid)
    if place.kind != kind:
        raise CannotEdit("gone", f"{uid} is no {kind}")
    return place


def places(tree: Node) -> Iterator[Place]:
    """Every object with a uid, in the record's order; kinds: agenda, resolution, clause, statement, point."""
    for kind, key, below in (
        ("agenda", "agenda", None), ("resolution", "resolutions", "clauses"),
        ("statement", "statements", "points"),
    ):  # fmt: skip
        for index, node in enumerate(tree[key]):
            yield Place(kind, node, tree[key], index)
            if below:
                yield from _below("clause" if below == "clauses" else "point", node[below], (node,))


def _below(kind: str, siblings: list[Node], above: tuple[Node, ...]) -> Iterator[Place]:
    for index, node in enumerate(siblings):
        yield Place(kind, node, siblings, index, above)
        if kind == "clause":
            yield from _below(kind, node["clauses"], (*above, node))


def found_of(node: Node) -> list[Node]:
    """What was found of this object itself, paths relative to it; may be changed in place."""
    entries: list[Node] = node.setdefault(_FOUND, [])
    return entries


def own_spans(node: Node) -> list[list[int]]:
    """The spans of a resolution's label or a statement's speaker; may be changed in place."""
    spans: list[list[int]] = node.setdefault(_OWN, [])
    return spans


def listed(spans: Any) -> list[list[int]]:
    """Spans as JSON has them: sorted, as few as possible, lists."""
    return [[start, end] for start, end in merged((start, end) for start, end in spans)]


def _own(text: str, spans: Any, below: Any) -> list[list[int]]:
    left = without([(s, e) for s, e in spans], [(s, e) for s, e in below])
    return [[start, end] for start, end in left if not text[start:end].isspace()]


def _holder(tree: Node, path: str) -> tuple[Node, str]:
    """The innermost dict on a JSON pointer, and the rest of the pointer below it."""
    here: Any = tree
    holder, rest = tree, path.lstrip("/")
    tokens = rest.split("/")
    for at, token in enumerate(tokens):
        if isinstance(here, list):
            if not token.isdigit() or int(token) >= len(here):
                break
            here = here[int(token)]
        elif isinstance(here, dict) and token in here:
            here = here[token]
        else:
            break
        if isinstance(here, dict):
            holder, rest = here, "/".join(tokens[at + 1 :])
    return holder, rest


def _gathered(value: Any, path: str) -> Iterator[Node]:
    """Every `_found` below `value`, taken out, with its whole path."""
    if isinstance(value, dict):
        for entry in value.pop(_FOUND, []):
            yield {**entry, "path": f"{path}/{entry['path']}" if entry["path"] else path}
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield from _gathered(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from _gathered(inner, f"{path}/{index}")


def _number(tree: Node) -> None:
    for letter, key in (("a", "agenda"), ("r", "resolutions"), ("s", "statements")):
        for index, node in enumerate(tree[key], 1):
            node["id"] = f"{letter}{index}"
            _number_below(node)


def _number_below(node: Node) -> None:
    for index, below in enumerate(node.get("clauses") or node.get("points") or [], 1):
        below["id"] = f"{node['id']}.{index}"
        _number_below(below)
