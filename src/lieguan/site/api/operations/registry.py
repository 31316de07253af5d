"""Bodies, agencies, people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from lieguan.errors import Gone
from lieguan.site.api import addresses, made, queries
from lieguan.site.api.operations.asked import (
    MISSING,
    REFUSED,
    PageNumber,
    PageSize,
    Since,
    Word,
    paged,
    paged_together,
)
from lieguan.site.api.shapes.registry import AgencyShape, BodyShape, PersonShape
from lieguan.site.api.shapes.thing import Page
from lieguan.site.records.queries import spoke_once

router = Router(tags=["registry"])


@router.get(
    "/bodies", response={200: Page[BodyShape], **REFUSED}, url_name="bodies", summary="Bodies that meet"
)
def bodies(request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since) -> Any:
    """Every body."""
    return paged(request, queries.bodies(modified_since), page, limit, made.body)


@router.get("/bodies/{slug}", response={200: BodyShape, **MISSING}, url_name="body", summary="One body")
def body(request: HttpRequest, slug: Word) -> Any:
    """One body."""
    return made.body(addresses.of(request), get_object_or_404(queries.bodies(None), slug=slug))


@router.get(
    "/agencies", response={200: Page[AgencyShape], **REFUSED}, url_name="agencies", summary="Agencies"
)
def agencies(request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since) -> Any:
    """Every agency that the site knows."""
    return paged(request, queries.agencies(modified_since), page, limit, made.agency)


@router.get(
    "/agencies/{int:pk}", response={200: AgencyShape, **MISSING}, url_name="agency", summary="One agency"
)
def agency(request: HttpRequest, pk: int) -> Any:
    """One agency."""
    return made.agency(addresses.of(request), get_object_or_404(queries.agencies(None), pk=pk))


@router.get("/people", response={200: Page[PersonShape], **REFUSED}, url_name="people", summary="Who spoke")
def people(request: HttpRequest, page: PageNumber, limit: PageSize, modified_since: Since) -> Any:
    """Everybody whom a confirmed record names as a speaker, with the posts in which they spoke (Popolo)."""
    return paged_together(request, queries.people(modified_since), page, limit, made.people)


@router.get(
    "/people/{path:name}", response={200: PersonShape, **MISSING}, url_name="person", summary="One speaker"
)
def person(request: HttpRequest, name: Word) -> Any:
    """One speaker, by name."""
    row = queries.people(None).filter(speaker=name).first()
    if row is None:
        if spoke_once(name):
            raise Gone("no statement stands under this name any more", place=name)
        raise Http404
    return made.people(addresses.of(request), [row])[0]
