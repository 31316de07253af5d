"""Programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from lieguan.site.api import addresses, made, queries
from lieguan.site.api.operations.asked import (
    MISSING,
    REFUSED,
    BodyWord,
    PageNumber,
    PageSize,
    Since,
    Word,
    paged,
)
from lieguan.site.api.shapes.programme import ProgrammeShape
from lieguan.site.api.shapes.thing import Page

router = Router(tags=["programmes"])


@router.get(
    "/programmes",
    response={200: Page[ProgrammeShape], **REFUSED},
    url_name="programmes",
    summary="Programmes",
)
def programmes(
    request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since, body: BodyWord
) -> Any:
    """Every programme, with the version of its outline that is in force."""
    rows = queries.programmes(modified_since)
    if body:
        rows = rows.filter(body__slug=body)
    return paged(request, rows, page, limit, made.programme)


@router.get(
    "/programmes/{uid}",
    response={200: ProgrammeShape, **MISSING},
    url_name="programme",
    summary="One programme",
)
def programme(request: HttpRequest, uid: Word) -> Any:
    """One programme, by its permanent address."""
    return made.programme(addresses.of(request), get_object_or_404(queries.programmes(None), uid=uid))
