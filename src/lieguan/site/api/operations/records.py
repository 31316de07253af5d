"""Meetings, records, agenda, and what was decided and said."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from lieguan.site.api import addresses, made, queries
from lieguan.site.api.operations.asked import (
    MISSING,
    REFUSED,
    BodyWord,
    Key,
    PageNumber,
    PageSize,
    Since,
    Word,
    narrowed,
    paged,
)
from lieguan.site.api.shapes.records import (
    AgendaShape,
    MeetingShape,
    OutcomeItemShape,
    OutcomeShape,
    PointShape,
    ResolutionShape,
    StatementOutcomeShape,
    StatementShape,
)
from lieguan.site.api.shapes.thing import Page
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import current_record, latest_version, readable
from lieguan.site.records.tombstones import require_held
from lieguan.site.tracking.outcomes import outcomes
from lieguan.writing.akoma_ntoso import Publication, akoma_ntoso

router = Router(tags=["records"])
Paragraph = Annotated[ResolutionShape | StatementShape | PointShape, Field(discriminator="type")]
OfMeeting = Annotated[Key | None, Query(None, description="Only of this meeting (the number in its address)")]
PARTS = {"resolution": queries.resolutions, "statement": queries.statements, "point": queries.points}


@router.get(
    "/meetings", response={200: Page[MeetingShape], **REFUSED}, url_name="meetings", summary="Meetings"
)
def meetings(
    request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since, body: BodyWord
) -> Any:
    """Meetings, withdrawn ones as tombstones."""
    rows = narrowed(queries.meetings(modified_since), body__slug=body)
    return paged(request, rows, page, limit, made.meeting)


@router.get(
    "/meetings/{int:pk}", response={200: MeetingShape, **MISSING}, url_name="meeting", summary="One meeting"
)
def meeting(request: HttpRequest, pk: int) -> Any:
    """One meeting."""
    return made.meeting(addresses.of(request), get_object_or_404(queries.meetings(None), pk=pk))


@router.get(
    "/meetings/{int:pk}/record",
    response={200: dict[str, Any], **MISSING},
    url_name="record",
    summary="The record of a meeting, format lieguan-record/1",
)
def record(request: HttpRequest, pk: int) -> Any:  # noqa: ARG001 - ninja passes it by name
    """The record as it stands now."""
    return recorded(pk)[1]


@router.get(
    "/meetings/{int:pk}/agenda",
    response={200: list[AgendaShape], **MISSING},
    url_name="agenda",
    summary="What stood on the agenda of a meeting, with what was decided and said",
)
def agenda(request: HttpRequest, pk: int) -> Any:
    """The agenda of a meeting with a confirmed record."""
    return made.agenda(addresses.of(request), *recorded(pk))


@router.get("/meetings/{int:pk}/akn.xml", url_name="akn", include_in_schema=False)
def akn(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as Akoma Ntoso 3.0."""
    row, found, uids = recorded(pk)
    version = latest_version(row)
    if version is None:
        raise Http404
    to = addresses.of(request)
    publication = Publication(
        body=row.body.slug,
        version=version.number,
        version_date=version.made_at.date().isoformat(),
        addresses={local: to.paragraph(uid) for local, uid in uids.items()},
    )
    return HttpResponse(akoma_ntoso(found, publication), content_type="application/akn+xml")


@router.get(
    "/resolutions",
    response={200: Page[ResolutionShape], **REFUSED},
    url_name="resolutions",
    summary="What was decided, clause by clause",
)
def resolutions(
    request: HttpRequest,
    page: PageNumber,
    limit: PageSize,
    modified_since: Since,
    body: BodyWord,
    meeting: OfMeeting,
    disposition: Annotated[Word, Query("", description="release, track, approve … as in the record")],
) -> Any:
    """Clauses of the resolutions of confirmed records; fallen ones as tombstones."""
    rows = narrowed(
        queries.resolutions(modified_since),
        meeting__body__slug=body,
        meeting=meeting,
        disposition=disposition,
    )
    if disposition:
        rows = readable(rows.filter(standing=True, meeting__state=Meeting.State.HELD))
    return paged(request, rows, page, limit, made.resolution)


@router.get(
    "/resolutions/{uid}",
    response={200: ResolutionShape, **MISSING},
    url_name="resolution",
    summary="One clause",
)
def resolution(request: HttpRequest, uid: Word) -> Any:
    """One clause."""
    return made.resolution(addresses.of(request), get_object_or_404(queries.resolutions(None), uid=uid))


@router.get(
    "/statements",
    response={200: Page[StatementShape], **REFUSED},
    url_name="statements",
    summary="What was said",
)
def statements(
    request: HttpRequest,
    page: PageNumber,
    limit: PageSize,
    modified_since: Since,
    body: BodyWord,
    meeting: OfMeeting,
    person: Annotated[Word, Query("", description="Only by the speaker of this name")],
) -> Any:
    """Statements of confirmed records; fallen ones as tombstones."""
    rows = narrowed(
        queries.statements(modified_since), meeting__body__slug=body, meeting=meeting, speaker=person
    )
    if person:
        rows = readable(rows.filter(standing=True, meeting__state=Meeting.State.HELD))
    return paged(request, rows, page, limit, made.statement)


@router.get(
    "/statements/{uid}",
    response={200: StatementOutcomeShape, **MISSING},
    url_name="statement",
    summary="One statement, and what its meeting decided",
)
def statement(request: HttpRequest, uid: Word) -> Any:
    """One statement, with the resolutions on the agenda items that it was made under, and their items."""
    to = addresses.of(request)
    row = get_object_or_404(queries.statements(None), uid=uid)
    said = made.statement(to, row)
    if said.deleted:
        return StatementOutcomeShape(**said.model_dump())
    found = {clause.uid: items for block in outcomes(row) for clause, items in block.lines}
    clauses = {clause.uid: clause for clause in queries.resolutions(None).filter(uid__in=found)}
    return StatementOutcomeShape(
        **said.model_dump(),
        outcomes=[
            OutcomeShape(
                resolution=made.resolution(to, clauses[uid]),
                items=[
                    OutcomeItemShape(
                        id=to.thing("item", item.pk),
                        web=to.page("tracking:item", item.pk),
                        number=item.number,
                        title=item.title,
                        state=item.state,
                    )
                    for item in items
                ],
            )
            for uid, items in found.items()
        ],
    )


@router.get(
    "/paragraphs",
    response={200: Page[Paragraph], **REFUSED},
    url_name="paragraphs",
    summary="Every paragraph with a permanent address",
)
def paragraphs(
    request: HttpRequest,
    page: PageNumber,
    limit: PageSize,
    modified_since: Since,
    meeting: OfMeeting,
    kind: Annotated[Literal["", "resolution", "statement", "point"], Query("")],
) -> Any:
    """Clauses, statements and points, one kind after the other; fallen ones as tombstones."""
    parts = []
    for name, rows in PARTS.items():
        if kind in {"", name}:
            of = "statement__meeting" if name == "point" else "meeting"
            parts.append(narrowed(rows(modified_since), **{of: meeting}))
    return paged(request, queries.Joined(parts), page, limit, made.paragraph)


@router.get(
    "/paragraphs/{uid}",
    response={200: Paragraph, **MISSING},
    url_name="paragraph",
    summary="One paragraph",
)
def paragraph(request: HttpRequest, uid: Word) -> Any:
    """A clause, a statement or a point, by its permanent address."""
    for rows in PARTS.values():
        row = rows(None).filter(uid=uid).first()
        if row is not None:
            return made.paragraph(addresses.of(request), row)
    raise Http404


def recorded(pk: int) -> tuple[Any, dict[str, Any], dict[str, str]]:
    """A held meeting, its record as it stands, and the permanent addresses of its paragraphs."""
    row = get_object_or_404(queries.meetings(None), pk=pk)
    require_held(row)
    found, version = current_record(row), latest_version(row)
    if found is None or version is None:
        raise Http404
    return row, found, version.uids
