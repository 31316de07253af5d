"""Dates as papers print them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.text.dates import parse_date
from lieguan.text.roc_dates import format_roc_date, format_roc_time


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        ("2025-03-31", "114年3月31日"),
        (date(2024, 12, 31), "113年12月31日"),
        ("1912-01-01", "1年1月1日"),
        ("1911-10-10", "民國前1年10月10日"),
    ],
)
def test_a_day(day: str | date, printed: str) -> None:
    assert format_roc_date(day) == printed


def test_a_day_with_its_weekday() -> None:
    assert format_roc_date("2026-09-09", weekday=True) == "115年9月9日（星期三）"


@pytest.mark.parametrize(
    ("stamp", "printed"),
    [
        ("2024-12-31T14:30+08:00", "113年12月31日（星期二）下午2時30分"),
        ("2025-09-12T10:00+08:00", "114年9月12日（星期五）上午10時"),
        ("2025-09-12T12:15+08:00", "114年9月12日（星期五）下午12時15分"),
        ("2025-09-12T00:05+08:00", "114年9月12日（星期五）上午0時5分"),
        ("2025-09-12", "114年9月12日（星期五）"),
    ],
)
def test_the_time_of_a_meeting(stamp: str, printed: str) -> None:
    assert format_roc_time(stamp) == printed


@pytest.mark.parametrize("wrong", ["", "下次會議", "2025-02-30"])
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|day"):
        format_roc_date(wrong)


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2900, 1, 1)))
def test_what_is_printed_is_read_back(day: date) -> None:
    assert parse_date(f"中華民國{format_roc_date(day)}") == day
