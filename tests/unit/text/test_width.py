"""Folding: one character for one character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lieguan.text.width import display_width, folded, solid


def test_letters_become_half_width_brackets_full_width() -> None:
    assert folded("（１）ＡＩ:ａ(2)") == "（1）AI：a（2）"
    assert folded("時　　間﹕") == "時  間："
    assert folded("\uf9dd用") == "利用"  # a compatibility ideograph
    assert folded("〈一〉") == "（一）"


@given(st.text())
def test_the_length_stays(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_widths() -> None:
    assert display_width("AI 推動") == 7
    assert solid(" 決　議 \n") == "決議"
