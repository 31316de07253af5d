"""Rulings: what they make of items, when they are refused, how they fall, and what late minutes change."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.errors import Conflict, InvalidInput, NotAllowed, OutOfOrder, Refused
from lieguan.site.log.models import Entry
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.actions import DutyEntry
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.replay import Due, Irregular
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind
from scene import Scene, duties, states

pytestmark = pytest.mark.usefixtures("database")

ENDING = [kind for kind in RulingKind if MOVES[kind].ends]


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    """Whatever a test does through the actions, facts, rulings and log agree afterwards."""
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


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


def test_on_one_day_the_order_that_a_person_gave_decides(scene: Scene) -> None:
    item = scene.item(scene.meeting(1, order=1), "內政部")
    with pytest.raises(Refused, match="later"):
        scene.rule(item, scene.meeting(1), RulingKind.RELEASE)
    scene.rule(item, scene.meeting(1, order=2), RulingKind.RELEASE)
    assert item.state == "released"


def test_another_body_rules_on_nothing_but_a_successor_does(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    other = Body.objects.create(name="別的小組", slug="other", second_person=False)
    for body in (other, scene.body):
        scene.account(Role.SECRETARIAT, body=body)
    administrator = scene.account(Role.ADMINISTRATOR)
    entry = scene.entry(item, scene.meeting(2, body=other), RulingKind.RELEASE)
    with pytest.raises(Refused):
        actions.enter_ruling(administrator, entry)
    successor = Body.objects.create(
        name="改組小組", slug="second", predecessor=scene.body, second_person=False
    )
    entry = scene.entry(item, scene.meeting(3, body=successor), RulingKind.RELEASE)
    actions.enter_ruling(administrator, entry)
    assert states([item]) == ["released"]


def test_the_secretariat_of_another_body_enters_nothing(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    entry = scene.entry(item, scene.meeting(2), RulingKind.RELEASE)
    other = Body.objects.create(name="別的小組", slug="other", second_person=False)
    people = [None, scene.account(Role.SECRETARIAT, body=other)]
    people += [scene.account(role, body=scene.body) for role in (Role.CHAIR, Role.MEMBER)]
    people += [scene.account(Role.AUDITOR), scene.account(Role.DESK, agency=duties(item)[0].agency)]
    for account in people:
        with pytest.raises(NotAllowed):
            actions.enter_ruling(account, entry)


def test_a_clause_that_no_longer_stands_rules_on_nothing(scene: Scene) -> None:
    """Even where the page was made while it stood."""
    item = scene.item(scene.meeting(1), "內政部")
    meeting = scene.meeting(2)
    entry = scene.entry(item, meeting, RulingKind.RELEASE)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.WITHDRAWN)
    with pytest.raises(Refused):
        actions.enter_ruling(scene.secretariat, entry)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (RulingKind.MERGE, {}, "merged_into"),
        (RulingKind.HAND_OVER, {"handed_to": ""}, "handed_to"),
        (RulingKind.END, {"reason_code": ""}, "reason_code"),
        (RulingKind.RELEASE, {"due": Due("年底", on=date(2025, 12, 31))}, "due"),
    ],
)
def test_what_a_kind_needs_is_asked_for(
    scene: Scene, kind: RulingKind, fields: dict[str, object], field: str
) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    with pytest.raises(InvalidInput) as raised:
        scene.rule(item, scene.meeting(2), kind, **fields)
    assert raised.value.field == field


def test_the_same_ruling_is_not_entered_twice(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    entry = scene.entry(item, scene.meeting(2), RulingKind.TRACK)
    actions.enter_ruling(scene.secretariat, entry)
    with pytest.raises(Conflict):
        actions.enter_ruling(scene.secretariat, entry)


def test_of_two_people_the_second_is_told(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    seen = item.version
    scene.rule(item, scene.meeting(2), RulingKind.TRACK, version=seen)
    with pytest.raises(Conflict):
        scene.rule(item, scene.meeting(3), RulingKind.RELEASE, version=seen)
    scene.rule(item, scene.meeting(3), RulingKind.RELEASE, version=item.version)


def test_a_ruling_that_names_duties_ends_those_and_the_last_ends_the_item(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    first, second = duties(item)
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE, duties=(first,))
    assert states([item, first, second]) == ["tracked", "released", "tracked"]
    scene.rule(item, scene.meeting(3), RulingKind.SELF_TRACK, duties=(second,))
    assert states([item, first, second]) == ["self-tracked", "released", "self-tracked"]
    with pytest.raises(Refused):
        scene.rule(item, scene.meeting(4), RulingKind.RELEASE)


def test_a_meeting_resumes_what_another_ended(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    with pytest.raises(Refused):
        scene.rule(item, scene.meeting(2), RulingKind.RESUME)
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE)
    with pytest.raises(Refused):
        scene.rule(item, scene.meeting(3), RulingKind.TRACK)
    due = Due("11月底", on=date(2025, 11, 30))
    scene.rule(
        item, scene.meeting(3), RulingKind.RESUME, due=due, new_duties=(DutyEntry("文化部", role="support"),)
    )
    assert (item.state, item.due_on, item.ended_by, item.ended_on) == ("tracked", due.on, None, None)
    assert states(duties(item)) == ["tracked"] * 3


def test_an_extension_sets_the_deadline_and_gives_it_back_when_it_falls(scene: Scene) -> None:
    first = Due("6月底", on=date(2025, 6, 30))
    item = scene.item(scene.meeting(1), "內政部", due=first)
    ruling = scene.rule(item, scene.meeting(2), RulingKind.EXTEND, due=Due("年底", on=date(2025, 12, 31)))
    assert (item.due_on, item.due_as_written) == (date(2025, 12, 31), "年底")
    actions.let_fall(scene.secretariat, ruling, "登錄錯誤")
    item.refresh_from_db()
    assert (item.due_on, item.due_as_written) == (date(2025, 6, 30), "6月底")


def test_an_item_is_merged_into_a_tracked_one_alone(scene: Scene) -> None:
    opening, middle, last = scene.meeting(1), scene.meeting(2), scene.meeting(3)
    one, two, three = (scene.item(opening, "內政部") for _ in range(3))
    scene.rule(two, middle, RulingKind.RELEASE)
    with pytest.raises(Refused, match="merged into"):
        scene.rule(one, last, RulingKind.MERGE, merged_into=two)
    with pytest.raises(Refused, match="merged into"):
        scene.rule(one, last, RulingKind.MERGE, merged_into=one)
    scene.rule(one, last, RulingKind.MERGE, merged_into=three)
    with pytest.raises(Refused, match="merged into"):
        scene.rule(three, scene.meeting(4), RulingKind.MERGE, merged_into=one)
    scene.rule(three, scene.meeting(4), RulingKind.RELEASE)
    assert states([one, two, three]) == ["merged", "released", "released"]


def test_an_erratum_moves_the_item_back_and_stays_visible(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    meeting = scene.meeting(2)
    wrong = scene.rule(item, meeting, RulingKind.RELEASE)
    with pytest.raises(InvalidInput):
        actions.let_fall(scene.secretariat, wrong, " ")
    actions.let_fall(scene.secretariat, wrong, "主席裁示為持續列管")
    with pytest.raises(Conflict):
        actions.let_fall(scene.secretariat, wrong, "再一次")
    scene.rule(item, meeting, RulingKind.TRACK, clause=wrong.clause, replaces=wrong)
    wrong.refresh_from_db()
    assert (wrong.standing, wrong.fallen_because) == (False, "主席裁示為持續列管")
    assert states([item, *duties(item)]) == ["tracked", "tracked"]
    entry = Entry.objects.get(action="tracking.erratum")
    assert entry.ground == "主席裁示為持續列管"
    assert entry.values.before["state"] == "released"
    assert entry.values.after["state"] == "tracked"


def test_what_was_merged_into_an_item_follows_its_erratum(scene: Scene) -> None:
    """Taken back, the earlier release of the target lets the merge take effect that it had barred."""
    opening = scene.meeting(1)
    one, two = scene.item(opening, "內政部"), scene.item(opening, "經濟部")
    scene.rule(one, scene.meeting(4), RulingKind.MERGE, merged_into=two)
    entry = scene.entry(two, scene.meeting(3), RulingKind.RELEASE)
    found = actions.differences([entry])
    assert {difference.item.pk for difference in found} == {one.pk}
    with pytest.raises(OutOfOrder) as raised:
        actions.enter_ruling(scene.secretariat, entry)
    assert [type(one) for one in raised.value.differences] == [actions.Difference]
    early = actions.enter_ruling(scene.secretariat, entry, accept_differences=True)
    assert states([one, two]) == ["tracked", "released"]
    actions.let_fall(scene.secretariat, early, "登錄錯誤")
    assert states([one, two]) == ["merged", "tracked"]


def test_minutes_that_come_late_show_what_they_change_first(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    later = scene.rule(item, scene.meeting(5), RulingKind.RELEASE)
    entry = scene.entry(item, scene.meeting(3), RulingKind.RELEASE)
    (difference,) = actions.differences([entry])
    assert difference.item == item
    assert difference.before.ending.on == date(2025, 5, 10)
    assert difference.after.ending.on == date(2025, 3, 10)
    assert difference.irregular == ((later, Irregular.ALREADY_ENDED),)
    with pytest.raises(OutOfOrder):
        actions.enter_ruling(scene.secretariat, entry)
    assert Ruling.objects.count() == 1
    early = actions.enter_ruling(scene.secretariat, entry, accept_differences=True)
    item.refresh_from_db()
    assert (item.ended_by, item.ended_on) == (early, date(2025, 3, 10))


def test_a_release_that_comes_late_does_not_end_what_a_later_meeting_kept(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    kept = scene.rule(item, scene.meeting(5), RulingKind.TRACK)
    entry = scene.entry(item, scene.meeting(3), RulingKind.RELEASE)
    (difference,) = actions.differences([entry])
    assert difference.irregular == ((kept, Irregular.TAKEN_UP),)
    actions.enter_ruling(scene.secretariat, entry, accept_differences=True)
    assert states([item, *duties(item)]) == ["tracked"] * 3


def test_late_minutes_that_change_nothing_ask_nothing(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    scene.rule(item, scene.meeting(5), RulingKind.RELEASE)
    assert actions.differences([scene.entry(item, scene.meeting(3), RulingKind.TRACK)]) == []
    scene.rule(item, scene.meeting(3), RulingKind.TRACK)
    assert item.state == "released"


def test_rulings_of_one_meeting_are_entered_all_or_none(scene: Scene) -> None:
    opening, meeting = scene.meeting(1), scene.meeting(2)
    one, two = scene.item(opening, "內政部"), scene.item(opening, "經濟部")
    good = scene.entry(one, meeting, RulingKind.RELEASE)
    with pytest.raises(Refused):
        actions.enter_rulings(scene.secretariat, [good, scene.entry(two, opening, RulingKind.RELEASE)])
    assert not Ruling.objects.exists()
    actions.enter_rulings(scene.secretariat, [good, scene.entry(two, meeting, RulingKind.RELEASE)])
    assert states([one, two]) == ["released", "released"]


def test_a_carried_in_item_is_ended_by_the_meeting_that_brought_it(scene: Scene) -> None:
    meeting = scene.meeting(1)
    item = scene.item(meeting, "內政部", carried_in=True)
    scene.rule(item, meeting, RulingKind.RELEASE)
    assert (item.state, item.opened_on, item.carried_in) == ("released", None, True)
    printed = scene.item(meeting, "內政部", carried_in=True, opened_on=date(2025, 1, 10))
    with pytest.raises(Refused):
        scene.rule(printed, meeting, RulingKind.RELEASE)


def test_every_change_is_in_the_log_with_the_day_of_the_meeting(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE)
    found = Entry.objects.filter(kind="tracking.item", object_id=str(item.pk)).order_by("number")
    assert [(entry.action, entry.event_on) for entry in found] == [
        ("tracking.open_item", date(2025, 1, 10)),
        ("tracking.enter_ruling", date(2025, 2, 10)),
    ]
    assert all(entry.actor_id == scene.secretariat.pk and entry.body_id == scene.body.pk for entry in found)
    assert Item.objects.get(pk=item.pk).version == 2


def test_an_earlier_clause_of_the_same_meeting_does_not_overturn_a_later_one_silently(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    meeting = scene.meeting(2)
    early = scene.entry(item, meeting, RulingKind.RELEASE)
    late = scene.rule(item, meeting, RulingKind.SELF_TRACK)
    with pytest.raises(OutOfOrder) as raised:
        actions.enter_ruling(scene.secretariat, early)
    (difference,) = raised.value.differences
    assert difference.irregular == ((late, Irregular.ALREADY_ENDED),)
    assert states([item]) == ["self-tracked"]
