"""Chinese numerals and digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.text.numerals import format_number, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五○七", 507), ("二十", 20), ("一百三十六", 136), ("壹拾壹", 11), ("廿三", 23), ("十", 10), ("１１３", 113),
        ("3億5,020萬零437", 350_200_437), ("一千零一", 1001), ("兩百", 200), ("卅一", 31), ("一萬", 10_000),
    ],
)  # fmt: skip
def test_parse(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "甲", "一點五", "-3", "三廿", "萬", "1" * 400])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("value", "plain", "formal"),
    [
        (0, "零", "零"),
        (10, "十", "壹拾"),
        (11, "十一", "壹拾壹"),
        (136, "一百三十六", "壹佰參拾陸"),
        (10_010, "一萬零一十", "壹萬零壹拾"),
    ],
)
def test_format(value: int, plain: str, formal: str) -> None:
    assert format_number(value) == plain
    assert format_number(value, formal=True) == formal


@given(st.integers(0, 10**16 - 1), st.booleans())
def test_what_is_formatted_parses_back(value: int, formal: bool) -> None:
    assert parse_number(format_number(value, formal=formal)) == value


@pytest.mark.parametrize("value", [-1, 10**16])
def test_outside_the_range(value: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        format_number(value)
