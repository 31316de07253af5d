"""The office calendar: make-up Saturdays, bridge days, the border of what is known; against the package holidays."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.lexicon.calendar import (
    add_working_days,
    day_problems,
    is_working_day,
    office_years,
    problems,
    working_days_between,
)

#: Where holidays and the printed calendar differ, and why. Nothing is known to differ from 2013 to 2027.
DIFFERENCES: dict[date, str] = {}

known_days = st.dates(date(office_years()[0], 3, 1), date(office_years()[-1], 10, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 27), True),  # a Friday
        (date(2026, 11, 28), False),
        (date(2025, 2, 8), True),  # a Saturday that makes up for the Monday before the lunar new year
        (date(2025, 1, 27), False),
        (date(2025, 5, 1), True),  # Labour Day is the offices' own only from 2026
        (date(2026, 5, 1), False),
        (date(2027, 12, 31), False),  # for the first of January on a Saturday
        (date(2012, 12, 31), None),
        (date(2028, 1, 3), None),
    ],
)
def test_when_offices_work(day: date, works: bool | None) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2025, 1, 24), 1, date(2025, 2, 3)),
        (date(2025, 2, 7), 1, date(2025, 2, 8)),
        (date(2025, 2, 8), 0, date(2025, 2, 8)),
        (date(2025, 2, 9), 0, date(2025, 2, 9)),
        (date(2025, 2, 3), -1, date(2025, 1, 24)),
        (date(2024, 12, 31), 5, date(2025, 1, 8)),
        (date(2027, 12, 30), 1, None),
        (date(2013, 1, 2), -1, None),
        (date(2012, 12, 31), 3, date(2013, 1, 4)),  # the days that count are all known
        (date.max, 1, None),
    ],
)
def test_so_many_working_days_on(day: date, count: int, expected: date | None) -> None:
    assert add_working_days(day, count) == expected


def test_how_many_working_days_lie_between() -> None:
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert working_days_between(date(2026, 2, 24), date(2026, 2, 13)) == -2
    assert working_days_between(date(2040, 1, 1), date(2040, 1, 1)) == 0
    assert working_days_between(date(2027, 12, 1), date(2028, 1, 5)) is None


@given(known_days, st.integers(1, 40))
def test_counting_on_and_counting_between_agree(day: date, count: int) -> None:
    last = add_working_days(day, count)
    assert last is not None
    assert is_working_day(last)
    assert working_days_between(day, last) == count


def test_every_day_is_as_the_package_holidays_has_it() -> None:
    differ = {}
    for year in office_years():
        theirs = holidays.country_holidays("TW", years=year)
        for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=n)
            if is_working_day(day) is not theirs.is_working_day(day):
                differ[day] = theirs.get(day)
    assert differ.keys() == DIFFERENCES.keys(), differ


def test_the_tables_hold_together_and_each_rule_can_fail() -> None:
    assert list(problems()) == []
    monday, saturday, sunday = ("a:2", "2025-02-03", "off"), ("a:3", "2025-02-08", "work"), "2025-02-09"
    assert list(day_problems([monday, saturday], [2025])) == []
    assert "in no year" in "".join(day_problems([monday], [2024]))
    assert "no day that differs" in "".join(day_problems([("a:4", sunday, "off")], [2025]))
    assert "does not come after" in "".join(day_problems([saturday, monday], [2025]))
