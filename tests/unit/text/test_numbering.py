"""Markers of numbered paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.text.numbering import read_marker
from lieguan.text.width import folded


@pytest.mark.parametrize(
    ("words", "style", "number", "printed", "rest"),
    [
        ("壹、時間", "formal", 1, "壹", "時間"),
        ("壹拾壹、散會", "formal", 11, "壹拾壹", "散會"),
        ("壹　主席致詞", "formal", 1, "壹", "主席致詞"),
        ("乙、報告事項", "stem", 2, "乙", "報告事項"),
        ("十一、審議", "han", 11, "十一", "審議"),
        ("（一） 洽悉", "paren-han", 1, "一", "洽悉"),
        ("(二)照案", "paren-han", 2, "二", "照案"),
        ("㈢通過", "paren-han", 3, "三", "通過"),
        ("１．甲", "arabic", 1, "1", "甲"),
        ("2、甲", "arabic", 2, "2", "甲"),
        ("12. 甲", "arabic", 12, "12", "甲"),
        ("63、102年度", "arabic", 63, "63", "102年度"),
        ("(1)甲", "paren-arabic", 1, "1", "甲"),
        ("3) 甲", "paren-arabic", 3, "3", "甲"),
        ("⑵甲", "paren-arabic", 2, "2", "甲"),
        ("①甲", "circled", 1, "1", "甲"),
        ("1.2 財務", "dotted", 2, "1.2", "財務"),
        ("A. 甲", "letter", 1, "A", "甲"),
        ("IV. 甲", "roman", 4, "IV", "甲"),
        ("Ⅲ、甲", "roman", 3, "Ⅲ", "甲"),
        ("（甲）乙", "paren-stem", 1, "甲", "乙"),
        ("- 甲", "bullet", 0, "-", "甲"),
        ("2 項接近", "arabic", 2, "2", "項接近"),
    ],
)
def test_markers(words: str, style: str, number: int, printed: str, rest: str) -> None:
    marker = read_marker(folded(words))
    assert marker is not None
    assert (marker.style, marker.number, marker.printed) == (style, number, printed)
    assert words[marker.end :] == rest


@pytest.mark.parametrize(
    "words",
    [
        "一、二級機關",
        "103 年",
        "10月",
        "R.O.C.",
        "壹佰元整",
        "（草案）",
        "2024/1/5",
        "三分之一",
        "",
        "-5 度",
        "Ⅱ型",
        "I.P. 位址",
    ],
)
def test_no_markers(words: str) -> None:
    assert read_marker(folded(words)) is None


@pytest.mark.parametrize("words", ["2 項接近目標", "1.5 倍"])
def test_a_bare_number_is_a_weak_marker(words: str) -> None:
    marker = read_marker(words)
    assert marker is not None
    assert marker.weak


def test_shapes_tell_lists_apart() -> None:
    shapes = [read_marker(folded(words)) for words in ("一、甲", "一.甲", "（一）甲")]
    assert len({marker.shape for marker in shapes if marker}) == 3


@given(st.text(alphabet="壹一十（）()1.2、①甲Aa \u3000-：", max_size=12))
def test_never_raises_and_stays_inside(words: str) -> None:
    marker = read_marker(folded(words))
    if marker is not None:
        assert 0 < marker.end <= len(words)
        assert marker.number >= 0
