"""Rows to shapes: what the interface says of each thing."""

from __future__ import annotations

from django.http import HttpRequest

from lieguan.site.api import addresses
from lieguan.site.api.shapes import AgencyShape, BodyShape, DutyShape, ItemShape, MeetingShape, RulingShape
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Item


def body(request: HttpRequest, row: Body) -> BodyShape:
    """A body."""
    return BodyShape(
        id=addresses.thing(request, "body", row.slug),
        web=addresses.page(request, "tracking:body", row.slug),
        modified=row.modified_at,
        name=row.name,
        short_name=row.short_name,
        predecessor=addresses.thing(request, "body", row.predecessor.slug) if row.predecessor else None,
    )


def agency(request: HttpRequest, row: Agency) -> AgencyShape:
    """An agency."""
    return AgencyShape(
        id=addresses.thing(request, "agency", row.pk),
        web=addresses.page(request, "tracking:agency", row.pk),
        modified=row.modified_at,
        name=row.name,
        short_name=row.short_name,
        code=row.code,
        oid=row.oid,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor=addresses.thing(request, "agency", row.successor_id) if row.successor_id else None,
    )


def meeting(request: HttpRequest, row: Meeting) -> MeetingShape:
    """A meeting, or the tombstone of a withdrawn one."""
    gone = row.state == Meeting.State.WITHDRAWN
    held = row.state == Meeting.State.HELD
    return MeetingShape(
        id=addresses.thing(request, "meeting", row.pk),
        web=addresses.page(request, "records:meeting", row.pk),
        modified=row.modified_at,
        deleted=gone,
        body=addresses.thing(request, "body", row.body.slug),
        name="" if gone else row.title,
        state=row.state,
        kind=row.kind,
        term=None if gone else row.term,
        year=None if gone else row.year,
        ordinal=None if gone else row.ordinal,
        start=None if gone else row.starts_at or (row.starts_on.isoformat() if row.starts_on else None),
        end=None if gone else row.ends_at or None,
        place=None if gone else row.place or None,
        record=addresses.thing(request, "record", row.pk) if held else None,
    )


def item(request: HttpRequest, row: Item) -> ItemShape:
    """An item with duties and rulings; `row` comes from queries.items, which has them at hand."""
    return ItemShape(
        id=addresses.thing(request, "item", row.pk),
        web=addresses.page(request, "tracking:item", row.pk),
        modified=row.modified_at,
        body=addresses.thing(request, "body", row.body.slug),
        number=row.number,
        title=row.title,
        text=row.text,
        state=row.state,
        opened_on=row.opened_on,
        opened_by=addresses.paragraph(request, row.opened_by.uid) if row.opened_by else None,
        carried_in=row.carried_in,
        due_on=row.due_on,
        due_as_written=row.due_as_written,
        due_next_meeting=row.due_next_meeting,
        due_recurrence=row.due_recurrence,
        ended_on=row.ended_on,
        duties=[
            DutyShape(
                as_written=duty.as_written,
                agency=addresses.thing(request, "agency", duty.agency_id) if duty.agency_id else None,
                agency_name=duty.agency.name if duty.agency else None,
                role=duty.role or None,
                state=duty.state,
            )
            for duty in row.duties.all()
        ],
        rulings=[
            RulingShape(
                kind=ruling.kind,
                standing=ruling.standing,
                words=ruling.words or ruling.clause.text,
                meeting=addresses.thing(request, "meeting", ruling.clause.meeting_id),
                paragraph=addresses.paragraph(request, ruling.clause.uid),
                on=ruling.clause.meeting.starts_on,
                merged_into=addresses.thing(request, "item", ruling.merged_into_id)
                if ruling.merged_into_id
                else None,
                handed_to=ruling.handed_to or None,
            )
            for ruling in row.rulings.all()
        ],
    )
