"""Items and rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.tracking import (
    DutyShape,
    EvidenceShape,
    FormerShape,
    ItemShape,
    PaperShape,
    RecommendationShape,
    ReportShape,
    RoundShape,
    RulingShape,
)
from lieguan.site.papers.files import KINDS


def item(to: Addresses, row: Any) -> ItemShape:
    """An item with duties and the three voices."""
    duties = list(row.duties.all())
    return ItemShape(
        id=to.thing("item", row.pk),
        web=to.page("tracking:item", row.pk),
        modified=row.changed,
        license=settings.LICENCE,
        body=to.thing("body", row.body.slug),
        number=row.number,
        title=row.title,
        text=row.text,
        group=row.group,
        parent=to.thing("item", row.parent_id) if row.parent_id else None,
        state=row.state,
        opened_on=row.opened_on,
        opened_by=to.paragraph(row.opened_by.uid) if row.opened_by else None,
        carried_in=row.carried_in,
        due_on=row.due_on,
        due_as_written=row.due_as_written,
        due_next_meeting=row.due_next_meeting,
        due_recurrence=row.due_recurrence,
        ended_on=row.ended_on,
        duties=[_duty(to, one, duties) for one in duties if one.moved_into_id is None],
        rulings=[_ruling(to, one) for one in row.rulings.all()],
        reports=[_report(to, duty, one) for duty in duties for one in duty.reported],
        recommendations=[_recommendation(to, one) for one in row.recommended],
    )


def round_(to: Addresses, row: Any) -> RoundShape:
    """A round that a meeting dealt with, with its papers."""
    query = f"?meeting={row.meeting_id}"
    return RoundShape(
        id=to.thing("round", row.pk),
        web=to.page("papers:report", row.body.slug) + query,
        modified=row.changed,
        license=settings.LICENCE,
        body=to.thing("body", row.body.slug),
        meeting=to.thing("meeting", row.meeting_id),
        number=row.number,
        due_on=row.due_on,
        papers=[
            PaperShape(
                name="追蹤列管報告表",
                media_type=media_type,
                address=to.absolute(reverse(f"papers:report-{kind}", args=[row.body.slug]) + query),
            )
            for kind, media_type in KINDS.items()
            if kind in {"odt", "pdf"}
        ],
    )


def _duty(to: Addresses, row: Any, duties: Sequence[Any]) -> DutyShape:
    """A duty in force; `duties` are all of its item's, those that were moved into it among them."""
    return DutyShape(
        key=row.pk,
        as_written=row.as_written,
        agency=to.thing("agency", row.agency_id) if row.agency_id else None,
        agency_name=row.agency.name if row.agency else None,
        role=row.role or None,
        state=row.state,
        former=[
            FormerShape(
                agency=to.thing("agency", one.agency_id) if one.agency_id else None,
                agency_name=str(one),
                as_written=one.as_written,
                until=one.moved_on,
            )
            for one in sorted(_moved_into(row, duties), key=lambda one: (one.moved_on, one.position, one.pk))
        ],
    )


def _moved_into(row: Any, duties: Sequence[Any]) -> Iterator[Any]:
    """The duties that became this one, however many times; the database lets none become itself."""
    for one in duties:
        if one.moved_into_id == row.pk:
            yield one
            yield from _moved_into(one, duties)


def _ruling(to: Addresses, row: Any) -> RulingShape:
    return RulingShape(
        kind=row.kind,
        standing=row.standing,
        words=row.words or row.clause.text,
        meeting=to.thing("meeting", row.clause.meeting_id),
        paragraph=to.paragraph(row.clause.uid),
        on=row.clause.meeting.starts_on,
        merged_into=to.thing("item", row.merged_into_id) if row.merged_into_id else None,
        handed_to=row.handed_to or (row.handed_to_body.name if row.handed_to_body else None),
        reason=row.reason or None,
    )


def _report(to: Addresses, duty: Any, row: Any) -> ReportShape:
    return ReportShape(
        agency=to.thing("agency", duty.agency_id) if duty.agency_id else None,
        agency_name=str(duty),
        meeting=to.thing("meeting", row.round.meeting_id),
        version=row.version,
        as_of=row.as_of,
        status=row.status,
        percentage=row.percentage,
        text=row.text,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        wish=row.wish or None,
        wish_reason=row.wish_reason,
        wish_until=row.wish_until,
        submitted=row.submitted_at,
        evidence=[
            EvidenceShape(
                shows=one.shows,
                name=one.name,
                address=one.link or to.page("tracking:evidence", one.pk),
                sha256=one.sha256,
                as_of=one.as_of,
                licence=one.licence,
            )
            for one in row.evidence.all()
        ],
    )


def _recommendation(to: Addresses, row: Any) -> RecommendationShape:
    return RecommendationShape(
        meeting=to.thing("meeting", row.round.meeting_id),
        kind=row.kind,
        reason=row.reason,
        reason_code=row.reason_code or None,
        extend_to=row.extend_to,
        merge_into=to.thing("item", row.merge_into_id) if row.merge_into_id else None,
        hand_to=row.hand_to or None,
    )
