"""Items and rounds."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

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
from lieguan.site.api.shapes.thing import Page
from lieguan.site.api.shapes.tracking import ItemShape, RoundShape
from lieguan.site.records.tombstones import require_held
from lieguan.site.tracking.asking import Round

router = Router(tags=["tracking"])


@router.get("/items", response={200: Page[ItemShape], **REFUSED}, url_name="items", summary="Tracked items")
def items(
    request: HttpRequest,
    page: PageNumber,
    limit: PageSize,
    modified_since: Since,
    body: BodyWord,
    state: Annotated[
        Word, Query("", description="tracked, released, merged, self-tracked, handed-over or ended")
    ],
    agency: Annotated[Key | None, Query(None, description="Only those on which this agency has a duty")],
) -> Any:
    """Items, with duties, rulings, and the reports and recommendations that are public."""
    rows = narrowed(
        queries.items(modified_since), body__slug=body, state=state, duties__agency=agency
    ).distinct()
    return paged(request, rows, page, limit, made.item)


@router.get("/items/{int:pk}", response={200: ItemShape, **MISSING}, url_name="item", summary="One item")
def item(request: HttpRequest, pk: int) -> Any:
    """One item."""
    return made.item(addresses.of(request), get_object_or_404(queries.items(None), pk=pk))


@router.get(
    "/rounds",
    response={200: Page[RoundShape], **REFUSED},
    url_name="rounds",
    summary="Tracking rounds that a meeting dealt with, and their papers",
)
def rounds(
    request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since, body: BodyWord
) -> Any:
    """Rounds, from the day on which the record of their meeting is confirmed."""
    rows = narrowed(queries.rounds(modified_since), body__slug=body)
    return paged(request, rows, page, limit, made.round_)


@router.get("/rounds/{int:pk}", response={200: RoundShape, **MISSING}, url_name="round", summary="One round")
def round_(request: HttpRequest, pk: int) -> Any:
    """One round."""
    row = queries.rounds(None).filter(pk=pk).first()
    if row is None:
        held = get_object_or_404(Round.objects.filter(meeting__isnull=False).select_related("meeting"), pk=pk)
        require_held(held.meeting)
        raise Http404
    return made.round_(addresses.of(request), row)
