"""Search."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from lieguan.site.api import addresses
from lieguan.site.api.operations.asked import REFUSED, Word
from lieguan.site.api.shapes.search import Found, HitShape
from lieguan.site.api.shapes.thing import Day
from lieguan.site.search.queries import DEEPEST, PAGE, Question, ask

router = Router(tags=["search"])


@router.get("/search", response={200: Found, **REFUSED}, url_name="search", summary="Exact search")
def search(
    request: HttpRequest,
    q: Annotated[Word, Query("", description="Words; 「…」 together, OR either, - not")],
    kind: Annotated[Word, Query("")],
    body: Annotated[Word, Query("")],
    agency: Annotated[Word, Query("")],
    person: Annotated[Word, Query("")],
    state: Annotated[Word, Query("")],
    since: Annotated[Day | None, Query(None)],
    until: Annotated[Day | None, Query(None)],
    best_first: Annotated[bool, Query(False)],
    page: Annotated[int, Query(1, ge=1, le=DEEPEST)],
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
    to = addresses.of(request)
    fields = request.GET.copy()
    fields["page"] = str(page + 1)
    more = page * PAGE < answer.count and page < DEEPEST
    return Found(
        count=answer.count,
        next=to.absolute(f"{request.path}?{fields.urlencode()}") if more else None,
        data=[
            HitShape(
                kind=hit.kind.name,
                web=to.absolute(hit.place.address),
                heading=hit.place.heading,
                context=hit.place.context,
                day=hit.place.day,
                words="".join(piece.text for piece in hit.pieces),
            )
            for hit in answer.hits
        ],
        facets={name: dict(values) for name, values in answer.facets.items()},
    )
