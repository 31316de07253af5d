"""A confirmed record on pages that stay light: its reading view cut into parts, and the parts of one page as a view again.

Pure. Nothing is left out: a clause with too many sub-clauses, a statement with too many points and words that are too
long for one page go on as parts that say 續.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lieguan.site.records.identity import Node
from lieguan.site.registry.leaves import ROOM, pieces, weight

# Characters of one paragraph on one page.
LONGEST = 12_000
# What one part takes at most, so that a page is filled well.
PART = ROOM // 2
# Bytes around the words of each kind of part: measured on the page, rounded up.
_CLAUSE, _CHIP, _LINK, _STATEMENT, _POINT, _HEADING, _FALLEN = 380, 90, 170, 620, 380, 420, 330
HEAD, ITEM, CLAUSE, STATEMENT, FALLEN = "head", "item", "clause", "statement", "fallen"
# A list of the agenda that weighs more names on each page the items of that page alone.
CONTENTS = 16_000


@dataclass(frozen=True, slots=True)
class Part:
    """What stays together on a page.

    item        position of its agenda item in the view, None for what belongs to none
    node        what it says; None for a resolution without clauses
    resolution  position of a clause's resolution among those of its item
    names       its anchors
    """

    kind: str
    node: Any
    weight: int
    item: int | None = None
    resolution: int = 0
    names: frozenset[str] = field(default=frozenset())


def parts(view: Node, head: int) -> list[Part]:
    """The parts of a reading view in the order of the page; `head`: bytes of what stands above the record."""
    found = [Part(HEAD, None, head)]
    for at, item in enumerate(view["items"]):
        size = _HEADING + weight(item["title"]) + 60 * len(item["proposers"])
        found.append(Part(ITEM, item, size, at, names=frozenset({item["uid"]})))
        found += _below(item, at)
    return [*found, *_below(view, None)]


def people(meeting: Node) -> int:
    """The bytes of the people that the head of a record names, and of its note."""
    lists = [meeting["chairs"], meeting["recorders"]]
    lists += [some for some in meeting["attendance"].values() if isinstance(some, list)]
    names = sum(30 + weight(one["as_written"]) for some in lists for one in some)
    return names + weight(meeting["attendance"].get("note"))


def contents(items: Iterable[Node]) -> int:
    """The bytes of the list of the agenda."""
    return sum(110 + weight(item["title"]) for item in items)


def fallen_parts(rows: Iterable[Any]) -> list[Part]:
    """The paragraphs that do not stand, as parts."""
    return [Part(FALLEN, one, _FALLEN + weight(str(one)), names=frozenset({one.uid})) for one in rows]


def _below(node: Node, item: int | None) -> Iterator[Part]:
    for position, resolution in enumerate(node["resolutions"]):
        label = weight(resolution["label"]) + 120
        if not resolution["clauses"]:
            yield Part(CLAUSE, None, label, item, position)
        for clause in resolution["clauses"]:
            for piece in _cut_clause(clause):
                names = frozenset(_names(piece))
                yield Part(CLAUSE, piece, _weight(piece) + label, item, position, names)
    for statement in node["statements"]:
        for piece in _cut_statement(statement):
            names = frozenset({piece["uid"], *(point["uid"] for point in piece["points"])})
            yield Part(STATEMENT, piece, _said(piece), item, names=names)


def _names(clause: Node) -> Iterator[str]:
    yield clause["uid"]
    for below in clause["below"]:
        yield from _names(below)


def _own(clause: Node) -> int:
    """The bytes of a clause without its sub-clauses."""
    chips = sum(_CHIP + weight(one["name"]) for one in clause["agencies"]) + _CHIP * len(clause["deadlines"])
    links = sum(_LINK + weight(link.text) for link in clause["links"])
    return _CLAUSE + weight(clause["text"], clause["subject"]) + chips + links


def _weight(clause: Node) -> int:
    return _own(clause) + sum(map(_weight, clause["below"]))


def _said(statement: Node) -> int:
    points = sum(
        _POINT + weight(point["text"]) + _LINK * len(point["links"]) for point in statement["points"]
    )
    return _STATEMENT + 2 * weight(statement["speaker"]["as_written"]) + points


def _rest(clause: Node, text: str = "") -> Node:
    """What goes on with a clause: its number again, without what was said of it already."""
    said: Node = {"agencies": [], "deadlines": [], "links": (), "disposition": None, "subject": None}
    return {**clause, **said, "uid": "", "text": text, "below": [], "continued": True}


def _cut_clause(clause: Node) -> list[Node]:
    """A clause, or where it is too heavy for a part the clauses that say it one after the other."""
    if _weight(clause) <= PART:
        return [clause]
    first, *others = pieces(clause["text"], LONGEST)
    found = [{**clause, "text": first, "below": []}, *(_rest(clause, one) for one in others)]
    taken = _own(found[-1])
    for below in clause["below"]:
        for piece in _cut_clause(below):
            size = _weight(piece)
            if taken + size > PART and found[-1]["below"]:
                found.append(_rest(clause))
                taken = _CLAUSE
            found[-1]["below"].append(piece)
            taken += size
    return found


def _cut_statement(statement: Node) -> list[Node]:
    """A statement, or where it is too heavy for a part its points in several."""
    if _said(statement) <= PART:
        return [statement]
    found = [{**statement, "points": []}]
    taken = _said(found[0])
    for point in statement["points"]:
        first, *others = pieces(point["text"], LONGEST)
        rest: Node = {**point, "uid": "", "links": (), "continued": True}
        for one in ({**point, "text": first}, *({**rest, "text": other} for other in others)):
            size = _POINT + weight(one["text"])
            if taken + size > PART and found[-1]["points"]:
                found.append({**statement, "uid": "", "points": [], "continued": True})
                taken = _STATEMENT
            found[-1]["points"].append(one)
            taken += size
    return found


def view_of(view: Node, shown: Iterable[Part]) -> Node:
    """The parts of one page as a reading view: items and resolutions that began on an earlier page are `continued`."""
    found: Node = {**view, "items": [], "resolutions": [], "statements": [], "head": False, "fallen": []}
    by_item: dict[int, Node] = {}
    for part in shown:
        if part.kind == HEAD:
            found["head"] = True
        elif part.kind == FALLEN:
            found["fallen"].append(part.node)
        elif part.kind == ITEM:
            _item(found, by_item, part.item, part.node, continued=False)
        else:
            above = found
            if part.item is not None:
                above = _item(found, by_item, part.item, view["items"][part.item], continued=True)
            if part.kind == STATEMENT:
                above["statements"].append(part.node)
            else:
                _resolution(above, view if part.item is None else view["items"][part.item], part)
    return found


def _item(found: Node, by_item: dict[int, Node], at: int | None, item: Node, *, continued: bool) -> Node:
    assert at is not None
    if at not in by_item:
        by_item[at] = {**item, "resolutions": [], "statements": [], "continued": continued}
        found["items"].append(by_item[at])
    return by_item[at]


def _resolution(above: Node, whole: Mapping[str, Any], part: Part) -> None:
    own = above["resolutions"]
    if not own or own[-1]["position"] != part.resolution:
        own.append({**whole["resolutions"][part.resolution], "clauses": [], "position": part.resolution})
    if part.node is not None:
        own[-1]["clauses"].append(part.node)
