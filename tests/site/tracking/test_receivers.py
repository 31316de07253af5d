"""A confirmed record changes: rulings fall with their clauses, and items are tracked again, visibly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lieguan.errors import Refused
from lieguan.site.log.models import Entry
from lieguan.site.records import signals
from lieguan.site.records.actions.confirming import announced, facts_of, withdraw
from lieguan.site.records.actions.planning import order_day
from lieguan.site.records.models import Clause, Meeting
from lieguan.site.registry.models import Body
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties, states

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


def correct(scene: Scene, meeting: Meeting, **fields: Any) -> None:
    """Correct what the record says of a meeting, as the actions of records do."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    before = facts_of(meeting)
    for name, value in fields.items():
        setattr(meeting, name, value)
    with announced(scene.secretariat, meeting, before, "更正"):
        meeting.save()


def test_a_clause_that_falls_takes_its_rulings_with_it(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    ruling = scene.rule(item, scene.meeting(2), RulingKind.RELEASE)
    signals.clauses_falling.send(
        Clause,
        minutes=ruling.clause.minutes,
        clauses=[ruling.clause],
        actor=scene.secretariat,
        reason="刪去該段",
    )
    Clause.objects.filter(pk=ruling.clause_id).update(standing=False)
    ruling.refresh_from_db()
    assert (ruling.standing, ruling.fallen_because) == (False, "刪去該段")
    assert states([item, *duties(item)]) == ["tracked", "tracked"]
    entry = Entry.objects.get(action="tracking.clause_falls")
    assert (entry.ground, entry.actor_id) == ("刪去該段", scene.secretariat.pk)
    assert entry.values.after["state"] == "tracked"


def test_a_withdrawn_meeting_takes_its_rulings_with_it_and_earlier_ones_hold_again(scene: Scene) -> None:
    item, other = scene.item(scene.meeting(1), "內政部"), scene.item(scene.meeting(1), "經濟部")
    first, second, third = scene.meeting(2), scene.meeting(3), scene.meeting(4)
    release = scene.rule(item, first, RulingKind.RELEASE)
    scene.rule(item, second, RulingKind.RESUME)
    scene.rule(other, third, RulingKind.SELF_TRACK)
    withdraw(scene.secretariat, second.pk, "會議紀錄撤回")
    item.refresh_from_db()
    assert (item.state, item.ended_by, item.ended_on) == ("released", release, date(2025, 2, 10))
    withdraw(scene.secretariat, third.pk, "會議紀錄撤回")
    withdraw(scene.secretariat, first.pk, "會議紀錄撤回")
    assert states([item, other]) == ["tracked", "tracked"]
    assert not Ruling.objects.filter(standing=True).exists()


def test_a_corrected_clause_keeps_its_ruling_while_it_still_rules_that_way(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    clause = scene.clause(scene.meeting(2), "「甲」解除列管。", disposition="release")
    scene.rule(item, clause.meeting, RulingKind.RELEASE, clause=clause)

    def corrected(**fields: Any) -> None:
        signals.clauses_changing.send(
            Clause, minutes=clause.minutes, changes=[(clause, fields)], actor=scene.secretariat, reason="更正"
        )

    corrected(text="「甲」同意解除列管。")
    corrected(text="「甲」同意解除列管。", rulings=[{"disposition": "release", "subjects": ["甲"]}])
    assert states([item]) == ["released"]
    corrected(
        text="「甲」持續列管。", disposition="track", rulings=[{"disposition": "track", "subjects": ["甲"]}]
    )
    assert states([item]) == ["tracked"]


def test_a_ruling_by_reference_stays_while_the_clause_adopts(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    adopted = [{"disposition": "approve", "subjects": ["其餘"], "by_reference": True}]
    clause = scene.clause(scene.meeting(2), "其餘依列管建議辦理。", rulings=adopted)
    scene.rule(item, clause.meeting, RulingKind.RELEASE, clause=clause, by_reference=True)
    told = {"minutes": clause.minutes, "actor": scene.secretariat, "reason": "更正"}
    signals.clauses_changing.send(Clause, changes=[(clause, {"rulings": adopted})], **told)
    assert states([item]) == ["released"]
    signals.clauses_changing.send(Clause, changes=[(clause, {"rulings": []})], **told)
    assert states([item]) == ["tracked"]


def test_a_meeting_dated_before_the_opening_ends_nothing_any_more(scene: Scene) -> None:
    item = scene.item(scene.meeting(3), "內政部")
    meeting = scene.meeting(4)
    ruling = scene.rule(item, meeting, RulingKind.RELEASE)
    correct(scene, meeting, starts_on=date(2025, 2, 1))
    assert states([item, *duties(item)]) == ["tracked", "tracked"]
    ruling.refresh_from_db()
    assert ruling.standing
    correct(scene, meeting, starts_on=date(2025, 5, 1))
    item.refresh_from_db()
    assert (item.state, item.ended_by, item.ended_on) == ("released", ruling, date(2025, 5, 1))
    correct(scene, meeting, starts_on=None)
    assert states([item]) == ["tracked"]


def test_an_opening_dated_after_the_ruling_takes_it_back(scene: Scene) -> None:
    opening = scene.meeting(1)
    item = scene.item(opening, "內政部")
    scene.rule(item, scene.meeting(3), RulingKind.RELEASE)
    correct(scene, opening, starts_on=date(2025, 4, 1))
    item.refresh_from_db()
    assert (item.state, item.opened_on) == ("tracked", date(2025, 4, 1))
    correct(scene, opening, starts_on=date(2025, 1, 5))
    item.refresh_from_db()
    assert (item.state, item.opened_on) == ("released", date(2025, 1, 5))


def test_the_order_of_one_day_decides_again_when_a_person_changes_it(scene: Scene) -> None:
    opening, ruling = scene.meeting(1), scene.meeting(1, order=1)
    item = scene.item(opening, "內政部")
    scene.rule(item, ruling, RulingKind.RELEASE)
    order_day(scene.secretariat, scene.body, [ruling.pk, opening.pk])
    assert states([item]) == ["tracked"]
    order_day(scene.secretariat, scene.body, [opening.pk, ruling.pk])
    assert states([item]) == ["released"]


def test_an_unrelated_change_of_a_meeting_moves_nothing(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    meeting = scene.meeting(3)
    scene.rule(item, meeting, RulingKind.RELEASE)
    entries = Entry.objects.count()
    correct(scene, meeting, starts_on=date(2025, 3, 12))
    item.refresh_from_db()
    assert (item.state, item.ended_on) == ("released", date(2025, 3, 12))
    found = list(Entry.objects.filter(number__gt=entries).values_list("action", "values__after"))
    assert found == [("tracking.meeting_changed", {"ended_on": "2025-03-12"})]


def test_a_meeting_that_opened_items_stays_with_its_body(scene: Scene) -> None:
    opening = scene.meeting(1)
    scene.item(opening, "內政部")
    other = Body.objects.create(name="別的小組", slug="other", second_person=False)
    with pytest.raises(Refused):
        correct(scene, opening, body=other)


def test_a_confirmation_on_which_items_or_rulings_rest_is_not_taken_back(scene: Scene) -> None:
    opening, second, third = scene.meeting(1), scene.meeting(2), scene.meeting(3)
    item = scene.item(opening, "內政部")
    ruling = scene.rule(item, second, RulingKind.TRACK)
    scene.clause(third)
    assert len(signals.objections(scene.minutes(opening))) == 1
    assert len(signals.objections(scene.minutes(second))) == 1
    assert signals.objections(scene.minutes(third)) == []
    actions.let_fall(scene.secretariat, ruling, "登錄錯誤")
    assert signals.objections(scene.minutes(second)) == []
    assert Item.objects.count() == 1
