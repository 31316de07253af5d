"""The fields of one object, set by a person. What a person set has the rule "person" and is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lieguan.site.records.editing.places import locate
from lieguan.site.records.editing.tree import found_of
from lieguan.site.records.identity import Node

PERSON = "person"
# The keys of one row, in the format's order; `was` in a row that comes in is its index in the old list.
AGENCY = ("name", "as_written", "role", "collective", "open")
DEADLINE = ("as_written", "date", "relative", "recurrence", "basis")
RULING = ("disposition", "subjects", "by_reference")
PEOPLE = ("name", "title", "organisation", "role", "as_written")


def note(node: Node, key: str, spans: Sequence[Sequence[int]] | None = None) -> None:
    """Say that a person set `node[key]`; where it stands stays known unless `spans` says otherwise."""
    entries = found_of(node)
    mine = [entry for entry in entries if entry["path"] == key]
    if spans is None:
        spans = mine[0]["spans"] if mine else []
    entries[:] = [entry for entry in entries if not below(entry["path"], key)]
    entries.append({"path": key, "rule": PERSON, "certainty": "sure", "spans": [list(s) for s in spans]})


def forget(node: Node, key: str) -> None:
    """There is no such value any more."""
    entries = found_of(node)
    entries[:] = [entry for entry in entries if not below(entry["path"], key)]


def take_out(node: Node, key: str, index: int) -> None:
    """Take one value out of a list; what was found of the others stays with them."""
    forget(node, f"{key}/{index}")
    del node[key][index]
    for entry in found_of(node):
        head, _slash, rest = entry["path"].partition("/")
        if head == key and rest.isdecimal() and int(rest) > index:
            entry["path"] = f"{key}/{int(rest) - 1}"


def below(path: str, key: str) -> bool:
    """Whether a relative path is `key` or something inside it; everything is inside ""."""
    return not key or path == key or path.startswith(f"{key}/")


def set_value(tree: Node, node: Node, key: str, value: Any, within: Sequence[Sequence[int]] = ()) -> bool:
    """Set one field; True where that changed it. `within`: where to look for words that are in the source."""
    if node.get(key) == value:
        return False
    node[key] = value
    if value is None or value in ([], ""):
        forget(node, key)
    elif isinstance(value, str) and within:
        note(node, key, locate(tree["text"], within, value) or None)
    else:
        note(node, key)
    return True


def set_rows(
    tree: Node,
    node: Node,
    key: str,
    rows: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    within: Any = None,
) -> bool:
    """Set a list of agencies, deadlines, rulings or people from the rows of a form; True where that changed it.

    A row with `was` goes on as the entry that it was, with its place in the source; rows left out are removed.
    """
    old: list[Node] = node[key]
    forget(node, key)
    places = node["spans"] if within is None else within
    left = list(range(len(old)))
    made = [_row(tree, old, left, row, keys, places) for row in rows]
    changed = len(made) != len(old) or any(new is not was for new, was in zip(made, old, strict=False))
    node[key] = made
    return changed


def _row(
    tree: Node, old: list[Node], left: list[int], row: Mapping[str, Any], keys: Sequence[str], within: Any
) -> Node:
    """The entry that a row of a form stands for; each old one is used once (`left`: those not used yet)."""
    values = {key: row[key] for key in keys}
    same = next((at for at in left if all(old[at].get(key) == value for key, value in values.items())), None)
    if same is not None:
        left.remove(same)
        return old[same]
    was = row.get("was")
    entry = old[was] if was in left else None
    if entry is not None:
        left.remove(was)
    words = values.get("as_written") or ""
    spans = entry["spans"] if entry is not None else []
    if words and (entry is None or entry.get("as_written") != words):
        spans = locate(tree["text"], within, words)
    kept = {k: v for k, v in (entry or {}).items() if k not in keys and not k.startswith("_")}
    made = {**values, **kept, "spans": spans}
    note(made, "", spans)
    return made


def accept(node: Node, path: str) -> int:
    """A person says that what was read here is right; gives how many doubts that ends.

    path  relative to the object: "disposition", "agencies/0/name", or "" for all of it
    """
    count = 0
    for holder, rest in _with_found(node, path):
        for entry in found_of(holder):
            if below(entry["path"], rest) and entry["certainty"] != "sure":
                entry.update(rule=PERSON, certainty="sure")
                count += 1
    return count


def _with_found(node: Node, path: str) -> list[tuple[Node, str]]:
    """(dict, relative path) of everything at or below `path`, objects with a uid of their own left out."""
    holder: Any = node
    rest = path
    here: Any = node
    tokens = path.split("/") if path else []
    for at, token in enumerate(tokens):
        try:
            here = here[int(token)] if isinstance(here, list) else here[token]
        except (KeyError, IndexError, ValueError):
            return []
        if isinstance(here, dict):
            holder, rest = here, "/".join(tokens[at + 1 :])
    inner = here if isinstance(here, (dict, list)) else None
    return [(holder, rest), *((one, "") for one in _dicts(inner) if one is not holder)]


def _dicts(value: Any) -> list[Node]:
    if isinstance(value, list):
        return [found for one in value if isinstance(one, dict) and "uid" not in one for found in _dicts(one)]
    if isinstance(value, dict):
        inner = (one for key, one in value.items() if not key.startswith("_"))
        return [value, *(found for one in inner if isinstance(one, (dict, list)) for found in _dicts(one))]
    return []


def restore(node: Node, read: Node, keys: Sequence[str], entries: Sequence[Node]) -> None:
    """Give `node` back the values of `keys` as they were read, with what was found of them (`entries`)."""
    for key in keys:
        forget(node, key)
        node[key] = read[key]
        found_of(node).extend(entry for entry in entries if below(entry["path"], key))
