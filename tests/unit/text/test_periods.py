"""Parts of a year, spans of time, and what comes again."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.text.periods import add_months, find_counts, find_periods, find_recurrences

DAY = date(2025, 3, 14)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("114 年 5 月底", "2025-05-31"),
        ("明（115）年2月底", "2026-02-28"),
        ("四月上旬", "2025-04-10"),
        ("4月中旬", "2025-04-20"),
        ("本月底", "2025-03-31"),
        ("次月底", "2025-04-30"),
        ("第一季", "2025-03-31"),
        ("115年第四季", "2026-12-31"),
        ("上半年", "2025-06-30"),
        ("年底", "2025-12-31"),
        ("明年底", "2026-12-31"),
        ("下半年", "2025-12-31"),
    ],
)
def test_the_last_day_of_a_period(text: str, last: str) -> None:
    assert [str(found.last) for found in find_periods(text, DAY)] == [last]


def test_a_month_far_behind_is_next_years() -> None:
    assert str(find_periods("1月底", date(2025, 12, 3))[0].last) == "2026-01-31"


def test_without_a_day_only_a_year_that_is_printed_counts() -> None:
    assert find_periods("年底", None)[0].last is None
    assert str(find_periods("114年底", None)[0].last) == "2025-12-31"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("三日內", "2025-03-17"), ("2週內", "2025-03-28"), ("一個月內", "2025-04-14"), ("半年內", "2025-09-14"),
        ("兩個半月內", "2025-05-29"), ("一年內", "2026-03-14"), ("十日以內", "2025-03-24"), ("3個星期內", "2025-04-04"),
    ],
)  # fmt: skip
def test_counted_from_the_meeting(text: str, day: str | None) -> None:
    found = find_counts(text, DAY)
    assert [one.day.isoformat() if one.day else None for one in found][:1] == [day]


@pytest.mark.parametrize("text", ["10個工作天內", "十個工作日內", "10工作天以內", "10 個上班日內"])
def test_working_days_are_counted_by_the_calendar(text: str) -> None:
    assert [(one.day, one.working) for one in find_counts(text, DAY)] == [(None, 10)]


def test_what_comes_again() -> None:
    assert [kind for _, _, kind in find_recurrences("每月、按季、每半年、每年")] == [
        "monthly", "quarterly", "half-yearly", "yearly"
    ]  # fmt: skip


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert add_months(date(9999, 12, 1), 1) is None
