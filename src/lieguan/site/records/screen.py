"""What the confirm screen shows of a draft: sections of plain values, and the doubts of all of them. Pure.

A section is what is replaced as one when an edit changed it; two sections are the same where their values are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lieguan.site.records.editing.heads import ATTENDANCE, CHAIRS, HEAD
from lieguan.site.records.editing.parts import unread
from lieguan.site.records.editing.tree import found_of, unfold
from lieguan.site.records.identity import Node, clauses_of

UNSURE = ("likely", "guess")
_RANK = {"": 0, "likely": 1, "guess": 2}
_EXCERPT = 60
# Kinds of parts outside the record whose words somebody may want in it; marks of a converter are not among them.
LOOSE_WORDS = ("explanation", "annex", "table", "heading", "label", "field")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at.

    target  uid of the object, or "meeting"; section: key of the section that it stands in
    path    what of the object, relative to it; field: its first token
    owner   names of what it stands under, outermost first, for words such as 決定 1 (2)
    at      where in the source, or None
    """

    target: str
    section: str
    path: str
    field: str
    owner: tuple[str, ...]
    words: str
    certainty: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """One piece of the record pane: kind head, agenda, resolution or statement, and its values."""

    key: str
    kind: str
    data: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that belongs to no object: where it starts, what it was read as, its first words."""

    start: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Screen:
    """All of it. `loose`: parts that were read as something that is no part of the record (explanations …)."""

    sections: tuple[Section, ...]
    unread: tuple[Unread, ...]
    loose: tuple[Unread, ...]
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def size(self) -> int:
        """How many objects stand in it, as a measure of how much there is to draw."""
        return sum(section.size for section in self.sections)


def screen(record: Node) -> Screen:
    """The sections, the unread parts and the doubts of a draft, doubts in the order of the source."""
    tree = unfold(record)
    starts = [part["span"][0] for part in record["parts"]]
    sections = tuple(_Builder(tree, starts).sections())
    doubts = sorted(
        (doubt for section in sections for doubt in section.doubts),
        key=lambda doubt: (doubt.at is None, doubt.at or 0),
    )
    found = tuple(_shown(record, part) for part in unread(record))
    loose = tuple(
        _shown(record, part) for part in record["parts"] if part["of"] is None and part["kind"] in LOOSE_WORDS
    )
    return Screen(sections, found, loose, tuple(doubts))


def _shown(record: Node, part: Node) -> Unread:
    return Unread(part["span"][0], part["kind"], _excerpt(record["text"][slice(*part["span"])]))


def _excerpt(words: str) -> str:
    short = " ".join(words.split())
    return short if len(short) <= _EXCERPT else f"{short[: _EXCERPT - 1]}…"


class _Builder:
    """Draws the values of each section from a working tree."""

    def __init__(self, tree: Node, starts: Sequence[int]) -> None:
        self.tree, self.starts = tree, starts
        self.titles = {item["uid"]: item["title"] for item in tree["agenda"]}
        self.doubts: list[Doubt] = []
        self.section = ""

    def sections(self) -> Iterator[Section]:
        yield self._section("head", "head", self._head)
        yield self._section("agenda", "agenda", self._agenda)
        for resolution in self.tree["resolutions"]:
            yield self._section(resolution["uid"], "resolution", lambda r=resolution: self._resolution(r))
        for statement in self.tree["statements"]:
            yield self._section(statement["uid"], "statement", lambda s=statement: self._statement(s))

    def _section(self, key: str, kind: str, draw: Any) -> Section:
        self.section, self.doubts = key, []
        data, size = draw()
        return Section(key, kind, data, tuple(self.doubts), size)

    def _head(self) -> tuple[dict[str, Any], int]:
        meeting = self.tree["meeting"]
        seen = self._look(meeting, "meeting", ())
        data = {key: meeting[key] for key in HEAD}
        data["note"] = meeting["attendance"]["note"]
        people = {name: meeting[name] for name in CHAIRS} | {
            name: meeting["attendance"][name] for name in ATTENDANCE
        }
        data["people"] = {name: [_person(one) for one in some] for name, some in people.items()}
        data["doubts"], data["at"] = seen, self._places(meeting)
        return data, 1 + sum(len(some) for some in people.values())

    def _agenda(self) -> tuple[dict[str, Any], int]:
        items = []
        for item in self.tree["agenda"]:
            owner = (item["number"] or "", item["title"])
            items.append({
                **{key: item[key] for key in ("uid", "kind", "number", "title")},
                "proposers": [_person(one) for one in item["proposers"]],
                "doubts": self._look(item, item["uid"], owner), "at": self._at(item["spans"]),
                "resolved": any(r["agenda"] == item["uid"] for r in self.tree["resolutions"]),
            })  # fmt: skip
        return {"items": items}, len(items)

    def _resolution(self, resolution: Node) -> tuple[dict[str, Any], int]:
        owner = (resolution["label"] or "",)
        seen = self._look(resolution, resolution["uid"], owner)
        data = {
            "uid": resolution["uid"], "label": resolution["label"], "agenda": resolution["agenda"],
            "title": self.titles.get(resolution["agenda"]), "doubts": seen,
            "at": self._at(resolution["spans"]),
            "clauses": [self._clause(clause, owner) for clause in resolution["clauses"]],
        }  # fmt: skip
        return data, 1 + sum(1 for _ in clauses_of(resolution))

    def _clause(self, clause: Node, above: tuple[str, ...]) -> dict[str, Any]:
        owner = (*above, clause["number"] or "")
        seen = self._look(clause, clause["uid"], owner)
        keys = ("uid", "number", "text", "disposition", "subject")
        return {
            **{key: clause[key] for key in keys},
            **{key: [_row(row) for row in clause[key]] for key in ("agencies", "deadlines", "rulings")},
            "doubts": seen, "at": self._at(clause["spans"]),
            "below": [self._clause(below, owner) for below in clause["clauses"]],
        }  # fmt: skip

    def _statement(self, statement: Node) -> tuple[dict[str, Any], int]:
        speaker = statement["speaker"]
        owner = (speaker["name"] or speaker["as_written"] or "",)
        seen = self._look(statement, statement["uid"], owner)
        points = []
        for point in statement["points"]:
            about = self._look(point, point["uid"], (*owner, point["number"] or ""))
            keys = ("uid", "number", "text")
            points.append(
                {**{key: point[key] for key in keys}, "doubts": about, "at": self._at(point["spans"])}
            )
        return {
            "uid": statement["uid"], "speaker": _person(speaker), "points": points, "doubts": seen,
            "agenda": statement["agenda"], "at": self._at(statement["spans"]),
            "titles": [self.titles[one] for one in statement["agenda"]],
        }, 1 + len(points)  # fmt: skip

    def _look(self, node: Node, target: str, owner: tuple[str, ...]) -> dict[str, str]:
        """The worst certainty of each field of an object; its doubts are gathered on the way."""
        worst: dict[str, str] = {}
        for path, entry, value in _entries(node, ""):
            if entry["certainty"] not in UNSURE:
                continue
            name = path.split("/")[0]
            worst[name] = max(worst.get(name, ""), entry["certainty"], key=lambda one: _RANK[one])
            at = entry["spans"][0][0] if entry["spans"] else None
            if at is None and node.get("spans"):
                at = node["spans"][0][0]
            is_item = name == "agenda" and isinstance(value, str)
            words = self.titles.get(value, "") if is_item else _said(value)
            self.doubts.append(
                Doubt(target, self.section, path, name, owner, words, entry["certainty"], self._block(at))
            )
        return worst

    def _block(self, at: int | None) -> int | None:
        """The start of the part that a place stands in."""
        return None if at is None else self.starts[bisect_right(self.starts, at) - 1]

    def _at(self, spans: Any) -> int | None:
        return self._block(spans[0][0]) if spans else None

    def _places(self, meeting: Node) -> dict[str, int]:
        """Where each field of the head was found."""
        places: dict[str, int] = {}
        for path, entry, _value in _entries(meeting, ""):
            name = path.split("/")[-1] if path.startswith("attendance/note") else path.split("/")[0]
            if path.startswith("attendance/") and name == "attendance":
                name = path.split("/")[1]
            if entry["spans"]:
                places.setdefault(name, self._block(entry["spans"][0][0]) or 0)
        return places


def _entries(value: Any, path: str) -> Iterator[tuple[str, Node, Any]]:
    """(path, entry, value) of everything found of an object, objects with a uid of their own left out."""
    if isinstance(value, dict):
        for entry in found_of(value) if "_found" in value else ():
            whole = f"{path}/{entry['path']}" if path and entry["path"] else path or entry["path"]
            yield whole, entry, _value(value, entry["path"])
        for key, inner in value.items():
            if not key.startswith("_"):
                yield from _entries(inner, f"{path}/{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if not (isinstance(inner, dict) and "uid" in inner):
                yield from _entries(inner, f"{path}/{index}")


def _value(node: Node, rest: str) -> Any:
    here: Any = node
    for token in rest.split("/") if rest else ():
        if isinstance(here, list) and token.isdigit() and int(token) < len(here):
            here = here[int(token)]
        elif isinstance(here, dict):
            here = here.get(token)
        else:
            return None
    return here


def _said(value: Any) -> str:
    """A value in short words."""
    if isinstance(value, dict):
        words = value.get("as_written") or value.get("name") or "、".join(value.get("subjects", []))
        return _excerpt(str(words or ""))
    if isinstance(value, list):
        return _excerpt("、".join(_said(one) for one in value))
    return "" if value is None else _excerpt(str(value))


def _person(person: Node) -> dict[str, Any]:
    keys = ("name", "title", "organisation", "role", "as_written")
    represents = person["represents"]
    return {
        **{key: person[key] for key in keys},
        "represents": (represents["name"] or represents["as_written"]) if represents else None,
    }


def _row(row: Node) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "spans" and not key.startswith("_")}
