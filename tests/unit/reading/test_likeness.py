"""How alike two titles are."""

from __future__ import annotations

import pytest

from lieguan.reading.likeness import LEAST, SURE, alike, best, gist


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("數位方案執行成果報告", "數位方案執行報告"),
        ("數位方案執行報告（略）", "數位方案執行報告"),
        ("某要點修正草案，提請討論。", "某要點修正草案"),
        ("「甲乙丙丁」推動規劃報告", "甲乙丙丁推動規劃"),
    ],
)
def test_the_same_item(one: str, other: str) -> None:
    assert alike(gist(one), gist(other)) >= LEAST


def test_other_items() -> None:
    assert alike(gist("數位方案執行成果報告"), gist("校園午餐補助要點")) < LEAST
    assert alike(gist(""), gist("校園午餐補助要點")) == 0
    assert alike(gist("校園午餐補助要點"), gist("校園午餐補助要點。")) == 1 >= SURE


def test_best() -> None:
    titles = [gist(words) for words in ("甲計畫報告", "乙計畫推動情形報告", "臨時動議")]
    assert best(gist("乙計畫推動報告"), titles)[0] == 1
    assert best(gist("乙計畫"), []) == (-1, 0.0)
