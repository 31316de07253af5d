"""Handing over to a body of this site: the item opens there as carried in, and both are linked."""

from __future__ import annotations

import pytest
from django.test import Client

from lieguan.errors import Refused
from lieguan.site.registry.models import Account, Body, Grant
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.actions import Due
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import RulingKind
from lieguan.site.withholding import actions as withholding
from lieguan.site.withholding.reading import inside
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def other(scene: Scene) -> Body:
    return Body.objects.create(
        name="中央災害防救會報", short_name="災防會報", slug="disaster", second_person=False
    )


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


@pytest.mark.parametrize("called", ["中央災害防救會報", "災防會報"])
def test_it_opens_there_as_carried_in_with_its_agencies_and_deadline(
    scene: Scene, other: Body, called: str
) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部", due=Due("每季", recurrence="quarterly"))
    ruling = scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=called)
    assert (item.state, ruling.handed_to_body) == ("handed-over", other)
    there = Item.objects.get(body=other)
    assert (there.state, there.carried_in, there.handed_by, there.number) == ("tracked", True, ruling, 1)
    assert (there.title, there.text, there.opened_on) == (item.title, item.text, scene.meeting(2).starts_on)
    assert [str(duty) for duty in duties(there)] == ["內政部", "交通部"]
    assert there.due_recurrence == "quarterly"
    assert scene.body.name in there.carried_in_from
    pages = [Client().get(f"/items/{one.pk}/").content.decode() for one in (item, there)]
    assert f'href="/items/{there.pk}/"' in pages[0]
    assert f'href="/items/{item.pk}/?at=ruling-{ruling.pk}#ruling-{ruling.pk}"' in pages[1]


def test_elsewhere_and_its_own_body_open_nothing(scene: Scene, other: Body) -> None:
    for called in ("他機關會議", scene.body.name):
        item = scene.item(scene.meeting(1), "內政部")
        scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=called)
        assert item.state == "handed-over"
    assert Item.objects.filter(handed_by__isnull=False).count() == 0


def test_a_part_takes_its_own_agencies_along(scene: Scene, other: Body) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    one, _two = duties(item)
    scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=other.name, duties=(one,))
    assert item.state == "tracked"
    assert [str(duty) for duty in duties(Item.objects.get(body=other))] == ["內政部"]


def test_it_is_ended_by_a_later_meeting_there_and_by_no_other(scene: Scene, other: Body) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=other.name)
    there = Item.objects.get(body=other)
    clerk: Account = scene.secretariat
    Grant.objects.create(account=clerk, role=Role.SECRETARIAT, body=other)
    del clerk._grants
    for meeting in (scene.meeting(3), scene.meeting(2, body=other)):
        with pytest.raises(Refused):
            actions.enter_ruling(clerk, scene.entry(there, meeting, RulingKind.RELEASE))
    actions.enter_ruling(clerk, scene.entry(there, scene.meeting(4, body=other), RulingKind.RELEASE))
    there.refresh_from_db()
    assert there.state == "released"


def test_where_the_ruling_falls_both_are_tracked_and_say_so(scene: Scene, other: Body) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    ruling = scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=other.name)
    actions.let_fall(scene.secretariat, ruling, "應為持續列管")
    there = Item.objects.get(body=other)
    item.refresh_from_db()
    assert (item.state, there.state) == ("tracked", "tracked")
    assert "移列的裁示其後失效" in Client().get(f"/items/{there.pk}/").content.decode()


def test_what_is_withheld_here_is_not_handed_on_in_words(scene: Scene, other: Body) -> None:
    item = scene.item(scene.meeting(1), "內政部", title="海纜登陸點座標盤點")
    withholding.restrict(scene.secretariat, "item", str(item.pk), ground=3, reason="涉國家機密")
    scene.rule(item, scene.meeting(2), RulingKind.HAND_OVER, handed_to=other.name)
    with inside():
        there = Item.objects.get(body=other)
        assert "座標" not in f"{there.title}{there.text}{there.carried_in_from}"
