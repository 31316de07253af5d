"""Decisions that bear no label."""

from __future__ import annotations

import pytest

from lieguan.reading.decided import decision_in, is_decision


@pytest.mark.parametrize(
    ("words", "confirmation", "title", "decided"),
    [
        ("宣讀上(8)次會議紀錄，認為無誤予以確定", True, "宣讀上(8)次會議紀錄", "認為無誤予以確定"),
        ("上次會議紀錄確認：無異議確認。", True, "上次會議紀錄確認", "無異議確認。"),
        ("第12次會議紀錄經大會認可。", True, "第12次會議紀錄", "經大會認可。"),
        ("報告今日議程（予以確定）", True, "報告今日議程", "予以確定"),
        ("甲案，因時間關係，留待下次會議討論。", False, "甲案", "因時間關係，留待下次會議討論。"),
        ("上半年業務報告，洽悉。", False, "上半年業務報告", "洽悉。"),
    ],
)
def test_the_decision_is_cut_off(words: str, confirmation: bool, title: str, decided: str) -> None:
    place = decision_in(words, confirmation=confirmation)
    assert place is not None
    assert (words[: place[0]], words[place[1] : place[2]]) == (title, decided)


@pytest.mark.parametrize("words", ["某案，提請討論。", "某辦法修正草案，請備查。", "通過", "（予以確定）"])
def test_no_decision(words: str) -> None:
    assert decision_in(words, confirmation=False) is None


def test_a_paragraph_that_is_only_a_decision() -> None:
    assert is_decision("（無異議通過）")
    assert is_decision("照案通過。")
    assert not is_decision("照案通過，並請甲機關辦理。")
    assert not is_decision("")
