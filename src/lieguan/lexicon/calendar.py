"""Days that the calendar sets: when government offices work 辦公日, and the lunar new year.

Offices work from Monday to Friday; `office-days.csv` holds the days that differ, as the yearly calendar of the
Directorate-General of Personnel Administration 行政機關辦公日曆表 prints them: a holiday, a bridge day, a Saturday that
is made up 補行上班. `office-years.csv` says which years are known, and by which source. A day off that is called at
short notice (a typhoon's) is in no calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from lieguan.lexicon import tables

YEARS, DAYS, LUNAR = "office-years.csv", "office-days.csv", "lunar-new-year.csv"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The years that are known, and each day on which offices differ from Monday to Friday: whether they work."""

    years: frozenset[int]
    works: dict[date, bool]


@cache
def _office() -> OfficeCalendar:
    years = tables.rows(tables.packaged(YEARS), YEARS, ("year", "source", "seen"))
    days = tables.rows(tables.packaged(DAYS), DAYS, ("day", "kind", "name"))
    return OfficeCalendar(
        frozenset(int(cell["year"]) for _, cell in years),
        {date.fromisoformat(cell["day"]): cell["kind"] == "work" for _, cell in days},
    )


def office_years() -> range:
    """The common-era years whose office calendar is known."""
    years = _office().years
    return range(min(years), max(years) + 1)


def is_working_day(day: date) -> bool | None:
    """Whether government offices work on `day`; None outside the years that are known."""
    calendar = _office()
    if day.year not in calendar.years:
        return None
    return calendar.works.get(day, day.weekday() < _SATURDAY)


def add_working_days(day: date, count: int) -> date | None:
    """The `count`-th working day after `day`, or before it where `count` is negative; `day` itself for 0.

    None where a day on the way lies outside the years that are known.

    >>> add_working_days(date(2026, 2, 13), 1)  # the Friday before the lunar new year
    datetime.date(2026, 2, 23)
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        try:
            day += step
        except OverflowError:
            return None
        works = is_working_day(day)
        if works is None:
            return None
        left -= works
    return day


def working_days_between(first: date, last: date) -> int | None:
    """How many working days there are after `first` up to and with `last`; as many below 0 where `last` is earlier.

    None where a day on the way lies outside the years that are known.
    """
    if last < first:
        back = working_days_between(last, first)
        return None if back is None else -back
    if last > first and not {(first + timedelta(days=1)).year, last.year} <= _office().years:
        return None
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(bool(is_working_day(day)) for day in days)


@cache
def _new_years() -> dict[int, date]:
    columns = ("year", "day", "source", "seen")
    table = tables.rows(tables.packaged(LUNAR), LUNAR, columns)
    return {int(cell["year"]): date.fromisoformat(cell["day"]) for _, cell in table}


def lunar_new_year(year: int) -> date | None:
    """The lunar new year's day 農曆正月初一 that falls in a common-era year; None outside the table."""
    return _new_years().get(year)


#: Holidays on the same day of every year: month and day.
_FIXED = {"元旦": (1, 1), "開國紀念日": (1, 1), "和平紀念日": (2, 28), "國慶日": (10, 10), "國慶": (10, 10)}


def named_day(name: str, year: int) -> date | None:
    """The day of a holiday (中秋節, 元旦) in a common-era year; None where the calendar does not print it.

    A holiday of the lunar calendar that falls on a weekend is in no row of office days: its day is not known here.

    >>> named_day("中秋節", 2025)
    datetime.date(2025, 10, 6)
    """
    fixed = _FIXED.get(name)
    if fixed is not None:
        return date(year, *fixed) if 1 <= year <= date.max.year else None
    return _named_days().get((name, year))


@cache
def _named_days() -> dict[tuple[str, int], date]:
    days = tables.rows(tables.packaged(DAYS), DAYS, ("day", "kind", "name"))
    out: dict[tuple[str, int], date] = {}
    for _, cell in days:
        day = date.fromisoformat(cell["day"])
        if cell["kind"] == "off" and cell["name"] in ("中秋節", "端午節"):
            out[(cell["name"], day.year)] = day
    return out


def problems() -> Iterator[str]:
    """What does not hold together in the calendar's own tables, one line each."""
    known = _yearly(YEARS), _yearly(LUNAR)
    for name, years in zip((YEARS, LUNAR), known, strict=True):
        yield from (f"{name}: no year between {a} and {b}" for a, b in pairwise(years) if b != a + 1)
    days = tables.rows(tables.packaged(DAYS), DAYS, ("day", "kind", "name"))
    yield from day_problems([(where, cell["day"], cell["kind"]) for where, cell in days], known[0])


def _yearly(name: str) -> list[int]:
    return [int(cell["year"]) for _, cell in tables.rows(tables.packaged(name), name, ("year",))]


def day_problems(days: list[tuple[str, str, str]], years: list[int]) -> Iterator[str]:
    """What is wrong with rows of office days, each given as (its place, the day, its kind)."""
    for where, cell, kind in days:
        day = tables.day(cell, where)
        if day is None or day.year not in years:
            yield f"{where}: {cell or 'no day'} is in no year of {YEARS}"
        elif kind != ("work" if day.weekday() >= _SATURDAY else "off"):
            yield f"{where}: {cell} is no day that differs; off is from Monday to Friday, work on the weekend"
    for (_, one, _), (where, other, _) in pairwise(days):
        if one >= other:
            yield f"{where}: {other} does not come after {one}"
