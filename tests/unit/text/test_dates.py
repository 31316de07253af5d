"""Dates and times as minutes write them."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.text.dates import find_dates, parse_adjournment, parse_meeting_time, printed_weekday

DAY = date(2025, 9, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("113 年 12 月 31 日", "2024-12-31"),
        ("九十三年一月八日", "2004-01-08"),
        ("民國一一三年一月八日", "2024-01-08"),
        ("115.09.11", "2026-09-11"),
        ("93.1.5", "2004-01-05"),
        ("2014/9/20", "2014-09-20"),
        ("2025-03-04T10:00", "2025-03-04"),
        ("本（114）年10月7日", "2025-10-07"),
        ("今年5月1日", "2025-05-01"),
        ("明年五月一日", "2026-05-01"),
        ("10月7日", "2025-10-07"),
        ("１１４年３月１日", "2025-03-01"),
    ],
)
def test_a_date(text: str, day: str) -> None:
    assert [found.day.isoformat() for found in find_dates(text, day=DAY)] == [day]


@pytest.mark.parametrize(
    "text", ["113年2月30日", "第3季", "1.2.3.4", "比例為3/4以上", "30日內", "臺財產字第0930001234號"]
)
def test_what_is_no_date(text: str) -> None:
    assert [found for found in find_dates(text, day=DAY) if not found.slashed] == []


def test_a_bare_date_takes_the_year_before_it() -> None:
    found = find_dates("112年3月1日至同年4月2日及5月3日")
    assert [one.day.isoformat() for one in found] == ["2023-03-01", "2023-04-02", "2023-05-03"]


def test_without_a_day_a_bare_date_is_none() -> None:
    assert find_dates("10月7日") == []


@pytest.mark.parametrize(
    ("text", "starts_at", "ends_at"),
    [
        ("113 年 12 月 31 日（星期二）下午 2 時 30 分", "2024-12-31T14:30+08:00", None),
        ("九十三年十月十二日（星期二）上午十時", "2004-10-12T10:00+08:00", None),
        ("2014 年 9 月 20 日 (星期六) 14：00", "2014-09-20T14:00+08:00", None),
        ("115年9月11日（星期五）中午 12 時 30 分", "2026-09-11T12:30+08:00", None),
        ("101年10月11日上午9時1分至下午2時54分", "2012-10-11T09:01+08:00", "2012-10-11T14:54+08:00"),
        ("114年3月5日（三）10:00-12:00", "2025-03-05T10:00+08:00", "2025-03-05T12:00+08:00"),
        ("115.09.11 下午2時至4時", "2026-09-11T14:00+08:00", "2026-09-11T16:00+08:00"),
        ("民國一一三年一月八日下午二時半", "2024-01-08T14:30+08:00", None),
        ("2020年10月23日 晚間19：00", "2020-10-23T19:00+08:00", None),
        ("114年5月6日上午11時至5月7日下午3時", "2025-05-06T11:00+08:00", "2025-05-07T15:00+08:00"),
        ("1140102 14:00", "2025-01-02T14:00+08:00", None),
        ("(2004/1/8)", "2004-01-08", None),
        ("另行通知", None, None),
    ],
)
def test_a_meeting_time(text: str, starts_at: str | None, ends_at: str | None) -> None:
    assert parse_meeting_time(text) == (starts_at, ends_at)


@pytest.mark.parametrize(
    ("text", "starts_at", "ends_at"),
    [
        ("散會（下午 4 時 40 分）", "2024-12-31T14:30+08:00", "2024-12-31T16:40+08:00"),
        ("散會：12時40分", "2016-09-05T09:30+08:00", "2016-09-05T12:40+08:00"),
        ("散會：下午 13 時 45 分。", "2026-09-11T12:30+08:00", "2026-09-11T13:45+08:00"),
        ("會議結束：4時30分", "2026-09-11T14:30+08:00", "2026-09-11T16:30+08:00"),
        ("散會（凌晨1時10分）", "2026-09-11T19:30+08:00", "2026-09-12T01:10+08:00"),
        ("散會（同日下午五時）", "2026-09-11", "2026-09-11T17:00+08:00"),
        ("散會（下午5時）", None, None),
        ("散會", "2026-09-11T14:30+08:00", None),
    ],
)
def test_an_adjournment(text: str, starts_at: str | None, ends_at: str | None) -> None:
    assert parse_adjournment(text, starts_at) == ends_at


@pytest.mark.parametrize(
    ("text", "weekday"), [("（星期二）", 1), ("(週日)", 6), ("（三）", 2), ("3月3日", None)]
)
def test_the_weekday_that_is_printed(text: str, weekday: int | None) -> None:
    assert printed_weekday(text) == weekday
