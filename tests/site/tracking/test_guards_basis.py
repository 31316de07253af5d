"""What an ended item rests on stays: the database refuses to take its basis away, whoever sends the statement."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from lieguan.site.log import guards
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties, states
from statements import end, forged, refused, run

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def ended(scene: Scene) -> tuple[Scene, Item, Ruling]:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    return scene, item, scene.rule(item, scene.meeting(3), RulingKind.RELEASE)


def test_the_ruling_of_an_ended_item_stays_as_it_is(ended: tuple[Scene, Item, Ruling]) -> None:
    scene, _, ruling = ended
    other = scene.item(scene.meeting(1), "經濟部")
    values: dict[str, Any] = {
        "standing": False, "kind": "self_track", "item_id": other.pk, "clause_id": scene.clause(scene.meeting(2)).pk,
        "whole": False, "words": "改過", "by_reference": True, "reason": "改過", "delegated_act": "改過",
    }  # fmt: skip
    for column, value in values.items():
        refused(f"UPDATE tracking_ruling SET {column} = %s WHERE id = %s", value, ruling.pk)
    refused("DELETE FROM tracking_ruling WHERE id = %s", ruling.pk)


def test_a_fallen_ruling_does_not_stand_up(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    ruling = forged(item, scene.clause(scene.meeting(2)), RulingKind.RELEASE)
    Ruling.objects.filter(pk=ruling.pk).update(standing=False)
    refused(lambda: Ruling.objects.filter(pk=ruling.pk).update(standing=True))


def test_the_clause_and_the_meetings_of_an_ended_item_stay_as_they_are(
    ended: tuple[Scene, Item, Ruling],
) -> None:
    _, item, ruling = ended
    clause, meeting, opening = ruling.clause, ruling.clause.meeting, item.opened_by
    assert opening
    other = Body.objects.create(name="別的小組", slug="other", second_person=False)
    refused("UPDATE records_clause SET standing = %s WHERE id = %s", False, clause.pk)
    refused("UPDATE records_clause SET meeting_id = %s WHERE id = %s", opening.meeting_id, clause.pk)
    refused("UPDATE records_clause SET meeting_id = %s WHERE id = %s", meeting.pk, opening.pk)
    refused("DELETE FROM records_clause WHERE id = %s", clause.pk)
    refused("DELETE FROM records_clause WHERE id = %s", opening.pk)
    for column, value in (
        ("state", "withdrawn"),
        ("state", "planned"),
        ("starts_on", None),
        ("starts_on", "2025-01-09"),
        ("starts_on", "2025-01-10"),
        ("body_id", other.pk),
    ):
        refused(f"UPDATE records_meeting SET {column} = %s WHERE id = %s", value, meeting.pk)
    refused("UPDATE records_meeting SET starts_on = %s WHERE id = %s", "2025-03-10", opening.meeting_id)
    refused("UPDATE records_meeting SET starts_on = NULL WHERE id = %s", opening.meeting_id)
    refused("UPDATE records_meeting SET starts_on = %s, order_in_day = 1", "2025-03-10")
    refused("DELETE FROM records_meeting WHERE id = %s", meeting.pk)
    run("UPDATE records_meeting SET starts_on = %s WHERE id = %s", "2025-03-20", meeting.pk)


def test_the_order_on_one_day_of_an_ended_item_stays(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    meeting = scene.meeting(1, order=1)
    scene.rule(item, meeting, RulingKind.RELEASE)
    refused("UPDATE records_meeting SET order_in_day = 0 WHERE id = %s", meeting.pk)
    assert item.opened_by
    refused("UPDATE records_meeting SET order_in_day = 2 WHERE id = %s", item.opened_by.meeting_id)


def test_how_an_item_was_opened_stays(ended: tuple[Scene, Item, Ruling]) -> None:
    scene, item, _ = ended
    earlier = scene.clause(scene.meeting(1))
    other = Body.objects.create(name="別的小組", slug="other", second_person=False)
    for column, value in (
        ("body_id", other.pk),
        ("number", 77),
        ("opened_by_id", earlier.pk),
        ("opened_by_id", None),
        ("opened_on", "2020-01-01"),
        ("carried_in", True),
    ):
        refused(f"UPDATE tracking_item SET {column} = %s WHERE id = %s", value, item.pk)


def test_a_later_ruling_that_takes_up_again_puts_the_item_back_first(
    ended: tuple[Scene, Item, Ruling],
) -> None:
    scene, item, _ = ended
    for kind in (RulingKind.RESUME, RulingKind.TRACK, RulingKind.EXTEND):
        clause = scene.clause(scene.meeting(6))
        refused(lambda: forged(item, clause, kind))  # noqa: B023 - called in the same turn
    named = forged(item, scene.clause(scene.meeting(7)), RulingKind.RESUME, whole=False)
    refused(lambda: named.duties.add(duties(item)[0]))
    assert states([item]) == ["released"]


def test_an_ended_item_takes_no_duty_and_wakes_none(ended: tuple[Scene, Item, Ruling]) -> None:
    _, item, _ = ended
    refused(lambda: Duty.objects.create(item=item, as_written="文化部"))
    refused("UPDATE tracking_duty SET state = 'tracked', ended_by_id = NULL WHERE item_id = %s", item.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        run("UPDATE tracking_duty SET item_id = item_id + 1 WHERE item_id = %s", item.pk)


def test_what_a_ruling_names_is_fixed_once_it_ended_a_duty(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    first, second = duties(item)
    ruling = scene.rule(item, scene.meeting(2), RulingKind.RELEASE, duties=(first,))
    assert states([item, first, second]) == ["tracked", "released", "tracked"]
    refused(lambda: ruling.duties.add(second))
    refused(lambda: ruling.duties.remove(first))
    refused("UPDATE tracking_ruling_duties SET duty_id = %s", second.pk)
    other = scene.item(scene.meeting(1), "經濟部")
    whole = scene.rule(other, scene.meeting(2), RulingKind.TRACK)
    refused(lambda: whole.duties.add(duties(other)[0]))
    nameless = forged(other, scene.clause(scene.meeting(3)), RulingKind.RELEASE, whole=False)
    refused(lambda: nameless.duties.add(first))
    refused(lambda: end(other, nameless))


def test_no_meeting_gets_a_date_that_is_none(scene: Scene) -> None:
    meeting = scene.meeting(1)
    for value in ("zzzz", "2025-02-30", ""):
        with pytest.raises((IntegrityError, DataError), match=r"lieguan|date"), transaction.atomic():
            run("UPDATE records_meeting SET starts_on = %s WHERE id = %s", value, meeting.pk)
    meeting.refresh_from_db()
    assert meeting.starts_on == date(2025, 1, 10)


def test_every_guard_stands() -> None:
    assert guards.missing(connection) == []
