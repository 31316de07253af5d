"""Passages keep the way back to the document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lieguan.record.spans import words
from lieguan.text.passage import Passage, join

TEXT = "0123456789" * 4


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    edges = sorted(draw(st.lists(st.integers(0, len(TEXT)), max_size=8, unique=True)))
    pieces = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b)
    return Passage(words(TEXT, pieces), pieces)


@given(passages(), st.integers(0, 50), st.integers(0, 50))
def test_a_cut_is_the_text_and_its_place(passage: Passage, start: int, end: int) -> None:
    cut = passage.cut(start, end)
    assert cut.text == passage.text[start:end]
    assert words(TEXT, cut.spans()) == cut.text


@given(passages(), passages())
def test_joining_puts_nothing_between(one: Passage, other: Passage) -> None:
    both = join((one, other))
    assert both.text == one.text + other.text
    assert words(TEXT, both.pieces) == both.text


def test_stripped() -> None:
    text = "  \u3000字 "
    passage = Passage(text, ((0, len(text)),)).stripped()
    assert (passage.text, passage.spans()) == ("字", ((3, 4),))
    assert Passage("  ", ((0, 2),)).stripped().pieces == ()
