"""No words in a CSV are run, and they come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.writing.formulas import as_meant, inert


@pytest.mark.parametrize("text", ["=1+1", "+886", "-3", "@SUM(A1)", "＝1", "\t=1", "\r=1"])
def test_what_would_run_does_not(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert as_meant(inert(text)) == text


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_words_come_back(text: str) -> None:
    assert as_meant(inert(text)) == text
