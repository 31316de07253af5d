"""Places in a text: what is left of some without others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.record.spans import Span, Spans, merged, without


@pytest.mark.parametrize(
    ("spans", "holes", "left"),
    [
        ([(0, 10)], [], ((0, 10),)),
        ([(0, 10)], [(3, 5)], ((0, 3), (5, 10))),
        ([(0, 10)], [(0, 3), (8, 12)], ((3, 8),)),
        ([(0, 4), (6, 10)], [(2, 8)], ((0, 2), (8, 10))),
        ([(0, 4), (6, 10)], [(4, 6)], ((0, 4), (6, 10))),
        ([(2, 4)], [(0, 9)], ()),
        ([(5, 8), (0, 3)], [(1, 2), (6, 7)], ((0, 1), (2, 3), (5, 6), (7, 8))),
        ([], [(0, 3)], ()),
    ],
)
def test_without(spans: list[Span], holes: list[Span], left: Spans) -> None:
    assert without(spans, holes) == left


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(SPANS, SPANS)
def test_without_covers_what_it_should_and_stays_in_order(spans: list[Span], holes: list[Span]) -> None:
    def covered(places: list[Span] | Spans) -> set[int]:
        return {at for start, end in places for at in range(start, end)}

    left = without(spans, holes)
    assert covered(left) == covered(spans) - covered(holes)
    assert left == merged(left)
