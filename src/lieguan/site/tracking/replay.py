"""What rulings make of items: from the facts to the state of each item and duty. Pure; no Django, no clock.

The actions, the receivers of corrected minutes and `lieguan verify` all ask here. The rules:

- Rulings take effect in the order of their meetings (date, then order in the day), within a meeting in the order of
  the record; merges come last in their meeting, so that what they merge into is seen as the meeting left it.
- A ruling counts if it stands, its clause stands, its meeting was held, is dated, is of the item's body or a
  successor, and is strictly later than the opening. For a carried-in item: later than the opening day that was
  printed, or any, where none was.
- A ruling on the whole ends every duty that is still tracked; one that names duties ends those. The item ends with
  the last of its duties, and takes the state and the ruling of that.
- A merge needs an item that is itself tracked when the meeting is over, and that the same meeting does not end.
- To resume (恢復列管) brings back all, or the duties named. A later 持續列管 or 展延 of an item that an earlier meeting
  had ended brings it back too: an item is never lost because minutes came in the wrong order.
- A ruling that keeps an item tracked may set its deadline; where that ruling falls, the deadline before it holds.
- A sub-item 分項 is an item with rulings and a state of its own: neither it nor the item above ends with the other.
- A duty that a reorganisation moved ends with the successor's: a ruling that names that one names it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from lieguan.site.tracking.states import MOVES, ItemState, RulingKind


@dataclass(frozen=True, slots=True, order=True)
class When:
    """The place of a meeting in time: its day, and its order on that day."""

    day: date
    order: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """預定完成期程: a date, the next meeting, a rhythm, or none of them; and the words that say so."""

    as_written: str = ""
    on: date | None = None
    next_meeting: bool = False
    recurrence: str = ""

    def __bool__(self) -> bool:
        return self.on is not None or self.next_meeting or bool(self.recurrence)


NO_DUE = Due()


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as it was opened. `opened` is None where the opening meeting is undated or not known."""

    id: int
    opened: When | None
    carried_in: bool = False
    duties: tuple[int, ...] = ()
    due: Due = NO_DUE


@dataclass(frozen=True, slots=True)
class RulingFacts:
    """A ruling. `counts`: it stands, its clause stands, its meeting was held and is of the item's body or a successor.

    position  the place of its clause in the record
    """

    id: int
    item: int
    kind: RulingKind
    when: When | None
    position: int = 0
    counts: bool = True
    whole: bool = True
    duties: frozenset[int] = frozenset()
    merged_into: int | None = None
    due: Due = NO_DUE


class Irregular(StrEnum):
    """Why a ruling has no effect, or another one than its words."""

    FALLEN = "fallen"  # it, its clause or its meeting does not stand, or the meeting is of another body
    UNDATED = "undated"  # its meeting has no date
    NOT_LATER = "not-later"  # its meeting is not later than the opening
    ALREADY_ENDED = "already-ended"  # it would end what is ended
    NOT_ENDED = "not-ended"  # it would resume what is tracked
    TAKEN_UP = "taken-up"  # it keeps what an earlier meeting had ended: taken as 恢復列管
    MERGE_TARGET = "merge-target"  # what it merges into is not tracked, or is ended by the same meeting


@dataclass(frozen=True, slots=True)
class Step:
    """One ruling in its turn, and the item's state after it."""

    ruling: int
    state: ItemState
    irregular: Irregular | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The state of an item or duty and the ruling that ended it (None while tracked)."""

    state: ItemState = ItemState.TRACKED
    by: int | None = None
    on: date | None = None


@dataclass(slots=True)
class Outcome:
    """What the rulings made of one item."""

    ending: Ending
    due: Due
    duties: dict[int, Ending]
    steps: list[Step] = field(default_factory=list)

    def step_of(self, ruling: int) -> Step | None:
        """The step of a ruling, or None where it is not on this item."""
        return next((step for step in self.steps if step.ruling == ruling), None)


def order(when: When, ruling: RulingFacts) -> tuple[When, bool, int]:
    """Where a ruling stands among others: by meeting, merges last in theirs, then by the place in the record."""
    return when, ruling.kind is RulingKind.MERGE, ruling.position


def replay(items: Iterable[ItemFacts], rulings: Iterable[RulingFacts]) -> dict[int, Outcome]:
    """The outcome for each item. `items` must hold what rulings merge into, else such a merge has no effect."""
    facts = {item.id: item for item in items}
    outcomes = {
        item.id: Outcome(Ending(), item.due, dict.fromkeys(item.duties, Ending())) for item in facts.values()
    }
    valid: list[tuple[When, RulingFacts]] = []
    for ruling in rulings:
        if ruling.item not in facts:
            continue
        why = _discounted(ruling, facts[ruling.item])
        if why is None and ruling.when is not None:
            valid.append((ruling.when, ruling))
        else:
            outcomes[ruling.item].steps.append(Step(ruling.id, ItemState.TRACKED, why))
    valid.sort(key=lambda pair: (*order(*pair), pair[1].id))
    for when, group in groupby(valid, key=lambda pair: pair[0]):
        _meeting(when.day, [ruling for _, ruling in group], outcomes)
    return outcomes


def _discounted(ruling: RulingFacts, item: ItemFacts) -> Irregular | None:
    """Why the ruling does not count for the item at all."""
    if not ruling.counts:
        return Irregular.FALLEN
    if ruling.when is None:
        return Irregular.UNDATED
    if item.carried_in:
        later = item.opened is None or ruling.when.day > item.opened.day
    else:
        later = item.opened is not None and ruling.when > item.opened
    return None if later else Irregular.NOT_LATER


def _meeting(day: date, rulings: list[RulingFacts], outcomes: Mapping[int, Outcome]) -> None:
    """Apply the rulings of one meeting, merges last."""
    merged_here = {ruling.item for ruling in rulings if ruling.kind is RulingKind.MERGE and ruling.whole}
    for ruling in rulings:
        outcome = outcomes[ruling.item]
        move = MOVES[ruling.kind]
        if ruling.kind is RulingKind.MERGE and not _mergeable(ruling, merged_here, outcomes):
            why: Irregular | None = Irregular.MERGE_TARGET
        elif move.ends:
            why = _end(outcome, ruling, Ending(move.target, ruling.id, day))
        elif ruling.kind is RulingKind.RESUME:
            why = _resume(outcome, ruling)
        else:
            why = _keep(outcome, ruling)
        if not move.ends and ruling.due:
            outcome.due = ruling.due
        outcome.steps.append(Step(ruling.id, outcome.ending.state, why))


def _mergeable(ruling: RulingFacts, merged_here: set[int], outcomes: Mapping[int, Outcome]) -> bool:
    target = outcomes.get(ruling.merged_into) if ruling.merged_into is not None else None
    return (
        target is not None
        and ruling.merged_into != ruling.item
        and ruling.merged_into not in merged_here
        and target.ending.state is ItemState.TRACKED
    )


def _end(outcome: Outcome, ruling: RulingFacts, ending: Ending) -> Irregular | None:
    if outcome.ending.by is not None:
        return Irregular.ALREADY_ENDED
    named = [duty for duty in outcome.duties if ruling.whole or duty in ruling.duties]
    open_ones = [duty for duty in named if outcome.duties[duty].by is None]
    if not open_ones and not ruling.whole:
        return Irregular.ALREADY_ENDED
    for duty in open_ones:
        outcome.duties[duty] = ending
    if all(one.by is not None for one in outcome.duties.values()):
        outcome.ending = ending
    return None


def _resume(outcome: Outcome, ruling: RulingFacts) -> Irregular | None:
    back = [
        duty
        for duty, one in outcome.duties.items()
        if one.by is not None and (ruling.whole or duty in ruling.duties)
    ]
    if not back and (outcome.ending.by is None or not ruling.whole):
        return Irregular.NOT_ENDED
    for duty in back:
        outcome.duties[duty] = Ending()
    outcome.ending = Ending()
    return None


def _keep(outcome: Outcome, ruling: RulingFacts) -> Irregular | None:
    if ruling.whole:
        if outcome.ending.by is None:
            return None
        back = [duty for duty, one in outcome.duties.items() if one.by == outcome.ending.by]
    else:
        back = [
            duty for duty in ruling.duties if duty in outcome.duties and outcome.duties[duty].by is not None
        ]
        if not back:
            return None
    for duty in back:
        outcome.duties[duty] = Ending()
    outcome.ending = Ending()
    return Irregular.TAKEN_UP
