"""Rulings: what they make of items, when they are refused, and how they fall."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.errors import Refused
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind
from scene import Scene, duties, states

pytestmark = pytest.mark.usefixtures("database")

ENDING = [kind for kind in RulingKind if MOVES[kind].ends]


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.mark.parametrize("kind", ENDING)
def test_a_later_meeting_ends_tracking(scene: Scene, kind: RulingKind) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    fields = (
        {"merged_into": scene.item(scene.meeting(1, order=1), "經濟部")} if kind is RulingKind.MERGE else {}
    )
    ruling = scene.rule(item, scene.meeting(2), kind, **fields)
    assert item.state == MOVES[kind].target
    assert item.ended_by == ruling
    assert item.ended_on == date(2025, 2, 10)
    assert states(duties(item)) == [item.state, item.state]


@pytest.mark.parametrize("kind", ENDING)
def test_the_opening_meeting_and_earlier_ones_end_nothing(scene: Scene, kind: RulingKind) -> None:
    opening = scene.meeting(3)
    item = scene.item(opening, "內政部")
    fields = {"merged_into": scene.item(scene.meeting(1), "經濟部")} if kind is RulingKind.MERGE else {}
    for meeting in (opening, scene.meeting(2), scene.meeting(None), scene.meeting(3)):
        with pytest.raises(Refused):
            scene.rule(item, meeting, kind, **fields)
    assert states([item]) == [ItemState.TRACKED]
