"""Laws of the replay: whatever rulings come, in whatever order they are taken in."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lieguan.site.tracking.replay import (
    Due,
    Irregular,
    ItemFacts,
    Outcome,
    RulingFacts,
    When,
    replay,
)
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind

DAY = date(2025, 1, 1)
ITEMS = (1, 2, 3)
DUTIES = {1: (11, 12), 2: (21,), 3: ()}
# Meetings of a year, some on one day.
whens = st.builds(When, st.integers(0, 12).map(lambda days: DAY + timedelta(days)), st.integers(0, 1))


@st.composite
def items(draw: st.DrawFn) -> list[ItemFacts]:
    made = []
    for pk in ITEMS:
        carried_in = draw(st.booleans())
        opened = draw(st.none() | whens) if carried_in else draw(whens | st.none())
        if carried_in and opened is not None:
            opened = When(opened.day)
        made.append(ItemFacts(pk, opened, carried_in, DUTIES[pk], Due("年底", on=DAY)))
    return made


@st.composite
def rulings(draw: st.DrawFn) -> list[RulingFacts]:
    made = []
    for pk in range(draw(st.integers(0, 12))):
        item = draw(st.sampled_from(ITEMS))
        kind = draw(st.sampled_from(list(RulingKind)))
        named = (
            frozenset(draw(st.lists(st.sampled_from(DUTIES[item]), max_size=2)))
            if DUTIES[item]
            else frozenset()
        )
        made.append(
            RulingFacts(
                id=pk,
                item=item,
                kind=kind,
                when=draw(whens | st.none()),
                position=draw(st.integers(0, 3)),
                counts=draw(st.integers(0, 9)) > 0,
                whole=not named,
                duties=named,
                merged_into=draw(st.sampled_from(ITEMS)) if kind is RulingKind.MERGE else None,
                due=draw(st.sampled_from([Due(), Due("展延", on=DAY + timedelta(400))])),
            )
        )
    return made


def settled(outcomes: dict[int, Outcome]) -> list[object]:
    return [(pk, one.ending, one.due, sorted(one.duties.items())) for pk, one in sorted(outcomes.items())]


@given(items(), rulings(), st.randoms(use_true_random=False))
def test_the_order_of_taking_in_does_not_matter(
    facts: list[ItemFacts], given_rulings: list[RulingFacts], random: object
) -> None:
    shuffled = list(given_rulings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settled(replay(facts, given_rulings)) == settled(replay(facts, shuffled))


@given(items(), rulings())
def test_what_ended_was_ended_by_a_later_ruling_of_that_kind(
    facts: list[ItemFacts], given_rulings: list[RulingFacts]
) -> None:
    by_id = {one.id: one for one in given_rulings}
    opened = {one.id: one for one in facts}
    for pk, outcome in replay(facts, given_rulings).items():
        for duty, ending in [(None, outcome.ending), *outcome.duties.items()]:
            if ending.by is None:
                assert ending.state is ItemState.TRACKED
                continue
            ruling = by_id[ending.by]
            assert ruling.item == pk
            assert ruling.counts
            assert ruling.when is not None
            assert MOVES[ruling.kind].target is ending.state is not ItemState.TRACKED
            assert ending.on == ruling.when.day
            item = opened[pk]
            if item.carried_in:
                assert item.opened is None or ruling.when.day > item.opened.day
            else:
                assert item.opened is not None
                assert ruling.when > item.opened
            if duty is not None:
                assert ruling.whole or duty in ruling.duties


@given(items(), rulings())
def test_an_item_ends_with_the_last_of_its_duties(
    facts: list[ItemFacts], given_rulings: list[RulingFacts]
) -> None:
    for outcome in replay(facts, given_rulings).values():
        still = [ending for ending in outcome.duties.values() if ending.by is None]
        if outcome.ending.by is not None:
            assert not still
        elif outcome.duties:
            assert still


@given(items(), rulings())
def test_what_does_not_count_changes_nothing(
    facts: list[ItemFacts], given_rulings: list[RulingFacts]
) -> None:
    discounted = {Irregular.FALLEN, Irregular.UNDATED, Irregular.NOT_LATER}
    outcomes = replay(facts, given_rulings)
    out = {step.ruling for one in outcomes.values() for step in one.steps if step.irregular in discounted}
    without = [one for one in given_rulings if one.id not in out]
    assert settled(replay(facts, without)) == settled(outcomes)


@given(items(), rulings())
def test_nothing_ends_without_a_ruling_that_ends(
    facts: list[ItemFacts], given_rulings: list[RulingFacts]
) -> None:
    keeping = [one for one in given_rulings if not MOVES[one.kind].ends]
    for outcome in replay(facts, keeping).values():
        assert outcome.ending.state is ItemState.TRACKED


@given(items(), rulings())
def test_what_was_merged_into_was_tracked_when_the_meeting_was_over(
    facts: list[ItemFacts], given_rulings: list[RulingFacts]
) -> None:
    by_id = {one.id: one for one in given_rulings}
    outcomes = replay(facts, given_rulings)
    for pk, outcome in outcomes.items():
        ruling = by_id.get(outcome.ending.by) if outcome.ending.by is not None else None
        if ruling is None or ruling.kind is not RulingKind.MERGE:
            continue
        assert ruling.merged_into not in {None, pk}
        assert ruling.when is not None
        until = [one for one in given_rulings if one.when is None or one.when <= ruling.when]
        assert ruling.merged_into is not None
        assert replay(facts, until)[ruling.merged_into].ending.state is ItemState.TRACKED


@given(items(), rulings())
def test_a_last_word_to_keep_keeps(facts: list[ItemFacts], given_rulings: list[RulingFacts]) -> None:
    """持續列管 or 恢復列管 of the whole item by the latest meeting leaves it tracked."""
    after = When(DAY + timedelta(50))
    for kind in (RulingKind.TRACK, RulingKind.EXTEND, RulingKind.RESUME):
        last = [RulingFacts(100 + pk, pk, kind, after) for pk in ITEMS]
        undated = {one.id for one in facts if one.opened is None and not one.carried_in}
        for pk, outcome in replay(facts, [*given_rulings, *last]).items():
            if pk not in undated:
                assert outcome.ending.state is ItemState.TRACKED
