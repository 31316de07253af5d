"""What the operations take and give in common: fields of the address, pages, and the answers that are no success."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from lieguan.site.api import addresses
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.thing import Problem, iso

LONGEST_PAGE = 100
TAIPEI = ZoneInfo("Asia/Taipei")
# Nothing here was changed before it; and no time zone carries a later time out of the calendar.
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)

# What an operation may answer beside its success.
REFUSED: dict[int, type[Problem]] = {422: Problem}
MISSING: dict[int, type[Problem]] = {404: Problem, 410: Problem, **REFUSED}


def _moment(given: datetime) -> datetime:
    """A time that the database can compare; without a zone it is Taiwan's."""
    if given.year <= _FIRST.year:
        return _FIRST
    if given.year >= _LAST.year:
        return _LAST
    return given if given.tzinfo else given.replace(tzinfo=TAIPEI)


# PostgreSQL keeps no NUL character in a string.
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=300)]
Moment = Annotated[datetime, BeforeValidator(iso), AfterValidator(_moment)]
Key = Annotated[int, Query(ge=1, le=2**63 - 1)]

PageNumber = Annotated[int, Query(1, ge=1, le=100_000, description="From 1")]
PageSize = Annotated[int, Query(20, ge=1, le=LONGEST_PAGE)]
Since = Annotated[
    Moment | None, Query(None, description="Only what was changed at or after this time (ISO 8601)")
]
BodyWord = Annotated[Word, Query("", description="Only of this body (the word in its address)")]


class Rows(Protocol):
    """A list that can be counted and cut: a QuerySet, or several."""

    def count(self) -> int: ...

    def __getitem__(self, wanted: slice, /) -> Any: ...


def paged(
    request: HttpRequest,
    rows: Rows,
    page: int,
    size: int,
    shape: Callable[[Addresses, Any], Any],
) -> dict[str, Any]:
    """One page of a list, each row by itself made a shape."""
    return paged_together(request, rows, page, size, lambda to, some: [shape(to, row) for row in some])


def paged_together(
    request: HttpRequest,
    rows: Rows,
    page: int,
    size: int,
    shapes: Callable[[Addresses, Sequence[Any]], list[Any]],
) -> dict[str, Any]:
    """One page of a list whose shapes are made together."""
    to = addresses.of(request)
    start = (page - 1) * size
    shown = shapes(to, list(rows[start : start + size]))
    count = rows.count()
    following = None
    if start + size < count:
        fields = request.GET.copy()
        fields["page"] = str(page + 1)
        following = to.absolute(f"{request.path}?{fields.urlencode()}")
    return {"count": count, "next": following, "data": shown}


def narrowed(rows: Any, **wanted: Any) -> Any:
    """The rows for which every given field holds; what was not asked for is left out."""
    return rows.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})
