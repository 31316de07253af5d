"""The rule for the status of an indicator."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lieguan.site.programme.rule import NEAR, Direction, Status, counted, judge, status

numbers = st.decimals(-10_000, 10_000, places=2)
UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "expected"),
    [
        (UP, 60, 80, 80, Status.REACHED),
        (UP, 60, 80, 95, Status.REACHED),
        (UP, 60, 80, 78, Status.NEAR),  # a tenth of the way is missing
        (UP, 60, 80, "77.99", Status.BEHIND),
        (UP, 60, 80, 50, Status.BEHIND),
        (DOWN, 140, 100, 100, Status.REACHED),
        (DOWN, 140, 100, 104, Status.NEAR),
        (DOWN, 140, 100, "104.01", Status.BEHIND),
        (UP, None, 80, 72, Status.NEAR),  # without a baseline: of the target itself
        (UP, None, 80, 71, Status.BEHIND),
        (UP, 90, 80, 73, Status.NEAR),  # the baseline was better than the target
        (DOWN, None, 0, 1, Status.BEHIND),  # nothing may be missing of nothing
    ],
)
def test_what_is_missing_is_measured_on_the_way_from_the_baseline(
    direction: Direction, baseline: int | None, target: int, actual: int | str, expected: Status
) -> None:
    base = None if baseline is None else Decimal(baseline)
    assert status(direction, base, Decimal(target), Decimal(actual)) is expected


@given(numbers, numbers, st.one_of(st.none(), numbers))
def test_less_is_better_is_more_is_better_in_the_mirror(
    target: Decimal, actual: Decimal, baseline: Decimal | None
) -> None:
    mirrored = None if baseline is None else -baseline
    assert status(UP, baseline, target, actual) is status(DOWN, mirrored, -target, -actual)


@given(numbers, numbers, numbers, st.one_of(st.none(), numbers))
def test_a_better_value_never_has_a_worse_status(
    target: Decimal, one: Decimal, other: Decimal, baseline: Decimal | None
) -> None:
    order = [Status.BEHIND, Status.NEAR, Status.REACHED]
    worse, better = sorted((one, other))
    assert order.index(status(UP, baseline, target, worse)) <= order.index(
        status(UP, baseline, target, better)
    )


@given(numbers, numbers, numbers)
def test_the_status_does_not_depend_on_the_unit(baseline: Decimal, target: Decimal, actual: Decimal) -> None:
    assert status(UP, baseline, target, actual) is status(UP, baseline * 1000, target * 1000, actual * 1000)


@given(numbers, numbers, numbers)
def test_near_is_at_most_a_tenth_of_the_way(baseline: Decimal, target: Decimal, actual: Decimal) -> None:
    assume(baseline < target and actual < target)
    near = status(UP, baseline, target, actual) is Status.NEAR
    assert near is (target - actual <= NEAR * (target - baseline))


def test_the_latest_year_that_has_both_is_judged() -> None:
    targets = {2024: Decimal(10), 2025: Decimal(20), 2026: Decimal(30)}
    judged = judge(UP, None, targets, {2024: Decimal(1), 2025: Decimal(20)})
    assert (judged.status, judged.year, judged.target, judged.actual) == (Status.REACHED, 2025, 20, 20)
    assert judge(UP, None, targets, {2023: Decimal(1)}).status is Status.NO_DATA
    assert judge(UP, None, {}, {}).year is None


def test_they_are_counted_in_the_order_of_the_table() -> None:
    some = [judge(UP, None, {1: Decimal(10)}, {1: Decimal(one)}) for one in (10, 1, 9, 11)]
    assert list(counted(some).items()) == [(Status.REACHED, 2), (Status.NEAR, 1), (Status.BEHIND, 1)]
