"""Meetings, agenda, and the paragraphs of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from lieguan.site.api import queries
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.records import (
    AgendaResolutionShape,
    AgendaShape,
    MeetingShape,
    PointShape,
    ResolutionShape,
    SaidShape,
    StatementShape,
)
from lieguan.site.records.anchors import at
from lieguan.site.records.models import Clause, Meeting, Point


def meeting(to: Addresses, row: Any) -> MeetingShape:
    """A meeting, or the tombstone of a withdrawn one."""
    gone = row.state == Meeting.State.WITHDRAWN
    held = row.state == Meeting.State.HELD
    return MeetingShape(
        id=to.thing("meeting", row.pk),
        web=to.page("records:meeting", row.pk),
        modified=row.changed,
        license=settings.LICENCE,
        deleted=gone,
        body=to.thing("body", row.body.slug),
        name="" if gone else row.title,
        state=row.state,
        kind=row.kind,
        term=None if gone else row.term,
        year=None if gone else row.year,
        ordinal=None if gone else row.ordinal,
        start=None if gone else row.starts_at or (row.starts_on.isoformat() if row.starts_on else None),
        end=None if gone else row.ends_at or None,
        place=None if gone else row.place or None,
        record=to.thing("record", row.pk) if held else None,
        agenda=to.thing("agenda", row.pk) if held else None,
        akoma_ntoso=to.thing("akn", row.pk) if held else None,
    )


def agenda(to: Addresses, row: Any, record: Mapping[str, Any], uids: Mapping[str, str]) -> list[AgendaShape]:
    """The agenda of a meeting, from its record; `uids` as in RecordVersion."""
    return [
        AgendaShape(
            id=f"{to.thing('agenda', row.pk)}#{uids.get(one['id'], one['id'])}",
            web=at(to.page("records:meeting", row.pk), uids.get(one["id"], "")),
            modified=row.changed,
            license=settings.LICENCE,
            meeting=to.thing("meeting", row.pk),
            kind=one["kind"],
            number=one["number"],
            name=one["title"] or "",
            proposers=[person["as_written"] for person in one["proposers"]],
            resolutions=[
                AgendaResolutionShape(
                    label=resolution["label"],
                    clauses=[
                        to.thing("resolution", uids[clause["id"]])
                        for clause in resolution["clauses"]
                        if clause["id"] in uids
                    ],
                )
                for resolution in record["resolutions"]
                if resolution["agenda"] == one["id"]
            ],
            statements=[
                to.thing("statement", uids[said["id"]])
                for said in record["statements"]
                if one["id"] in said["agenda"] and said["id"] in uids
            ],
        )
        for one in record["agenda"]
    ]


def resolution(to: Addresses, row: Any) -> ResolutionShape:
    """A clause, or its tombstone."""
    common = _paragraph(to, row, "resolution", row.meeting)
    if common["deleted"]:
        return ResolutionShape(
            **common, agenda_name="", agenda_kind="", label="", text="", agencies=[], deadlines=[], rulings=[], items=[]
        )  # fmt: skip
    touched = {item.pk for item in row.opened_items.all()} | {ruling.item_id for ruling in row.ruled}
    return ResolutionShape(
        **common,
        agenda_name=row.agenda_title,
        agenda_kind=row.agenda_kind,
        label=row.label,
        number=row.number or None,
        text=row.text,
        disposition=row.disposition or None,
        subject=row.subject or None,
        agencies=_without_spans(row.agencies),
        deadlines=_without_spans(row.deadlines),
        rulings=_without_spans(row.rulings),
        parent=to.thing("resolution", row.parent.uid) if row.parent else None,
        items=[to.thing("item", pk) for pk in sorted(touched)],
    )


def statement(to: Addresses, row: Any) -> StatementShape:
    """What one person said, or its tombstone."""
    common = _paragraph(to, row, "statement", row.meeting) | {"web": to.page("tracking:statement", row.uid)}
    if common["deleted"]:
        return StatementShape(**common, agenda_names=[], speaker="", points=[])
    return StatementShape(
        **common,
        agenda_names=row.agenda_titles,
        name=row.speaker or None,
        post=row.speaker_title or None,
        organization=row.organisation or None,
        speaker=row.as_written,
        person=to.thing("person", row.speaker) if len(row.speaker) > 1 else None,
        points=[
            SaidShape(id=to.thing("paragraph", point.uid), number=point.number or None, text=point.text)
            for point in row.said
        ],
    )


def point(to: Addresses, row: Any) -> PointShape:
    """One point of a statement, or its tombstone."""
    common = _paragraph(to, row, "paragraph", row.statement.meeting)
    gone = common["deleted"]
    return PointShape(
        **common,
        statement=to.thing("statement", row.statement.uid),
        speaker="" if gone else row.statement.as_written,
        number=None if gone else row.number or None,
        text="" if gone else row.text,
    )


def paragraph(to: Addresses, row: Any) -> ResolutionShape | StatementShape | PointShape:
    """Whatever paragraph it is."""
    if isinstance(row, Clause):
        return resolution(to, row)
    return point(to, row) if isinstance(row, Point) else statement(to, row)


def _paragraph(to: Addresses, row: Any, name: str, of: Meeting) -> dict[str, Any]:
    return {
        "id": to.thing(name, row.uid),
        "web": to.paragraph(row.uid),
        "modified": row.changed,
        "license": settings.LICENCE,
        "deleted": not row.standing or of.state != Meeting.State.HELD,
        "meeting": to.thing("meeting", of.pk),
        "day": queries.day(of),
        "joined_into": to.thing(name, row.joined_into.uid) if row.joined_into else None,
        "split_from": to.thing(name, row.split_from.uid) if row.split_from else None,
    }


def _without_spans(found: list[Any]) -> list[Any]:
    """As in the record, without the places in its text, which stand in the record alone."""
    return [{key: value for key, value in one.items() if key != "spans"} for one in found]
