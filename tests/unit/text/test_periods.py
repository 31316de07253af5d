"""Named parts of a year: where their words begin and end, and their last day."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.text.periods import find_periods

DAY = date(2026, 9, 9)


@pytest.mark.parametrize(
    ("text", "words", "last"),
    [
        ("於 116 年 1 月底前完成", "116 年 1 月底", date(2027, 1, 31)),  # the space before is not part of it
        ("於115年6月底前完成", "115年6月底", date(2026, 6, 30)),
        ("於115年第三季前完成", "115年第三季", date(2026, 9, 30)),
        ("請於年底前提出", "年底", date(2026, 12, 31)),
        ("請於115年底前提出", "115年底", date(2026, 12, 31)),
    ],
)
def test_periods(text: str, words: str, last: date) -> None:
    (found,) = find_periods(text, DAY)
    assert (text[found.start : found.end], found.last) == (words, last)
