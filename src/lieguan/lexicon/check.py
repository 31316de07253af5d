"""Whether the lexicon's data hold together, and how much of them a source says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lieguan.lexicon import calendar, tables
from lieguan.lexicon.agencies import Agencies, AgencyRow, normal

_OID = re.compile(r"2\.16\.886(?:\.[0-9]+)+")
_CODE = re.compile(r"[0-9A-Z]{10}")


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found: the problems, one line each, and the rows by what their sources say.

    verified    a source says all of the row
    partly      a source says some of it; the row's `unverified` names the rest
    unverified  no source
    """

    problems: tuple[str, ...]
    verified: int
    partly: int
    unverified: int


def check(agencies: Agencies) -> Report:
    """The state of `agencies` and of the package's other tables."""
    problems = [*_agency_problems(agencies), *_table_problems()]
    sourced = [row for row in agencies.rows if row.source is not None]
    verified = sum(row.verified for row in sourced)
    return Report(tuple(problems), verified, len(sourced) - verified, len(agencies.rows) - len(sourced))


def _agency_problems(agencies: Agencies) -> Iterator[str]:
    names = {row.name for row in agencies.rows}
    places = {place.name for place in agencies.places.rows}
    for row in agencies.rows:
        for rule in _RULES:
            yield from (f"{row.name}: {problem}" for problem in rule(row))
        yield from (
            f"{row.name}: parent {row.parent} has no row"
            for _ in (1,)
            if row.parent and row.parent not in names
        )
        yield from (
            f"{row.name}: successor {name} has no row" for name in row.successors if name not in names
        )
        if row.place is not None and row.place not in places:
            yield f"{row.name}: place {row.place} is not in places.csv"
    yield from _overlaps(agencies.rows)
    yield from _ambiguous(agencies.rows)


def _dates_in_order(row: AgencyRow) -> Iterator[str]:
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        yield f"ends on {row.valid_to}, before it begins on {row.valid_from}"


def _sourced(row: AgencyRow) -> Iterator[str]:
    if (row.source is None) != (row.seen is None):
        yield "source and seen go together"
    if row.source is None and row.unverified:
        yield "a row without a source is unverified as a whole; leave the column empty"


def _well_formed(row: AgencyRow) -> Iterator[str]:
    if row.name != "".join(row.name.split()) or len(row.name) < 2:
        yield "the name is too short or holds white space"
    if row.oid and not _OID.fullmatch(row.oid):
        yield f"{row.oid} is no object identifier of the state (2.16.886…)"
    if row.code and not _CODE.fullmatch(row.code):
        yield f"{row.code} is no agency code (ten signs)"
    if row.name in row.short_names:
        yield "its name stands among its short names"


_RULES: tuple[Callable[[AgencyRow], Iterator[str]], ...] = (_dates_in_order, _sourced, _well_formed)


def _overlaps(rows: Iterable[AgencyRow]) -> Iterator[str]:
    """The same name twice on the same day."""
    by_name: dict[str, list[AgencyRow]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for name, same in by_name.items():
        if any(_meet(one, other) for i, one in enumerate(same) for other in same[i + 1 :]):
            yield f"{name}: two rows for the same days"


def _ambiguous(rows: Iterable[AgencyRow]) -> Iterator[str]:
    """A short name that means two agencies of the same place on the same day."""
    by_short: dict[tuple[str | None, str], list[AgencyRow]] = {}
    for row in rows:
        for short in row.short_names:
            by_short.setdefault((row.place, normal(short)), []).append(row)
    for (place, short), same in by_short.items():
        for i, one in enumerate(same):
            for other in same[i + 1 :]:
                if one.name != other.name and _meet(one, other):
                    yield f"{short} ({place or 'state'}) means both {one.name} and {other.name}"


def _meet(one: AgencyRow, other: AgencyRow) -> bool:
    """Two rows stand on the same day; a row that became something else on an unknown day meets none."""
    if (one.successors and one.valid_to is None) or (other.successors and other.valid_to is None):
        return False
    starts = max((row.valid_from for row in (one, other) if row.valid_from), default=None)
    ends = min((row.valid_to for row in (one, other) if row.valid_to), default=None)
    return starts is None or ends is None or starts <= ends


def _table_problems() -> Iterator[str]:
    for name, column in (
        ("titles.csv", "title"),
        ("surnames.csv", "surname"),
        ("verbs.csv", "verb"),
        ("fields.csv", "field"),
        ("dispositions.csv", "expression"),
    ):
        cells = [cell[column] for _, cell in tables.rows(tables.packaged(name), name, (column,))]
        yield from (
            f"{name}: {cell} stands twice" for cell in sorted({c for c in cells if cells.count(c) > 1})
        )
        yield from (f"{name}: an empty row" for cell in cells if not cell)
    yield from calendar.problems()
