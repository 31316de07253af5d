"""The second person 覆核: a record ends items once somebody else than who confirmed it has confirmed it too."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from lieguan.errors import Conflict, NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import chain
from lieguan.site.records.actions import SamePerson, confirm_second
from lieguan.site.records.models import Clause, RecordVersion, SecondConfirmation
from lieguan.site.registry import actions as registry
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, intake, tasks, verification
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.states import MOVES, RulingKind
from scene import Scene

pytestmark = pytest.mark.usefixtures("database")

ENDING = [kind for kind in RulingKind if MOVES[kind].ends]


class Two:
    """A body that asks for a second person, an item, and the record of a later meeting that ends it."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.item = self.scene.item(self.scene.meeting(1), "內政部", title="海堤巡查計畫")
        self.target = self.scene.item(self.scene.meeting(1), "經濟部")
        self.meeting = self.scene.meeting(3)
        self.clause = self.scene.clause(
            self.meeting, "「海堤巡查計畫」解除列管。", disposition="release", subject="海堤巡查計畫",
            rulings=[{"disposition": "release", "subjects": ["海堤巡查計畫"], "by_reference": False}],
        )  # fmt: skip
        Body.objects.filter(pk=self.scene.body.pk).update(second_person=True)
        self.first = self.scene.secretariat
        self.other = self.scene.account(Role.SECRETARIAT, body=self.scene.body)
        self.version = self.confirmed()

    def confirmed(self, number: int = 1) -> RecordVersion:
        """The record as the first person confirmed it, or as a correction left it."""
        return RecordVersion.objects.create(
            meeting=self.meeting, minutes=self.scene.minutes(self.meeting), number=number, record={},
            made_by=self.first,
        )  # fmt: skip

    def entry(self, kind: RulingKind = RulingKind.RELEASE) -> actions.RulingEntry:
        into: dict[str, Any] = {"merged_into": self.target} if kind is RulingKind.MERGE else {}
        return self.scene.entry(self.item, self.meeting, kind, clause=self.clause, **into)

    def second(self, by: Account | None = None, version: int = 1) -> SecondConfirmation:
        return confirm_second(by or self.other, self.scene.minutes(self.meeting).pk, version)

    def state(self) -> str:
        return str(Item.objects.get(pk=self.item.pk).state)


@pytest.fixture
def two(database: object) -> Two:
    return Two()


@pytest.mark.parametrize("kind", ENDING)
def test_no_ending_before_the_second_person(two: Two, kind: RulingKind) -> None:
    with pytest.raises(actions.NeedsSecond):
        actions.enter_ruling(two.first, two.entry(kind))
    with pytest.raises(actions.NeedsSecond):
        actions.enter_ruling(two.other, two.entry(kind))
    assert two.state() == "tracked"
    two.second()
    actions.enter_ruling(two.first, two.entry(kind))
    assert two.state() == MOVES[kind].target


@pytest.mark.parametrize("kind", ENDING)
def test_the_database_refuses_such_a_ruling_too(two: Two, kind: RulingKind) -> None:
    needs = {"merged_into": two.target, "handed_to": "他會議", "reason_code": "policy-changed"}
    with pytest.raises(DatabaseError, match="lieguan: the record of this body"), transaction.atomic():
        Ruling.objects.create(item=two.item, clause=two.clause, kind=kind.value, **needs)
    with pytest.raises(DatabaseError, match="lieguan: the record of this body"), transaction.atomic():
        Ruling.objects.bulk_create([Ruling(item=two.item, clause=two.clause, kind=kind.value, **needs)])


@pytest.mark.parametrize("kind", [RulingKind.TRACK, RulingKind.EXTEND])
def test_what_ends_nothing_waits_for_nobody(two: Two, kind: RulingKind) -> None:
    actions.enter_ruling(two.first, two.entry(kind))
    assert two.state() == "tracked"


def test_taking_the_record_in_waits_as_well(two: Two) -> None:
    minutes = two.scene.minutes(two.meeting)
    answer = intake.as_proposed(minutes)
    assert [one.kind for one in answer[1]] == [RulingKind.RELEASE]
    with pytest.raises(actions.NeedsSecond):
        actions.take_in(two.first, minutes, *answer)
    two.second()
    actions.take_in(two.first, minutes, *answer)
    assert two.state() == "released"


def test_the_first_person_is_not_the_second(two: Two) -> None:
    with pytest.raises(SamePerson):
        two.second(by=two.first)
    with pytest.raises(DatabaseError, match="lieguan: the second person"), transaction.atomic():
        SecondConfirmation.objects.create(version=two.version, by=two.first)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MEMBER])
def test_who_may_not_confirm_is_no_second_person(two: Two, role: Role) -> None:
    with pytest.raises(NotAllowed):
        two.second(by=two.scene.account(role, body=two.scene.body))


def test_a_correction_needs_a_second_person_again(two: Two) -> None:
    two.second()
    two.confirmed(2)
    with pytest.raises(actions.NeedsSecond):
        actions.enter_ruling(two.first, two.entry())
    with pytest.raises(Conflict):
        two.second(version=1)
    two.second(version=2)
    actions.enter_ruling(two.first, two.entry())


def test_it_is_done_once_and_stays(two: Two) -> None:
    made = two.second()
    with pytest.raises(Conflict):
        two.second()
    for change in (
        "UPDATE records_secondconfirmation SET by_id = by_id",
        "DELETE FROM records_secondconfirmation",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    (entry,) = Entry.objects.filter(action="records.confirm_second")
    assert (entry.actor_id, entry.values.after) == (made.by_id, {"version": 1})
    assert list(chain()) == []


def test_switching_it_off_is_logged(two: Two) -> None:
    administrator = two.scene.account(Role.ADMINISTRATOR)
    registry.edit_body(administrator, two.scene.body.pk, {"second_person": False})
    entry = Entry.objects.get(action="registry.second_person_off")
    assert (entry.actor_id, entry.object_id) == (administrator.pk, str(two.scene.body.pk))
    actions.enter_ruling(two.first, two.entry())
    assert two.state() == "released"
    assert [str(one) for one in [*chain(), *verification.of_tracking()]] == []


def test_the_database_does_not_let_it_be_switched_off_silently(two: Two) -> None:
    body = Body.objects.get(pk=two.scene.body.pk)
    body.second_person = False
    with pytest.raises(DatabaseError, match="lieguan: a body gives up"), transaction.atomic():
        body.save()
    with pytest.raises(DatabaseError, match="lieguan: a body gives up"), transaction.atomic():
        Body.objects.update(second_person=False)


def test_an_entry_that_says_so_of_another_body_does_not_do(two: Two) -> None:
    other = Body.objects.create(name="別的小組", slug="other")
    registry.edit_body(two.scene.account(Role.ADMINISTRATOR), other.pk, {"second_person": False})
    with pytest.raises(DatabaseError, match="lieguan: a body gives up"), transaction.atomic():
        Body.objects.filter(pk=two.scene.body.pk).update(second_person=False)


class TestPages:
    """What the two people see."""

    def page(self, account: Account, two: Two, name: str = "tracking:second") -> str:
        client = Client()
        client.force_login(account)
        answer = client.get(reverse(name, args=[two.scene.minutes(two.meeting).pk]))
        assert answer.status_code == 200
        return answer.content.decode()

    def test_the_first_person_is_told_who_still_has_to_confirm(self, two: Two) -> None:
        for name in ("tracking:second", "tracking:proposals"):
            page = self.page(two.first, two, name)
            assert "您是確認者，不能由您自己覆核" in page
            assert f"可由下列人員覆核：{two.other}" in page
            assert "覆核無誤" not in page

    def test_the_second_person_sees_what_is_ended_and_confirms(self, two: Two) -> None:
        page = self.page(two.other, two)
        assert "海堤巡查計畫" in page
        assert "覆核無誤" in page
        client = Client()
        client.force_login(two.other)
        address = reverse("tracking:second", args=[two.scene.minutes(two.meeting).pk])
        answer = client.post(address, {"version": "1"}, follow=True)
        assert "已覆核" in answer.content.decode()
        assert SecondConfirmation.objects.get().by == two.other
        assert f"已由 {two.other} 於" in self.page(two.first, two)
        assert "尚待另一人覆核" not in self.page(two.first, two, "tracking:proposals")

    def test_a_page_that_was_overtaken_says_so(self, two: Two) -> None:
        two.confirmed(2)
        client = Client()
        client.force_login(two.other)
        address = reverse("tracking:second", args=[two.scene.minutes(two.meeting).pk])
        assert "已有變動" in client.post(address, {"version": "1"}, follow=True).content.decode()
        assert not SecondConfirmation.objects.exists()

    def test_entering_what_waits_is_told_and_changes_nothing(self, two: Two) -> None:
        client = Client()
        client.force_login(two.first)
        address = reverse("tracking:rule", args=[two.item.pk])
        sent = {"clause": two.clause.pk, "kind": "release", "version": two.item.version}
        answer = client.post(f"{address}?meeting={two.meeting.pk}", sent)
        assert answer.status_code == 422
        assert "覆核" in answer.content.decode()
        assert two.state() == "tracked"

    def test_both_find_it_among_what_waits(self, two: Two) -> None:
        assert f"等候他人覆核：{two.meeting}" in [task.text for task in tasks.waiting(two.first)]
        assert f"覆核紀錄：{two.meeting}" in [task.text for task in tasks.waiting(two.other)]
        two.second()
        for account in (two.first, two.other):
            assert not [task for task in tasks.waiting(account) if "覆核" in task.text]

    def test_a_record_that_ends_nothing_is_not_among_them(self, two: Two) -> None:
        Clause.objects.filter(pk=two.clause.pk).update(disposition="note", rulings=[])
        assert not [task for task in tasks.waiting(two.other) if "覆核" in task.text]

    def test_nobody_else_can_and_the_page_says_what_to_do(self, two: Two) -> None:
        two.other.grants.all().delete()
        assert "目前沒有其他人可以覆核" in self.page(two.first, two)

    def test_the_items_history_shows_it(self, two: Two) -> None:
        two.second()
        actions.enter_ruling(two.first, two.entry())
        address = reverse("tracking:item", args=[two.item.pk])
        public = Client().get(address).content.decode()
        assert "紀錄經第二人覆核" in public
        assert str(two.other) not in public
        client = Client()
        client.force_login(two.first)
        assert str(two.other) in client.get(address).content.decode()


def test_a_record_that_is_not_confirmed_has_no_such_page(two: Two) -> None:
    minutes = two.scene.minutes(two.meeting)
    minutes.state = minutes.State.DRAFT
    minutes.save()
    client = Client()
    client.force_login(two.other)
    answer = client.get(reverse("tracking:second", args=[minutes.pk]))
    assert answer.status_code == 302
