"""Numbers of automatic lists."""

from __future__ import annotations

import pytest

from lieguan.sources.counters import counter


@pytest.mark.parametrize(
    ("style", "first", "tenth", "twelfth"),
    [
        ("decimal", "1", "10", "12"),
        ("decimalZero", "01", "10", "12"),
        ("taiwaneseCounting", "一", "十", "十二"),
        ("taiwaneseCountingThousand", "一", "十", "十二"),
        ("chineseCountingThousand", "一", "十", "十二"),
        ("ideographDigital", "一", "一〇", "一二"),
        ("taiwaneseDigital", "一", "一○", "一二"),
        ("ideographLegalTraditional", "壹", "壹拾", "壹拾貳"),
        ("ideographTraditional", "甲", "癸", "乙"),
        ("ideographZodiac", "子", "酉", "亥"),
        ("decimalEnclosedCircle", "①", "⑩", "⑫"),
        ("decimalEnclosedParen", "⑴", "⑽", "⑿"),
        ("decimalFullWidth", "１", "１０", "１２"),
        ("lowerLetter", "a", "j", "l"),
        ("upperRoman", "I", "X", "XII"),
        ("bullet", "", "", ""),
        ("none", "", "", ""),
        ("aStyleOfTheFuture", "1", "10", "12"),
    ],
)
def test_styles(style: str, first: str, tenth: str, twelfth: str) -> None:
    assert [counter(style, value) for value in (1, 10, 12)] == [first, tenth, twelfth]


@pytest.mark.parametrize(
    "style", ["upperRoman", "lowerLetter", "ideographTraditional", "decimalEnclosedCircle"]
)
@pytest.mark.parametrize("value", [-1, 0, 27, 53, 4000, 10**9])
def test_values_that_a_style_cannot_write(style: str, value: int) -> None:
    assert counter(style, value)


def test_letters_are_repeated_as_word_does() -> None:
    assert [counter("lowerLetter", value) for value in (26, 27, 53)] == ["z", "aa", "aaa"]
