"""A reorganisation moves open duties to the successor; what was reported stays the old agency's."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lieguan.errors import InvalidInput, NotAllowed, Refused
from lieguan.site.log.models import Entry
from lieguan.site.registry.models import Account, Agency
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, desk, owing, verification
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.models import Duty, Item, Progress
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties, states

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2023, 8, 22)
ENTRY = ProgressEntry("已巡查三處。", as_of=date(2025, 1, 20))
OLD, NEW = "行政院環境保護署", "環境部"


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def administrator(scene: Scene) -> Account:
    return scene.account(Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


def agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


def of(item: Item, name: str) -> Duty:
    return item.duties.get(agency__name=name)


def test_open_duties_move_and_old_reports_stay(scene: Scene, administrator: Account) -> None:
    item = scene.item(scene.meeting(1), OLD, "交通部")
    ended = scene.item(scene.meeting(1), OLD)
    scene.rule(ended, scene.meeting(2), RulingKind.RELEASE)
    old = agency(OLD)
    desk_old = scene.account(Role.DESK, agency=old)
    sent = actions.write_progress(desk_old, of(item, OLD), ENTRY, submit=True)
    actions.write_progress(desk_old, of(item, OLD), ProgressEntry("寫到一半", as_of=ENTRY.as_of))

    moved = actions.move_duties(administrator, old, NEW, DAY)
    assert [(str(duty), duty.moved_from) for duty in moved.duties] == [(NEW, of(item, OLD))]
    assert (agency(OLD).successor, agency(OLD).valid_to) == (agency(NEW), date(2023, 8, 21))
    assert (of(item, OLD).moved_into, of(item, OLD).moved_on) == (of(item, NEW), DAY)
    assert not ended.duties.filter(agency__name=NEW).exists()
    # The report stays, the draft goes on with the successor; the old desk owes nothing any more.
    assert Progress.objects.get(pk=sent.pk).duty == of(item, OLD)
    assert of(item, NEW).progress.get().text == "寫到一半"
    desk_new = scene.account(Role.DESK, agency=agency(NEW))
    assert desk.owed(desk_old) == []
    assert [str(duty) for duty in desk.owed(desk_new)] == [NEW]
    with pytest.raises(Refused):
        actions.write_progress(desk_old, of(item, OLD), ENTRY)
    assert {str(duty) for duty in owing.unanswered(scene.body)} == {NEW, "交通部"}
    entry = Entry.objects.filter(action="tracking.move_duties").get()
    assert (entry.object_id, entry.event_on) == (str(item.pk), DAY)
    # Nothing is left to move a second time.
    assert actions.move_duties(administrator, agency(OLD), NEW, DAY).duties == ()


def test_a_ruling_on_the_successors_duty_ends_the_moved_one_with_it(
    scene: Scene, administrator: Account
) -> None:
    item = scene.item(scene.meeting(1), OLD, "交通部")
    actions.move_duties(administrator, agency(OLD), NEW, DAY)
    actions.move_duties(administrator, agency(NEW), "資源循環署", DAY)
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE, duties=(of(item, "資源循環署"),))
    assert sorted(states(duties(item))) == ["released", "released", "released", "tracked"]
    assert item.state == "tracked"
    scene.rule(item, scene.meeting(3), RulingKind.RELEASE, duties=(of(item, "交通部"),))
    assert item.state == "released"


def test_the_successor_has_one_duty_where_it_had_one_already(scene: Scene, administrator: Account) -> None:
    item = scene.item(scene.meeting(1), OLD, NEW)
    actions.change_duty(scene.secretariat, of(item, OLD), name=OLD, role="lead")
    actions.change_duty(scene.secretariat, of(item, NEW), name=NEW, role="support")
    moved = actions.move_duties(administrator, agency(OLD), NEW, DAY)
    assert [duty.pk for duty in moved.duties] == [of(item, NEW).pk]
    assert (item.duties.count(), of(item, NEW).role) == (2, "lead")


def test_what_the_successor_has_done_with_is_left_to_the_meeting(
    scene: Scene, administrator: Account
) -> None:
    item = scene.item(scene.meeting(1), OLD, NEW)
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE, duties=(of(item, NEW),))
    moved = actions.move_duties(administrator, agency(OLD), NEW, DAY)
    assert (moved.duties, [str(duty) for duty in moved.left]) == ((), [OLD])
    assert of(item, OLD).moved_into is None


def test_only_an_administrator_and_never_in_a_circle(scene: Scene, administrator: Account) -> None:
    scene.item(scene.meeting(1), OLD)
    for account in (None, scene.secretariat, scene.account(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            actions.move_duties(account, agency(OLD), NEW, DAY)
    for name in (OLD, "", "長" * 121):
        with pytest.raises(InvalidInput):
            actions.move_duties(administrator, agency(OLD), name, date(2020, 1, 1))
    actions.move_duties(administrator, agency(OLD), "甲處", DAY)
    with pytest.raises(InvalidInput):
        actions.move_duties(administrator, agency("甲處"), OLD, date(2020, 1, 1))


def test_the_database_lets_a_duty_move_to_nothing_else(scene: Scene) -> None:
    item, other = scene.item(scene.meeting(1), OLD, NEW), scene.item(scene.meeting(1), NEW)
    mine = of(item, OLD)
    for target in (mine, of(other, NEW)):
        with pytest.raises(IntegrityError, match="lieguan: a duty moves once"), transaction.atomic():
            Duty.objects.filter(pk=mine.pk).update(moved_into=target, moved_on=DAY)


def test_the_administrator_does_it_on_a_page_that_says_what_moves(
    scene: Scene, administrator: Account
) -> None:
    item = scene.item(scene.meeting(1), OLD)
    client = Client()
    client.force_login(administrator)
    address = f"/agencies/{agency(OLD).pk}/succession/"
    assert item.title in client.get(address).content.decode()
    assert client.post(address, {"name": OLD, "on": "100年1月1日"}).status_code == 400
    response = client.post(address, {"name": NEW, "on": "112年8月22日"}, follow=True)
    page = response.content.decode()
    assert "已將 1 項應辦事項移轉至環境部。" in page
    assert item.title in page
    assert "112年8月22日" in client.get(f"/agencies/{agency(OLD).pk}/").content.decode()
    assert NEW in client.get(f"/items/{item.pk}/").content.decode()


def test_programs_are_told_the_duty_in_force_with_its_former_agencies(
    scene: Scene, administrator: Account, client: Client
) -> None:
    item = scene.item(scene.meeting(1), OLD, "交通部")
    actions.move_duties(administrator, agency(OLD), NEW, DAY)
    actions.move_duties(administrator, agency(NEW), "環境永續部", date(2024, 5, 20))
    told = client.get(f"/api/1/items/{item.pk}").json()
    assert [(one["agency_name"], one["state"]) for one in told["duties"]] == [
        ("環境永續部", "tracked"),
        ("交通部", "tracked"),
    ]
    former = told["duties"][0]["former"]
    assert [(one["agency_name"], one["as_written"], one["until"]) for one in former] == [
        (OLD, OLD, "2023-08-22"),
        (NEW, OLD, "2024-05-20"),
    ]
    assert former[0]["agency"].endswith(f"/api/1/agencies/{agency(OLD).pk}")
    assert told["duties"][1]["former"] == []
    # Both ways to the list of items of an agency still find it.
    for name in (OLD, "環境永續部"):
        found = client.get("/api/1/items", {"agency": agency(name).pk}).json()["data"]
        assert [one["number"] for one in found] == [item.number]
    rows = [
        line
        for line in client.get("/open-data/duties.csv").getvalue().decode("utf-8-sig").splitlines()
        if line
    ]
    assert len(rows) == 1 + 2
