"""Sittings of several days: what was decided on which."""

from __future__ import annotations

import pytest

from lieguan.reading import read
from lieguan.record.nouns import MadeBy, Record, Source
from lieguan.sources.plain import read as plain

MINUTES = """某會第2次會議紀錄
時間：101年9月24日（星期一）上午9時至12時41分
{second}
主席：王大明
報告事項
一、甲案。
決定：請財政部於1週內答復。
101年9月26日（星期三）
二、乙案。
決定：請財政部於1週內答復。
{between}
三、丙案。
決定：請財政部於1週內答復。
散會
"""
SECOND = "中華民國101年9月27日（星期四）上午9時至12時36分"


def minutes(text: str) -> Record:
    text = text.replace("\n", "\n\n")
    document = plain(text)
    source = Source("x.txt", document.media_type, "0" * 64, len(text))
    return read(document, made_by=MadeBy("0", "0"), source=source)[0]


@pytest.mark.parametrize(
    ("between", "third"),
    [
        pytest.param("中華民國101年9月27日（星期四）", "2012-10-04", id="a day of the sitting"),
        pytest.param("101年9月29日（星期六）", "2012-10-03", id="a day when nobody sat"),
        pytest.param("101年9月27日請財政部到會說明", "2012-10-03", id="a day in a sentence"),
    ],
)
def test_weeks_are_counted_from_the_day_above_the_decision(between: str, third: str) -> None:
    record = minutes(MINUTES.format(second=SECOND, between=between))
    first = [resolution.clauses[0].deadlines[0].date for resolution in record.resolutions]
    assert first == ["2012-10-01", "2012-10-03", third]


def test_a_day_of_the_sitting_is_no_clause_but_a_heading() -> None:
    record = minutes(MINUTES.format(second=SECOND, between="101年9月27日（星期四）"))
    clauses = [clause.text for resolution in record.resolutions for clause in resolution.clauses]
    assert clauses == ["請財政部於1週內答復。"] * 3
    days = [record.text[slice(*part.span)].strip() for part in record.parts if part.kind == "heading"]
    assert {"101年9月26日（星期三）", "101年9月27日（星期四）"} <= set(days)


def test_of_a_sitting_of_one_day_all_weeks_are_counted_from_that_day() -> None:
    record = minutes(MINUTES.format(second="地點：本會", between=""))
    dates = [resolution.clauses[0].deadlines[0].date for resolution in record.resolutions]
    assert dates == ["2012-10-01"] * 3
