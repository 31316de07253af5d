"""Days that the calendar sets: the lunar new year."""

from __future__ import annotations

from datetime import date
from functools import cache

from lieguan.lexicon import tables


@cache
def _new_years() -> dict[int, date]:
    name = "lunar-new-year.csv"
    columns = ("year", "day", "source", "seen")
    table = tables.rows(tables.packaged(name), name, columns)
    return {int(cell["year"]): date.fromisoformat(cell["day"]) for _, cell in table}


def lunar_new_year(year: int) -> date | None:
    """The lunar new year's day 農曆正月初一 that falls in a common-era year; None outside the table."""
    return _new_years().get(year)
