"""What became of a statement: the resolutions on the agenda items that it was made under, and their items.

By the agenda of the record alone. That a resolution answers a point is for a person to say, not for the agenda.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from lieguan.site.records.identity import clauses_of
from lieguan.site.records.models import Clause, Statement
from lieguan.site.records.queries import current_records
from lieguan.site.tracking.models import Item


@dataclass(frozen=True, slots=True)
class Block:
    """The resolutions on one agenda item; `lines` are their standing clauses, each with the items it touched."""

    title: str
    lines: list[tuple[Clause, list[Item]]]


def outcomes(statement: Statement) -> list[Block]:
    """The agenda items of a standing statement with what was decided on them, in the record's order.

    Empty where the statement stands under no agenda item; a block without lines where nothing was decided.
    """
    return outcomes_of([statement])[statement.uid]


def outcomes_of(statements: Sequence[Statement]) -> dict[str, list[Block]]:
    """`outcomes` of several statements by their uid, in a constant number of queries."""
    records = current_records({one.meeting_id for one in statements if one.standing})
    wanted = {
        one.uid: _decided(one.uid, *records[one.meeting_id])
        for one in statements
        if one.meeting_id in records
    }
    clauses = _standing(uid for blocks in wanted.values() for _title, uids in blocks for uid in uids)
    items = _items(clauses.values())
    return {one.uid: [] for one in statements} | {
        said: [
            Block(title, [(clauses[uid], items[clauses[uid].pk]) for uid in uids if uid in clauses])
            for title, uids in blocks
        ]
        for said, blocks in wanted.items()
    }


def _decided(statement: str, record: dict[str, Any], uids: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The agenda items of the statement of this uid: each with its title and the uids of its clauses."""
    said = next((one for one in record["statements"] if uids.get(one["id"]) == statement), None)
    wanted = set(said["agenda"]) if said else set()
    found = []
    for item in record["agenda"]:
        if item["id"] in wanted:
            decided = [one for one in record["resolutions"] if one["agenda"] == item["id"]]
            clauses = [uids.get(clause["id"], "") for one in decided for clause in clauses_of(one)]
            found.append((item["title"] or "", clauses))
    return found


def _standing(uids: Iterable[str]) -> dict[str, Clause]:
    rows = Clause.objects.filter(uid__in=list(uids), standing=True).select_related("meeting", "parent")
    return {clause.uid: clause for clause in rows}


def _items(clauses: Iterable[Clause]) -> dict[int, list[Item]]:
    """The items that each clause opened, or ruled on with a ruling that stands."""
    keys = [clause.pk for clause in clauses]
    found: dict[int, dict[int, Item]] = defaultdict(dict)
    for item in Item.objects.filter(opened_by__in=keys).select_related("body").order_by("number"):
        found[item.opened_by_id or 0][item.pk] = item
    ruled = Item.objects.filter(rulings__clause__in=keys, rulings__standing=True).select_related("body")
    for item in ruled.annotate(by=F("rulings__clause")).order_by("number"):
        found[item.by][item.pk] = item
    return defaultdict(list, {clause: list(some.values()) for clause, some in found.items()})
