"""The rows of a confirmed record: clauses, statements and points, each known by its permanent address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lieguan.site.records.identity import Node, copied, new_uid, nodes_of, uids_of
from lieguan.site.records.models import Clause, Heading, Meeting, Minutes, Paragraph, Point, Statement
from lieguan.site.records.signals import clauses_changing, clauses_falling
from lieguan.site.withholding.actions import grow

# The kinds of paragraphs, each with the way to its meeting.
KINDS: dict[type[Paragraph], str] = {
    Heading: "meeting", Clause: "meeting", Statement: "meeting", Point: "statement__meeting"
}  # fmt: skip
_STANDS = {"standing": True, "joined_into": None, "fell_at": None, "fell_because": ""}
# The fields of a clause that a ruling may rest on.
DECIDING = ("text", "disposition", "subject", "rulings")
_BATCH = 200


def store(actor: Any, minutes: Minutes, meeting: Meeting, record: Node, reason: str) -> None:
    """Make the rows of a meeting say what `record` (with uids) says.

    Rows are matched by uid, so a paragraph keeps its address through every correction and edition. What the
    record no longer has falls: its row stays, without standing, and says where its words went. Before anything
    changes, the apps above are asked (signals.py).
    """
    standing = {row.uid: row for row in Clause.objects.filter(meeting=meeting, standing=True)}
    wanted = dict(clause_rows(record))
    falling = [row for uid, row in standing.items() if uid not in wanted]
    if falling:
        clauses_falling.send(sender=Clause, minutes=minutes, clauses=falling, actor=actor, reason=reason)
    changes = [
        (row, changed) for uid, row in standing.items()
        if uid in wanted and (changed := _changed(row, wanted[uid]))
    ]  # fmt: skip
    if changes:
        clauses_changing.send(sender=Clause, minutes=minutes, changes=changes, actor=actor, reason=reason)
    of_meeting = {"minutes": minutes, "meeting": meeting}
    _write(Heading, {"meeting": meeting}, dict(heading_rows(record)), of_meeting, reason)
    made = _write(Clause, {"meeting": meeting}, wanted, of_meeting, reason)
    _set_parents(record)
    statements = dict(_statements(record))
    made |= _write(Statement, {"meeting": meeting}, statements, of_meeting, reason)
    rows = {row.uid: row for row in Statement.objects.filter(uid__in=statements)}
    points = dict(_points(record, rows))
    made |= _write(Point, {"statement__meeting": meeting}, points, {}, reason)
    _link(record)
    # Withheld words stay withheld where they went: into a part that was split off, under another clause.
    split = {node["uid"]: node["split_from"] for node in nodes_of(record) if node.get("split_from")}
    grow(actor, {*wanted, *statements, *points}, {part: split[part] for part in made & split.keys()})


def with_own_addresses(record: Node, meeting: Meeting) -> Node:
    """The record (with uids), with fresh addresses in the place of those that are another meeting's.

    A file that was taken in as a new edition has the addresses of the record before it. Where that was withdrawn or
    taken back meanwhile, and these become the minutes of a meeting of their own, the addresses stay where they were.
    """
    wanted = uids_of(record).values()
    elsewhere: set[str] = set()
    for model, where in KINDS.items():
        others = model.objects.filter(uid__in=wanted).exclude(**{where: meeting})
        elsewhere.update(others.values_list("uid", flat=True))
    if not elsewhere:
        return record
    copy = copied(record)
    for node in nodes_of(copy):
        if node["uid"] in elsewhere:
            node.update(uid=new_uid(), split_from=None, joined=[])
    return copy


def fall(actor: Any, minutes: Minutes, meeting: Meeting, reason: str) -> None:
    """Let every paragraph of a meeting fall, the apps above being asked first."""
    falling = list(Clause.objects.filter(meeting=meeting, standing=True))
    if falling:
        clauses_falling.send(sender=Clause, minutes=minutes, clauses=falling, actor=actor, reason=reason)
    for model, where in KINDS.items():
        _let_fall(model.objects.filter(**{where: meeting}, standing=True), reason)


def _let_fall(rows: Iterable[Paragraph], reason: str) -> None:
    for row in rows:
        row.standing, row.fell_at, row.fell_because = False, timezone.now(), reason
        row.save(update_fields=["standing", "fell_at", "fell_because", "modified_at"])


def _changed(row: Clause, fields: dict[str, Any]) -> dict[str, Any]:
    return {key: fields[key] for key in DECIDING if _said(getattr(row, key)) != _said(fields[key])}


def _said(value: Any) -> Any:
    """A value without where it stands in the source."""
    if isinstance(value, list):
        return [{key: inner for key, inner in one.items() if key != "spans"} for one in value]
    return value


def _write(
    model: type[Paragraph],
    among: dict[str, Any],
    wanted: dict[str, dict[str, Any]],
    shared: dict[str, Any],
    reason: str,
) -> set[str]:
    """Create, change and let fall the rows of one kind; gives the uids of those that were created."""
    known = {row.uid: row for row in model.objects.filter(**among)}
    new = []
    for uid, fields in wanted.items():
        row = known.get(uid) or model(uid=uid)
        values = {**fields, **shared, **_STANDS}
        if row.pk is None:
            new.append(row)
        elif all(getattr(row, key) == value for key, value in values.items()):
            continue
        for key, value in values.items():
            setattr(row, key, value)
        if row.pk is not None:
            row.save()
    model.objects.bulk_create(new, batch_size=_BATCH)
    _let_fall((row for uid, row in known.items() if uid not in wanted and row.standing), reason)
    return {row.uid for row in new}


def heading_rows(record: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    """(uid, fields of its row) for each agenda item and each resolution of a record with uids, in its order."""
    told = [(Heading.Kind.AGENDA, one, one["number"], one["title"]) for one in record["agenda"]]
    told += [(Heading.Kind.RESOLUTION, one, "", one["label"]) for one in record["resolutions"]]
    for position, (kind, node, number, words) in enumerate(told, 1):
        yield node["uid"], {
            "local_id": node["id"], "position": position, "kind": kind.value,
            "number": fitting(Heading, "number", number), "text": words or "",
        }  # fmt: skip


def clause_rows(record: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    """(uid, fields of its row) for each clause of a record with uids, in its order."""
    items = {item["id"]: item for item in record["agenda"]}
    position = 0
    for resolution in record["resolutions"]:
        item = items.get(resolution["agenda"], {})
        for clause in _below(resolution["clauses"]):
            position += 1
            yield clause["uid"], {
                "local_id": clause["id"], "position": position, "agenda_title": item.get("title", ""),
                "agenda_kind": item.get("kind", ""), "label": fitting(Clause, "label", resolution["label"]),
                "number": fitting(Clause, "number", clause["number"]), "text": clause["text"],
                "disposition": clause["disposition"] or "", "subject": clause["subject"] or "",
                "rulings": clause["rulings"], "agencies": clause["agencies"], "deadlines": clause["deadlines"],
            }  # fmt: skip


def fitting(model: type[Model], field: str, words: str | None) -> str:
    """Words as long as the column takes them; the record has them whole."""
    return (words or "")[: model._meta.get_field(field).max_length]


def _below(clauses: list[Node]) -> Iterator[Node]:
    for clause in clauses:
        yield clause
        yield from _below(clause["clauses"])


def _set_parents(record: Node) -> None:
    """Second, because a parent may be a row that was just made."""
    parents: dict[str, str | None] = {}
    for resolution in record["resolutions"]:
        parents |= dict.fromkeys((clause["uid"] for clause in resolution["clauses"]), None)
        for clause in _below(resolution["clauses"]):
            parents |= dict.fromkeys((below["uid"] for below in clause["clauses"]), clause["uid"])
    rows = {row.uid: row for row in Clause.objects.filter(uid__in=parents)}
    moved = []
    for uid, parent in parents.items():
        wanted = rows[parent].pk if parent else None
        if rows[uid].parent_id != wanted:
            rows[uid].parent_id = wanted
            moved.append(rows[uid])
    Clause.objects.bulk_update(moved, ["parent"], batch_size=_BATCH)


def _statements(record: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    titles = {item["id"]: item["title"] for item in record["agenda"]}
    for position, statement in enumerate(record["statements"], 1):
        speaker = statement["speaker"]
        yield statement["uid"], {
            "local_id": statement["id"], "position": position,
            "agenda_titles": [titles[one] for one in statement["agenda"]],
            "speaker": fitting(Statement, "speaker", speaker["name"]),
            "speaker_title": fitting(Statement, "speaker_title", speaker["title"]),
            "organisation": fitting(Statement, "organisation", speaker["organisation"]),
            "as_written": fitting(Statement, "as_written", speaker["as_written"]),
        }  # fmt: skip


def _points(record: Node, rows: dict[str, Statement]) -> Iterator[tuple[str, dict[str, Any]]]:
    for statement in record["statements"]:
        for position, point in enumerate(statement["points"], 1):
            yield point["uid"], {
                "local_id": point["id"], "position": position,
                "number": fitting(Point, "number", point["number"]),
                "text": point["text"], "statement": rows[statement["uid"]],
            }  # fmt: skip


def _link(record: Node) -> None:
    """Say which paragraph was the later part of which, and where joined ones went."""
    for node in nodes_of(record):
        kinds = (Clause, Point) if "text" in node else (Statement,) if "speaker" in node else (Heading,)
        for model in kinds:
            row = model.objects.filter(uid=node["uid"]).first() if _linked(node) else None
            if row is None:
                continue
            first = model.objects.filter(uid=node.get("split_from")).exclude(pk=row.pk).first()
            if first is not None and row.split_from_id is None:
                row.split_from = first
                row.save(update_fields=["split_from"])
            gone = model.objects.filter(uid__in=node.get("joined", []), standing=False).exclude(pk=row.pk)
            gone.update(joined_into=row)


def _linked(node: Node) -> bool:
    return bool(node.get("split_from") or node.get("joined"))
