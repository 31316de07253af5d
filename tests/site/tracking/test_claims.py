"""What a progress report claims and does not back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lieguan.site.tracking.claims import Claimed, Flag, check

DAY = date(2026, 11, 20)


def flags(text: str, **fields: Any) -> list[Flag]:
    return [found.flag for found in check(Claimed(text, **({"status": "under-way", "as_of": DAY} | fields)))]


@pytest.mark.parametrize(
    "text",
    ["安全存量標準已完成公告。", "照明設施業已完成", "全案辦理完竣。", "清冊已完成；其餘尚未完成。"],
)
def test_done_in_words_needs_evidence(text: str) -> None:
    assert flags(text) == [Flag.NO_EVIDENCE]
    assert flags(text, evidence=True) == []


def test_done_by_the_state_needs_evidence_too() -> None:
    assert flags("標準業經公告。", status="done") == [Flag.NO_EVIDENCE]
    assert flags("標準業經公告。", status="done", evidence=True) == []


@pytest.mark.parametrize("text", ["照明設施尚未完成。", "預計115年12月31日前完成。", "俟驗收已完成後公告。"])
def test_what_is_not_done_yet_claims_nothing(text: str) -> None:
    assert Flag.NO_EVIDENCE not in flags(text)


@pytest.mark.parametrize("text", ["將於未來辦理。", "刻正研議。", "可行性評估中。", "已納入計畫。"])
def test_later_and_considered_need_a_day(text: str) -> None:
    assert flags(text) == [Flag.NO_DATE]
    assert flags(text, next_step="提報方案", next_step_on=date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("研議中，預計116年2月28日前提出。", True),
        ("研議中，預計年底提出。", True),
        ("研議中，3個月內提報。", True),
        ("評估中，每季檢討一次。", True),
        ("115年3月5日開會後研議中。", False),  # a day that is over is no day to come
    ],
)
def test_a_day_in_the_words_is_a_day(text: str, named: bool) -> None:
    assert (Flag.NO_DATE not in flags(text)) is named


def test_what_is_considered_is_not_releasable() -> None:
    assert flags("研議中。", next_step_on=date(2026, 12, 1), wish="release") == [Flag.CONSIDERED]
    assert Flag.CONSIDERED in flags("研議中。", next_step_on=date(2026, 12, 1), status="done", evidence=True)


def test_past_due_asks_for_an_extension() -> None:
    due = date(2026, 9, 30)
    assert flags("辦理第二期。", due_on=due) == [Flag.PAST_DUE]
    assert flags("辦理第二期。", due_on=due, wish="extend") == []
    assert flags("已公告。", due_on=due, status="done", evidence=True) == []
    assert flags("辦理第二期。", due_on=DAY) == []


def test_the_words_that_raised_a_flag_are_named_in_any_width() -> None:
    (found,) = check(Claimed("三處已完成", "under-way", DAY))
    assert found.words == ("已完成",)
