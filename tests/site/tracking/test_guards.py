"""The database refuses what the rules forbid, whoever sends the statement: the application's role, on both databases.

Every statement here is one that the application could send. What the actions do is tested elsewhere; these tests go
round them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lieguan.site.records.models import Clause, Meeting
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind
from scene import Scene, duties, states
from statements import end, forged, refused, run

pytestmark = pytest.mark.usefixtures("database")

ENDED = [state.value for state in ItemState if state is not ItemState.TRACKED]
ENDING = [kind for kind in RulingKind if MOVES[kind].ends]


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


# Ended without any ruling


@pytest.mark.parametrize("state", ENDED)
def test_an_item_is_not_ended_without_a_ruling(scene: Scene, state: str) -> None:
    item = scene.item(scene.meeting(1), "內政部")

    def save() -> None:
        item.state = state
        item.save()

    refused(save)
    refused(lambda: Item.objects.filter(pk=item.pk).update(state=state))
    refused(lambda: Item.objects.bulk_update([item], ["state"]))
    refused("UPDATE tracking_item SET state = %s WHERE id = %s", state, item.pk)
    refused("UPDATE tracking_duty SET state = %s WHERE item_id = %s", state, item.pk)
    if connection.vendor == "sqlite":
        run("PRAGMA ignore_check_constraints = ON")
        try:
            refused("UPDATE tracking_item SET state = %s WHERE id = %s", state, item.pk)
            refused("UPDATE tracking_duty SET state = %s WHERE item_id = %s", state, item.pk)
        finally:
            run("PRAGMA ignore_check_constraints = OFF")
    assert states([item, *duties(item)]) == ["tracked", "tracked"]


def test_an_item_is_not_opened_as_ended(scene: Scene) -> None:
    meeting = scene.meeting(1)
    ruling = scene.rule(scene.item(meeting, "內政部"), scene.meeting(2), RulingKind.RELEASE)
    clause = scene.clause(meeting)
    facts = {
        "body": scene.body,
        "title": "甲",
        "text": "甲",
        "opened_by": clause,
        "opened_on": meeting.starts_on,
    }
    refused(lambda: Item.objects.create(number=90, state="released", ended_by=ruling, **facts))
    refused(lambda: Item.objects.bulk_create([Item(number=91, state="released", ended_by=ruling, **facts)]))
    refused(lambda: Duty.objects.create(item=ruling.item, as_written="甲", state="released", ended_by=ruling))


def test_items_duties_and_rulings_are_not_removed(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    ruling = scene.rule(item, scene.meeting(2), RulingKind.TRACK)
    for table, row in (
        ("tracking_item", item),
        ("tracking_duty", duties(item)[0]),
        ("tracking_ruling", ruling),
    ):
        refused(f"DELETE FROM {table} WHERE id = %s", row.pk)
        refused(f"DELETE FROM {table}")
        refused(f"UPDATE {table} SET id = id + 1000 WHERE id = %s", row.pk)


def test_rows_are_not_replaced(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    ruling = scene.rule(item, scene.meeting(2), RulingKind.RELEASE)
    columns = [field.column for field in Item._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    same = (
        "SELECT "
        + ", ".join({"state": "'self-tracked'"}.get(column, f'"{column}"') for column in columns)
        + " FROM tracking_item"
    )
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    refused(f"{verb} INTO tracking_item ({names}) {same}")
    update = "ON CONFLICT (id) DO UPDATE SET state = 'ended', ended_by_id = NULL"
    refused(f"INSERT INTO tracking_item ({names}) {same} WHERE true {update}")
    if connection.vendor == "sqlite":
        refused(f"REPLACE INTO tracking_item ({names}) {same}")
        refused(f"INSERT OR IGNORE INTO tracking_item ({names}) {same}")
        for verb in ("OR REPLACE", "OR IGNORE", "OR FAIL", "OR ABORT", "OR ROLLBACK"):
            if verb != "OR ROLLBACK":  # that would end the transaction of the test
                refused(f"UPDATE {verb} tracking_item SET state = 'ended' WHERE id = %s", item.pk)
        run("PRAGMA recursive_triggers = OFF")
        try:
            refused(f"REPLACE INTO tracking_item ({names}) {same}")
            refused(
                "REPLACE INTO tracking_ruling SELECT * FROM tracking_ruling WHERE id = %s",
                ruling.pk,
            )
        finally:
            run("PRAGMA recursive_triggers = ON")
    assert states([item]) == ["released"]


# By a ruling that does not carry it


# Each makes a ruling with one fault for an item that was opened in March.


def other_item(scene: Scene, item: Item) -> Ruling:
    return scene.rule(scene.item(scene.meeting(1), "經濟部"), scene.meeting(5), RulingKind.RELEASE)


def same_meeting(scene: Scene, item: Item) -> Ruling:
    assert item.opened_by
    return forged(item, scene.clause(item.opened_by.meeting), RulingKind.RELEASE)


def earlier(scene: Scene, item: Item) -> Ruling:
    return forged(item, scene.clause(scene.meeting(2)), RulingKind.RELEASE)


def same_day(scene: Scene, item: Item) -> Ruling:
    return forged(item, scene.clause(scene.meeting(3)), RulingKind.RELEASE)


def other_body(scene: Scene, item: Item) -> Ruling:
    body = Body.objects.create(name="別的小組", slug="other", second_person=False)
    return forged(item, scene.clause(scene.meeting(6, body=body)), RulingKind.RELEASE)


def predecessor_body(scene: Scene, item: Item) -> Ruling:
    body = Body.objects.create(name="前身小組", slug="before", second_person=False)
    Body.objects.filter(pk=scene.body.pk).update(predecessor=body)
    return forged(item, scene.clause(scene.meeting(6, body=body)), RulingKind.RELEASE)


def keeping(scene: Scene, item: Item) -> Ruling:
    return forged(item, scene.clause(scene.meeting(6)), RulingKind.TRACK)


def fallen(scene: Scene, item: Item) -> Ruling:
    ruling = forged(item, scene.clause(scene.meeting(6)), RulingKind.RELEASE)
    Ruling.objects.filter(pk=ruling.pk).update(standing=False)
    return ruling


def clause_fallen(scene: Scene, item: Item) -> Ruling:
    ruling = forged(item, scene.clause(scene.meeting(6)), RulingKind.RELEASE)
    Clause.objects.filter(pk=ruling.clause_id).update(standing=False)
    return ruling


def meeting_withdrawn(scene: Scene, item: Item) -> Ruling:
    meeting = scene.meeting(6)
    ruling = forged(item, scene.clause(meeting), RulingKind.RELEASE)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.WITHDRAWN)
    return ruling


def meeting_undated(scene: Scene, item: Item) -> Ruling:
    meeting = scene.meeting(6)
    ruling = forged(item, scene.clause(meeting), RulingKind.RELEASE)
    Meeting.objects.filter(pk=meeting.pk).update(starts_on=None)
    return ruling


def resumed_since(scene: Scene, item: Item) -> Ruling:
    ruling = scene.rule(item, scene.meeting(5), RulingKind.RELEASE)
    scene.rule(item, scene.meeting(6), RulingKind.RESUME)
    return ruling


def names_one_duty(scene: Scene, item: Item) -> Ruling:
    ruling = forged(item, scene.clause(scene.meeting(6)), RulingKind.RELEASE, whole=False)
    ruling.duties.add(duties(item)[0])
    return ruling


FAULTS = [
    other_item,
    same_meeting,
    earlier,
    same_day,
    other_body,
    predecessor_body,
    keeping,
    fallen,
    clause_fallen,
    meeting_withdrawn,
    meeting_undated,
    resumed_since,
    names_one_duty,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_ruling_with_one_fault_ends_nothing(scene: Scene, fault: Callable[[Scene, Item], Ruling]) -> None:
    item = scene.item(scene.meeting(3), "內政部", "交通部")
    ruling = fault(scene, item)
    first, second = duties(item)
    refused("UPDATE tracking_item SET state = 'released', ended_by_id = %s WHERE id = %s", ruling.pk, item.pk)
    refused(
        "UPDATE tracking_duty SET state = 'released', ended_by_id = %s WHERE id = %s", ruling.pk, second.pk
    )
    refused(lambda: end(item, ruling))
    assert states([item, first, second]) == ["tracked"] * 3


def test_the_state_is_the_one_that_the_kind_leads_to(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    target = scene.item(scene.meeting(1, order=1), "經濟部")
    for kind in ENDING:
        into = {"merged_into": target} if kind is RulingKind.MERGE else {}
        ruling = forged(item, scene.clause(scene.meeting(2)), kind, **into)
        for state in [*ENDED, "released ", "RELEASED", "gone", ""]:
            if state != MOVES[kind].target:
                refused("UPDATE tracking_duty SET state = %s, ended_by_id = %s", state, ruling.pk)
                refused(
                    "UPDATE tracking_item SET state = %s, ended_by_id = %s WHERE id = %s",
                    state,
                    ruling.pk,
                    item.pk,
                )


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (RulingKind.END, {"reason_code": ""}),
        (RulingKind.HAND_OVER, {"handed_to": ""}),
        (RulingKind.MERGE, {"merged_into": None}),
    ],
)
def test_a_ruling_says_what_its_kind_needs(scene: Scene, kind: RulingKind, fields: dict[str, Any]) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    clause = scene.clause(scene.meeting(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        forged(item, clause, kind, **fields)


def test_a_merge_into_what_is_ended_or_into_itself_ends_nothing(scene: Scene) -> None:
    opening, middle, last = scene.meeting(1), scene.meeting(2), scene.meeting(3)
    item, target = scene.item(opening, "內政部"), scene.item(opening, "經濟部")
    scene.rule(target, middle, RulingKind.RELEASE)
    for into, meeting in ((target, last), (target, middle), (item, last)):
        ruling = forged(item, scene.clause(meeting), RulingKind.MERGE, merged_into=into)
        refused(lambda: end(item, ruling))  # noqa: B023 - called in the same turn


def test_what_was_merged_into_does_not_end_before_the_merge(scene: Scene) -> None:
    opening, middle, last = scene.meeting(1), scene.meeting(2), scene.meeting(3)
    item, target = scene.item(opening, "內政部"), scene.item(opening, "經濟部")
    scene.rule(item, last, RulingKind.MERGE, merged_into=target)
    for meeting in (middle, last):
        ruling = forged(target, scene.clause(meeting), RulingKind.RELEASE)
        refused(lambda: end(target, ruling))  # noqa: B023 - called in the same turn
        Ruling.objects.filter(pk=ruling.pk).update(standing=False)
    scene.rule(target, scene.meeting(4), RulingKind.RELEASE)
    assert states([item, target]) == ["merged", "released"]


def test_a_carried_in_item_ends_by_a_meeting_after_the_day_that_was_printed(scene: Scene) -> None:
    printed = scene.meeting(4)
    item = scene.item(None, "內政部", opened_on=printed.starts_on)
    for meeting in (scene.meeting(3), printed):
        ruling = forged(item, scene.clause(meeting), RulingKind.RELEASE)
        refused(lambda: end(item, ruling))  # noqa: B023 - called in the same turn
    end(item, forged(item, scene.clause(scene.meeting(5)), RulingKind.RELEASE))
    assert states([item]) == ["released"]


def test_a_successor_of_the_body_rules_and_so_does_its_successor(scene: Scene) -> None:
    item, other = scene.item(scene.meeting(1), "內政部"), scene.item(scene.meeting(1), "內政部")
    second = Body.objects.create(name="改組小組", slug="second", predecessor=scene.body, second_person=False)
    third = Body.objects.create(name="再改組小組", slug="third", predecessor=second, second_person=False)
    end(item, forged(item, scene.clause(scene.meeting(2, body=second)), RulingKind.RELEASE))
    end(other, forged(other, scene.clause(scene.meeting(2, body=third)), RulingKind.RELEASE))
    assert states([item, other]) == ["released", "released"]
    refused(lambda: Body.objects.filter(pk=second.pk).update(predecessor=None))
    refused(lambda: Body.objects.filter(pk=third.pk).update(predecessor=None))
    refused(lambda: Body.objects.filter(pk=scene.body.pk).update(predecessor=third))
