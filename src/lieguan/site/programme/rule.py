"""The rule for the status of an indicator 指標: one table of words and one pure function; the page shows it as it stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lieguan.site.tracking.states import Labelled, gettext_noop

# What may be missing for `near`, as a part of the way from the baseline to the target.
NEAR = Decimal("0.1")


class Direction(Labelled):
    """方向: whether more is better, or less."""

    UP = "up", gettext_noop("增加為佳")
    DOWN = "down", gettext_noop("減少為佳")


class Status(Labelled):
    """達成情形. The words stand beside the shape and the colour."""

    REACHED = "reached", gettext_noop("達成")
    NEAR = "near", gettext_noop("接近")
    BEHIND = "behind", gettext_noop("落後")
    NO_DATA = "no-data", gettext_noop("無資料")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rule says of an indicator, and of which year's values; year None where there is nothing to compare."""

    status: Status
    year: int | None = None
    target: Decimal | None = None
    actual: Decimal | None = None


def status(direction: Direction, baseline: Decimal | None, target: Decimal, actual: Decimal) -> Status:
    """How an actual value stands to a target of the same year.

    reached  the actual value is the target or better (more where `direction` is up, less where it is down)
    near     what is missing is at most a tenth of the way from the baseline to the target. Where there is no baseline,
             or it is as good as the target already, the way is the size of the target itself
    behind   more is missing
    """
    sign = 1 if direction is Direction.UP else -1
    missing = sign * (target - actual)
    if missing <= 0:
        return Status.REACHED
    way = sign * (target - baseline) if baseline is not None else Decimal(0)
    if way <= 0:
        way = abs(target)
    return Status.NEAR if missing <= NEAR * way else Status.BEHIND


def judge(
    direction: Direction,
    baseline: Decimal | None,
    targets: Mapping[int, Decimal],
    actuals: Mapping[int, Decimal],
) -> Judged:
    """The status of an indicator: that of the latest year which has a target and an actual value; no data where none has.

    targets, actuals  by year, of the common era
    """
    years = targets.keys() & actuals.keys()
    if not years:
        return Judged(Status.NO_DATA)
    year = max(years)
    return Judged(
        status(direction, baseline, targets[year], actuals[year]), year, targets[year], actuals[year]
    )


def counted(judged: Iterable[Judged]) -> dict[Status, int]:
    """How many indicators have each status, in the order of Status; those that none has are left out."""
    found = [one.status for one in judged]
    return {one: found.count(one) for one in Status if one in found}
