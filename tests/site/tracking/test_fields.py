"""Deadlines and names as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lieguan.site.registry.fields import RocDateField, RocDateInput
from lieguan.site.registry.templatetags.roc import iso, roc, roc_time, roc_weekday
from lieguan.site.tracking.fields import due_as_typed, join_names, parse_due, split_names
from lieguan.site.tracking.replay import Due


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Due()),
        ("114年12月31日", Due("114年12月31日", on=date(2025, 12, 31))),
        ("114.12.31前", Due("114.12.31前", on=date(2025, 12, 31))),
        ("下次會議", Due("下次會議", next_meeting=True)),
        ("於下次會議提出", Due("於下次會議提出", next_meeting=True)),
        ("每半年", Due("每半年", recurrence="half-yearly")),
        ("每年", Due("每年", recurrence="yearly")),
        ("配合期程", Due("配合期程")),
    ],
)
def test_a_deadline_is_understood_as_typed(typed: str, expected: Due) -> None:
    assert parse_due(typed) == expected


def test_an_unchanged_deadline_keeps_the_words_of_the_minutes() -> None:
    known = Due("114 年 5 月底", on=date(2025, 5, 31))
    assert due_as_typed(known) == "114年5月31日"
    assert parse_due("114年5月31日", known) == known
    assert parse_due("114年6月30日", known) == Due("114年6月30日", on=date(2025, 6, 30))


@given(st.dates(date(1912, 1, 1), date(2099, 12, 31)))
def test_every_date_that_is_shown_is_read_back(day: date) -> None:
    shown = RocDateInput().format_value(day)
    assert RocDateField().clean(shown) == day


@pytest.mark.parametrize(
    "typed", ["113年12月31日", "113.12.31", "113/12/31", "1131231", "2024-12-31", "１１３年１２月３１日"]
)
def test_dates_are_typed_in_many_ways(typed: str) -> None:
    assert RocDateField().clean(typed) == date(2024, 12, 31)


@pytest.mark.parametrize("typed", ["明天", "113年13月1日", "31 December 2024"])
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        RocDateField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("數位發展部、國家通訊傳播委員會", ["數位發展部", "國家通訊傳播委員會"]),
        ("數位發展部，交通部;內政部\n數位發展部", ["數位發展部", "交通部", "內政部"]),
        (" 、 ", []),
    ],
)
def test_names_are_parted(typed: str, names: list[str]) -> None:
    assert split_names(typed) == names
    assert split_names(join_names(names)) == names


@pytest.mark.parametrize(
    ("shown", "chinese"),
    [
        (roc(date(2024, 12, 31)), "113年12月31日"),
        (roc("2024-12-31"), "113年12月31日"),
        (roc("2024-12-31T14:30+08:00"), "113年12月31日"),
        (roc(date(1911, 10, 10)), "民國前1年10月10日"),
        (roc(None), ""),
        (roc("不明"), "不明"),
        (roc_weekday("2024-12-31"), "113年12月31日（星期二）"),
        (roc_time("2024-12-31T14:30+08:00"), "113年12月31日 下午2時30分"),
        (roc_time("2024-12-31T12:00+08:00"), "113年12月31日 下午12時"),
        (roc_time("2024-12-31T00:05+08:00"), "113年12月31日 上午0時5分"),
        (roc_time("2024-12-31"), "113年12月31日"),
        (iso("2024-12-31T14:30+08:00"), "2024-12-31T14:30+08:00"),
    ],
)
def test_dates_are_shown_as_people_write_them(shown: str, chinese: str) -> None:
    assert shown == chinese


def test_in_english_dates_are_english() -> None:
    with translation.override("en"):
        assert roc("2024-12-31") == "31 December 2024"
        assert roc_weekday("2024-12-31") == "Tuesday 31 December 2024"
        assert roc_time("2024-12-31T14:30+08:00") == "31 December 2024, 14:30"
