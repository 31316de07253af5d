"""From the rows of the database to the facts that replay.py works on, and to what the log keeps of an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.replay import Due, ItemFacts, Outcome, RulingFacts, When, replay
from lieguan.site.tracking.states import RulingKind

ITEM_FIELDS = (
    "body_id", "number", "title", "text", "opened_by_id", "opened_on", "carried_in", "carried_in_from", "parent_id",
    "group", "opening_due", "due_as_written", "due_on", "due_next_meeting", "due_recurrence", "state", "ended_by_id",
    "ended_on", "handed_by_id",
)  # fmt: skip
DUTY_FIELDS = (
    "agency_id", "clause_id", "as_written", "role", "collective", "open_list", "state", "ended_by_id",
    "moved_from_id", "named_by_id", "moved_into_id", "moved_on",
)  # fmt: skip
# Kept only where they say something: the log of a site that is older than they are knows nothing of them.
SELDOM = frozenset({"handed_by_id", "moved_into_id", "moved_on"})
RULING_FIELDS = (
    "clause_id", "kind", "words", "whole", "merged_into_id", "handed_to", "handed_to_body_id", "due_as_written",
    "due_on", "due_next_meeting", "due_recurrence", "reason_code", "reason", "by_reference", "delegated_act",
    "standing", "fallen_because", "replaces_id", "entered_by_id",
)  # fmt: skip

Snapshot = dict[str, Any]


def due_of(row: Item | Ruling) -> Due:
    """The due fields of an item or ruling."""
    return Due(row.due_as_written, row.due_on, row.due_next_meeting, row.due_recurrence)


def when_of(meeting: Meeting) -> When | None:
    """The place of a meeting in time, None where it is undated."""
    return When(meeting.starts_on, meeting.order_in_day) if meeting.starts_on else None


def due_to_json(due: Due) -> dict[str, Any]:
    """As Item.opening_due keeps it."""
    return {
        "as_written": due.as_written,
        "on": due.on.isoformat() if due.on else None,
        "next_meeting": due.next_meeting,
        "recurrence": due.recurrence,
    }


def due_from_json(kept: dict[str, Any]) -> Due:
    """The counterpart of `due_to_json`."""
    on = kept.get("on")
    return Due(
        kept.get("as_written", ""),
        date.fromisoformat(on) if on else None,
        kept.get("next_meeting", False),
        kept.get("recurrence", ""),
    )


def lines_of_bodies() -> dict[int, frozenset[int]]:
    """For each body, itself and all whose items it took over."""
    before = dict(Body.objects.values_list("pk", "predecessor_id"))
    lines: dict[int, frozenset[int]] = {}
    for body in before:
        line: list[int] = []
        here: int | None = body
        while here is not None and here not in line:
            line.append(here)
            here = before.get(here)
        lines[body] = frozenset(line)
    return lines


def connected(items: Iterable[int]) -> set[int]:
    """The items and all that are joined to them by merges, in both directions, however many times."""
    found = set(items)
    edge = set(found)
    while edge:
        links = Ruling.objects.filter(kind=RulingKind.MERGE, merged_into__isnull=False)
        reached = set(links.filter(item__in=edge).values_list("merged_into_id", flat=True))
        reached |= set(links.filter(merged_into__in=edge).values_list("item_id", flat=True))
        edge = reached - found
        found |= edge
    return found


def load(items: Iterable[int] | None = None) -> tuple[list[ItemFacts], list[RulingFacts]]:
    """The facts of these items (of all, where None), in a constant number of queries."""
    rows = Item.objects.select_related("opened_by__meeting").order_by("pk")
    duties = Duty.objects.order_by("item_id", "position", "pk")
    rulings = Ruling.objects.select_related("clause__meeting").order_by("pk")
    named = Ruling.duties.through.objects.all()
    if items is not None:
        wanted = list(items)
        rows, duties, rulings = (
            rows.filter(pk__in=wanted),
            duties.filter(item__in=wanted),
            rulings.filter(item__in=wanted),
        )
        named = named.filter(ruling__item__in=wanted)
    by_item: dict[int, list[int]] = defaultdict(list)
    for item_id, pk in duties.values_list("item_id", "pk"):
        by_item[item_id].append(pk)
    by_ruling: dict[int, set[int]] = defaultdict(set)
    for ruling_id, duty_id in named.values_list("ruling_id", "duty_id"):
        by_ruling[ruling_id].add(duty_id)
    lines = lines_of_bodies()
    found = list(rows)
    bodies = {item.pk: item.body_id for item in found}
    return (
        [item_facts(item, tuple(by_item[item.pk])) for item in found],
        [
            ruling_facts(ruling, frozenset(by_ruling[ruling.pk]), bodies[ruling.item_id], lines)
            for ruling in rulings
            if ruling.item_id in bodies
        ],
    )


def item_facts(item: Item, duties: tuple[int, ...]) -> ItemFacts:
    """The facts of one item; `item.opened_by.meeting` should be loaded."""
    if item.carried_in:
        opened = When(item.opened_on) if item.opened_on else None
    else:
        opened = when_of(item.opened_by.meeting) if item.opened_by else None
    return ItemFacts(item.pk, opened, item.carried_in, duties, due_from_json(item.opening_due))


def ruling_facts(
    ruling: Ruling, duties: frozenset[int], body_id: int, lines: dict[int, frozenset[int]]
) -> RulingFacts:
    """The facts of one ruling on an item of the body `body_id`."""
    meeting = ruling.clause.meeting
    return RulingFacts(
        id=ruling.pk,
        item=ruling.item_id,
        kind=RulingKind(ruling.kind),
        when=when_of(meeting),
        position=ruling.clause.position,
        counts=(
            ruling.standing
            and ruling.clause.standing
            and meeting.state == Meeting.State.HELD
            and body_id in lines.get(meeting.body_id, ())
        ),
        whole=ruling.whole,
        duties=duties,
        merged_into=ruling.merged_into_id,
        due=due_of(ruling),
    )


def outcomes(items: Iterable[int]) -> dict[int, Outcome]:
    """What the rulings make of these items and of all that merges join to them."""
    return replay(*load(connected(items)))


def snapshots(items: Iterable[int]) -> dict[int, Snapshot]:
    """What the log keeps of each item: its fields, its duties' and its rulings', flat, one key a field."""
    wanted = list(items)
    found: dict[int, Snapshot] = {
        row["pk"]: {name: row[name] for name in _said(row, ITEM_FIELDS)}
        for row in Item.objects.filter(pk__in=wanted).order_by().values("pk", *ITEM_FIELDS)
    }
    for row in Duty.objects.filter(item__in=wanted).order_by().values("pk", "item_id", *DUTY_FIELDS):
        found[row["item_id"]] |= {f"duty {row['pk']} {name}": row[name] for name in _said(row, DUTY_FIELDS)}
    for row in Ruling.objects.filter(item__in=wanted).order_by().values("pk", "item_id", *RULING_FIELDS):
        found[row["item_id"]] |= {f"ruling {row['pk']} {name}": row[name] for name in RULING_FIELDS}
    named = Ruling.duties.through.objects.filter(ruling__item__in=wanted)
    for item_id, ruling, duty in named.values_list("ruling__item_id", "ruling_id", "duty_id"):
        found[item_id][f"ruling {ruling} names {duty}"] = True
    return found


def _said(row: dict[str, Any], names: Iterable[str]) -> list[str]:
    return [name for name in names if row[name] is not None or name not in SELDOM]


def changes(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """What of a snapshot changed: the keys that differ, as they were and as they are."""
    keys = [key for key in before | after if before.get(key, ...) != after.get(key, ...)]
    return (
        {key: before[key] for key in keys if key in before},
        {key: after[key] for key in keys if key in after},
    )
