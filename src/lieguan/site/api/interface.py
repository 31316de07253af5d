"""The operations. Version 1; docs/reference/openapi.json is the contract, compared by a test."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.operation import Operation

from lieguan.errors import SiteError
from lieguan.site.api import addresses, made, queries
from lieguan.site.api.shapes import (
    AgencyShape,
    BodyShape,
    Found,
    HitShape,
    ItemShape,
    MeetingShape,
    Page,
    Problem,
    as_json,
)
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import current_record, latest_version
from lieguan.site.search.queries import DEEPEST, PAGE, Question, ask
from lieguan.writing.akoma_ntoso import Publication, akoma_ntoso

LONGEST_PAGE = 100


class Interface(NinjaAPI):
    """Operations are known by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`bodies`, `item` …"""
        return operation.view_func.__name__


api = Interface(
    title="lieguan 列管",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
    description="The public part of the site: bodies, meetings and their records, tracked items, agencies, search.",
)
MISSING: dict[int, type[Problem]] = {404: Problem}


def _page(request: HttpRequest, rows: QuerySet[Any], page: int, size: int, shape: Any) -> dict[str, Any]:
    start = (page - 1) * size
    shown = [shape(request, row) for row in rows[start : start + size]]
    count = rows.count()
    following = None
    if start + size < count:
        fields = request.GET.copy()
        fields["page"] = str(page + 1)
        following = addresses.absolute(request, f"{request.path}?{fields.urlencode()}")
    return {"count": count, "next": following, "data": shown}


PageNumber = Query(1, ge=1, le=100_000, description="From 1")
PageSize = Query(20, ge=1, le=LONGEST_PAGE)
Since = Query(None, description="Only what was changed at or after this time (ISO 8601)")


@api.get("/bodies", response=Page[BodyShape], url_name="bodies", summary="Bodies that meet")
def bodies(
    request: HttpRequest,
    page: int = PageNumber,
    limit: int = PageSize,
    modified_since: datetime | None = Since,
) -> Any:
    """Every body."""
    return _page(request, queries.bodies(modified_since), page, limit, made.body)


@api.get("/bodies/{slug}", response={200: BodyShape, **MISSING}, url_name="body", summary="One body")
def body(request: HttpRequest, slug: str) -> Any:
    """One body."""
    return made.body(request, get_object_or_404(queries.bodies(None), slug=slug))


@api.get("/agencies", response=Page[AgencyShape], url_name="agencies", summary="Agencies")
def agencies(
    request: HttpRequest,
    page: int = PageNumber,
    limit: int = PageSize,
    modified_since: datetime | None = Since,
) -> Any:
    """Every agency that the site knows."""
    return _page(request, queries.agencies(modified_since), page, limit, made.agency)


@api.get(
    "/agencies/{int:pk}", response={200: AgencyShape, **MISSING}, url_name="agency", summary="One agency"
)
def agency(request: HttpRequest, pk: int) -> Any:
    """One agency."""
    return made.agency(request, get_object_or_404(queries.agencies(None), pk=pk))


@api.get("/meetings", response=Page[MeetingShape], url_name="meetings", summary="Meetings")
def meetings(
    request: HttpRequest,
    page: int = PageNumber,
    limit: int = PageSize,
    modified_since: datetime | None = Since,
    body: str = Query("", description="Only of this body (the word in its address)"),
) -> Any:
    """Meetings, withdrawn ones as tombstones."""
    rows = queries.meetings(modified_since)
    return _page(request, rows.filter(body__slug=body) if body else rows, page, limit, made.meeting)


@api.get(
    "/meetings/{int:pk}", response={200: MeetingShape, **MISSING}, url_name="meeting", summary="One meeting"
)
def meeting(request: HttpRequest, pk: int) -> Any:
    """One meeting."""
    return made.meeting(request, get_object_or_404(queries.meetings(None), pk=pk))


def _record(pk: int) -> tuple[Meeting, dict[str, Any]]:
    row = get_object_or_404(queries.meetings(None), pk=pk)
    record = current_record(row)
    if record is None:
        raise Http404
    return row, record


@api.get(
    "/meetings/{int:pk}/record",
    response={200: dict[str, Any], **MISSING},
    url_name="record",
    summary="The record of a meeting, format lieguan-record/1",
)
def record(request: HttpRequest, pk: int) -> Any:  # noqa: ARG001 - ninja passes it by name
    """The record as it stands now."""
    return _record(pk)[1]


@api.get("/meetings/{int:pk}/akn.xml", url_name="akn", include_in_schema=False)
def akn(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as Akoma Ntoso 3.0."""
    row, found = _record(pk)
    version = latest_version(row)
    if version is None:
        raise Http404
    uids: dict[str, str] = version.uids
    publication = Publication(
        body=row.body.slug,
        version=version.number,
        version_date=version.made_at.date().isoformat(),
        addresses={local: addresses.paragraph(request, uid) for local, uid in uids.items()},
    )
    return HttpResponse(akoma_ntoso(found, publication), content_type="application/akn+xml")


@api.get("/items", response=Page[ItemShape], url_name="items", summary="Tracked items")
def items(
    request: HttpRequest,
    page: int = PageNumber,
    limit: int = PageSize,
    modified_since: datetime | None = Since,
    body: str = Query("", description="Only of this body (the word in its address)"),
    state: str = Query("", description="tracked, released, merged, self-tracked, handed-over or ended"),
    agency: int | None = Query(None, description="Only those on which this agency has a duty"),
) -> Any:
    """Items, with duties and rulings."""
    rows = queries.items(modified_since)
    wanted: dict[str, Any] = {"body__slug": body, "state": state, "duties__agency": agency}
    rows = rows.filter(
        **{name: value for name, value in wanted.items() if value not in ("", None)}
    ).distinct()
    return _page(request, rows, page, limit, made.item)


@api.get("/items/{int:pk}", response={200: ItemShape, **MISSING}, url_name="item", summary="One item")
def item(request: HttpRequest, pk: int) -> Any:
    """One item."""
    return made.item(request, get_object_or_404(queries.items(None), pk=pk))


@api.get("/search", response=Found, url_name="search", summary="Exact search")
def search(
    request: HttpRequest,
    q: str = Query("", max_length=300, description="Words; 「…」 together, OR either, - not"),
    kind: str = "",
    body: str = "",
    agency: str = "",
    person: str = "",
    state: str = "",
    since: date | None = None,
    until: date | None = None,
    best_first: bool = False,
    page: int = Query(1, ge=1, le=DEEPEST),
) -> Any:
    """What holds the words and may be read by whoever asks."""
    filters = {"kind": kind, "body": body, "agency": agency, "person": person, "state": state}
    question = Question(
        words=q,
        filters={name: [value] for name, value in filters.items() if value},
        since=since,
        until=until,
        best_first=best_first,
        page=page,
    )
    answer = ask(question, request.user)
    fields = request.GET.copy()
    fields["page"] = str(page + 1)
    more = page * PAGE < answer.count and page < DEEPEST
    return Found(
        count=answer.count,
        next=addresses.absolute(request, f"{request.path}?{fields.urlencode()}") if more else None,
        data=[
            HitShape(
                kind=hit.kind.name,
                web=addresses.absolute(request, hit.place.address),
                heading=hit.place.heading,
                context=hit.place.context,
                day=hit.place.day,
                words="".join(piece.text for piece in hit.pieces),
            )
            for hit in answer.hits
        ],
        facets={name: dict(values) for name, values in answer.facets.items()},
    )


def _problem(status: int, code: str, problem: str, field: str = "") -> JsonResponse:
    return JsonResponse(as_json(Problem(code=code, problem=problem, field=field)), status=status)


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Nothing at that address."""
    return _problem(404, "not-found", "there is nothing at this address")


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A field that does not hold."""
    first = error.errors[0]
    return _problem(422, "invalid-input", str(first["msg"]), str(first["loc"][-1]))


@api.exception_handler(SiteError)
def refused(_request: HttpRequest, error: SiteError) -> HttpResponse:
    """What the site refuses."""
    return _problem(422, error.code, error.problem)
