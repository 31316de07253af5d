"""A confirmed record as a page shows it: what was decided and said, under the agenda item that it belongs to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lieguan.site.records.identity import Node

Links = Mapping[str, Sequence[Any]]


def reading_view(record: Node, uids: Mapping[str, str], links: Links) -> dict[str, Any]:
    """Head, items (each with its resolutions and statements), and what belongs to no item.

    uids   {local id: permanent address}; links: {address: links beside the paragraph}
    """
    items = [
        {
            **item, "uid": uids.get(item["id"], ""),
            "resolutions": [_resolution(r, uids, links) for r in record["resolutions"] if r["agenda"] == item["id"]],
            "statements": [
                _statement(s, uids, links) for s in record["statements"] if s["agenda"][:1] == [item["id"]]
            ],
        }
        for item in record["agenda"]
    ]  # fmt: skip
    return {
        "meeting": record["meeting"],
        "items": items,
        "resolutions": [_resolution(r, uids, links) for r in record["resolutions"] if r["agenda"] is None],
        "statements": [_statement(s, uids, links) for s in record["statements"] if not s["agenda"]],
        "titles": {item["id"]: item["title"] for item in record["agenda"]},
    }


def _resolution(resolution: Node, uids: Mapping[str, str], links: Links) -> dict[str, Any]:
    return {
        "label": resolution["label"],
        "clauses": [_clause(clause, uids, links) for clause in resolution["clauses"]],
    }


def _clause(clause: Node, uids: Mapping[str, str], links: Links) -> dict[str, Any]:
    uid = uids.get(clause["id"], "")
    keys = ("number", "text", "disposition", "subject", "agencies", "deadlines", "rulings")
    return {
        **{key: clause[key] for key in keys},
        "uid": uid, "links": links.get(uid, ()),
        "below": [_clause(below, uids, links) for below in clause["clauses"]],
    }  # fmt: skip


def _statement(statement: Node, uids: Mapping[str, str], links: Links) -> dict[str, Any]:
    uid = uids.get(statement["id"], "")
    points = [
        {**point, "uid": uids.get(point["id"], ""), "links": links.get(uids.get(point["id"], ""), ())}
        for point in statement["points"]
    ]
    return {
        "uid": uid, "links": links.get(uid, ()), "speaker": statement["speaker"], "points": points,
        "agenda": statement["agenda"],
    }  # fmt: skip
