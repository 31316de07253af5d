"""Behind the adjournment: statements on two items at once, the next annex, and the paper that the meeting had."""

from __future__ import annotations

import pytest

from lieguan.engine import read
from lieguan.record.nouns import Record

MINUTES = """港灣小組第2次會議紀錄

一、會議時間：115年5月14日

二、報告事項：

1. 浮橋維護年度報告（略）

三、討論事項：

1. 夜間照明改善案（提案機關：交通部）

四、會議結論：

（一）浮橋維護年度報告

決定：請交通部於年底前完成。

（二）夜間照明改善案

決議：照案通過。

五、散會

附件1　港灣小組第2次會議發言紀要

一、{heading}

湯委員守靜：

浮橋要先修。

{annex}
"""
TABLE = """
| 編號 | 決議事項 | 主辦機關 | {state} |
| --- | --- | --- | --- |
| 1 | 完成浮橋檢測 | 交通部 | {words} |
"""


def minutes(*, heading: str = "浮橋維護年度報告", annex: str = "") -> Record:
    (found,) = read(MINUTES.format(heading=heading, annex=annex).encode(), name="minutes.md")
    return found


def test_a_heading_that_joins_two_titles_speaks_of_both() -> None:
    assert [one.agenda for one in minutes(heading="浮橋維護年度報告/夜間照明改善案").statements] == [
        ("a1", "a2")
    ]
    assert [one.agenda for one in minutes().statements] == [("a1",)]


def test_the_agency_that_proposed_an_item_is_no_part_of_its_title() -> None:
    item = minutes().agenda[1]
    assert item.title == "夜間照明改善案"
    assert [one.organisation for one in item.proposers] == ["交通部"]


def test_nobody_speaks_in_the_next_annex() -> None:
    (statement,) = minutes(annex="附件2　追蹤列管報告表").statements
    assert [point.text for point in statement.points] == ["浮橋要先修。"]


@pytest.mark.parametrize(
    ("state", "words", "decisions"),
    [
        ("列管建議", "建議解除列管", 2),
        ("管考建議", "持續列管", 2),
        ("列管狀態", "解除列管", 3),
        ("決定", "持續列管", 3),
    ],
)
def test_a_table_of_suggestions_is_no_decision(state: str, words: str, decisions: int) -> None:
    found = minutes(annex="附件2　追蹤列管報告表\n" + TABLE.format(state=state, words=words))
    assert len(found.resolutions) == decisions
    assert [point.text for point in found.statements[0].points] == ["浮橋要先修。"]
