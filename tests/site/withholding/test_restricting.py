"""Restricting and lifting: who may, what it covers, where words go afterwards, and what the log and the database hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lieguan.errors import Conflict, InvalidInput, NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.records import actions as records
from lieguan.site.records.models import Clause, Meeting, Point, Statement
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import RulingKind
from lieguan.site.withholding import verification
from lieguan.site.withholding.actions import lift, restrict
from lieguan.site.withholding.models import Cover, Restriction
from lieguan.site.withholding.reading import inside, reading_as
from scene import Scene

pytestmark = pytest.mark.django_db
NOTICE = "本段依政府資訊公開法第18條第1項第6款不予公開"


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def clause(scene: Scene) -> Clause:
    return scene.clause(scene.meeting(1), "請內政部公布密件名單。")


def opened(scene: Scene, clause: Clause, title: str = "密件名單", agency: str = "內政部") -> Item:
    return actions.open_item(scene.secretariat, clause, title=title, duties=[actions.DutyEntry(agency)])


def withheld(scene: Scene, kind: str, key: Any, ground: int = 6) -> Restriction:
    return restrict(scene.secretariat, kind, str(key), ground=ground, reason="涉及個人資料")


def test_what_is_restricted_is_read_by_those_with_the_right(scene: Scene, clause: Clause) -> None:
    withheld(scene, "clause", clause.uid)
    readers = {
        None: False,
        scene.account(Role.MEMBER, body=scene.body): False,
        scene.account(Role.CHAIR, body=scene.body): True,
        scene.account(Role.AUDITOR): True,
        Scene("other").secretariat: False,
        scene.secretariat: True,
    }
    for account, may in readers.items():
        with reading_as(account):
            assert (Clause.objects.get().text == "請內政部公布密件名單。") is may
            assert (Clause.objects.get().text == NOTICE) is not may


def test_who_does_not_say_who_reads_reads_what_anybody_may(scene: Scene, clause: Clause) -> None:
    withheld(scene, "clause", clause.uid)
    with reading_as(None):
        assert clause.text == NOTICE
    with inside():
        assert clause.text == "請內政部公布密件名單。"


def test_saving_what_one_may_not_read_leaves_the_words(scene: Scene, clause: Clause) -> None:
    withheld(scene, "clause", clause.uid)
    with reading_as(None):
        found = Clause.objects.get()
        found.save()
    assert Clause.objects.get().text == "請內政部公布密件名單。"


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MEMBER])
def test_only_the_secretariat_restricts_and_lifts(scene: Scene, clause: Clause, role: Role) -> None:
    other = scene.account(role, body=scene.body)
    with pytest.raises(NotAllowed):
        restrict(other, "clause", clause.uid, ground=3, reason="尚未核定")
    made = withheld(scene, "clause", clause.uid)
    with pytest.raises(NotAllowed):
        lift(other, made.pk, "已核定")
    assert Restriction.objects.filter(lifted_at=None).count() == 1


@pytest.mark.parametrize(
    ("kind", "key", "ground", "reason", "field"),
    [
        ("clause", "nothing", 3, "尚未核定", "key"),
        ("poem", "", 3, "尚未核定", "kind"),
        ("clause", "", 10, "尚未核定", "ground"),
        ("clause", "", 3, "  ", "reason"),
    ],
)
def test_a_restriction_names_a_thing_a_ground_and_a_reason(
    scene: Scene, clause: Clause, kind: str, key: str, ground: int, reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        restrict(scene.secretariat, kind, key or clause.uid, ground=ground, reason=reason)
    assert told.value.field == field


def test_a_thing_is_restricted_once_and_again_after_it_was_lifted(scene: Scene, clause: Clause) -> None:
    made = withheld(scene, "clause", clause.uid)
    with pytest.raises(Conflict):
        withheld(scene, "clause", clause.uid)
    lift(scene.secretariat, made.pk, "已核定")
    with pytest.raises(Conflict):
        lift(scene.secretariat, made.pk, "已核定")
    with reading_as(None):
        assert Clause.objects.get().text == "請內政部公布密件名單。"
    withheld(scene, "clause", clause.uid, ground=3)
    logged = Entry.objects.filter(kind="withholding.restriction").values_list("action", flat=True)
    assert list(logged) == [
        "withholding.restrict", "withholding.lift", "withholding.restrict",
    ]  # fmt: skip


def test_an_item_opened_from_a_withheld_clause_is_withheld(scene: Scene, clause: Clause) -> None:
    before = opened(scene, clause, "先開之密件")
    withheld(scene, "clause", clause.uid)
    later = opened(scene, clause, "後開之密件")
    for item in (before, later):
        with reading_as(None):
            shown = Item.objects.get(pk=item.pk)
            assert "密件" not in f"{shown}{shown.text}"
            assert str(shown.number) in str(shown)
            assert "第6款不予公開" in shown.title


def test_an_agency_reads_its_own_item(scene: Scene, clause: Clause) -> None:
    item = opened(scene, clause)
    withheld(scene, "item", item.pk)
    own = scene.account(Role.DESK, agency=item.duties.get().agency)
    another = opened(scene, scene.clause(clause.meeting), agency="文化部")
    other = scene.account(Role.DESK, agency=another.duties.get().agency)
    for account, may in ((own, True), (other, False)):
        with reading_as(account):
            assert ("密件" in Item.objects.get(pk=item.pk).text) is may
            assert ("密件" in Clause.objects.get(pk=clause.pk).text) is may


def test_a_withheld_item_withholds_what_is_said_on_it_later(scene: Scene, clause: Clause) -> None:
    item = opened(scene, clause)
    withheld(scene, "item", item.pk)
    ruling = scene.rule(item, scene.meeting(2), RulingKind.TRACK, reason="密件續辦")
    with reading_as(None):
        assert "密件" not in type(ruling).objects.get(pk=ruling.pk).reason
    with reading_as(scene.secretariat):
        assert type(ruling).objects.get(pk=ruling.pk).reason == "密件續辦"


def test_verify_names_restrictions_that_were_changed_behind_the_log(scene: Scene, clause: Clause) -> None:
    made = withheld(scene, "clause", clause.uid)
    assert list(verification.verify()) == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER withholding_restriction_facts")
        cursor.execute("DROP TRIGGER withholding_cover_not_removed")
        cursor.execute("UPDATE withholding_restriction SET lifted_at = made_at")
        cursor.execute("DELETE FROM withholding_cover")
    assert {problem.code for problem in verification.verify()} == {"log.differs", "restriction.covers"}
    assert str(made.pk) in next(iter(verification.verify())).place


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM withholding_cover",
        "UPDATE withholding_cover SET key = 'x'",
        "DELETE FROM withholding_restriction",
        "UPDATE withholding_restriction SET ground = 1",
    ],
)
def test_the_database_refuses_to_take_a_restriction_away(database: Any, statement: str) -> None:
    scene = Scene()
    withheld(scene, "clause", scene.clause(scene.meeting(1)).uid)
    with pytest.raises(Exception) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(told.value, IntegrityError) or "permission denied" in str(told.value)


class TestRecords:
    """Restrictions and the records of meetings: corrections, earlier versions, the file."""

    def test_words_stay_withheld_where_a_correction_takes_them(
        self, secretary: Any, confirmed: Callable[..., Any]
    ) -> None:
        done = confirmed()
        clause = Clause.objects.get(text__startswith="照案通過")
        restrict(secretary, "clause", clause.uid, ground=3, reason="尚未核定")
        draft = records.start_correction(secretary, done.pk)
        draft, _focus = records.edit(
            secretary, done.pk, draft.draft_version, "clause-split", clause.uid, {"at": 5}
        )
        records.save_correction(secretary, done.pk, draft.draft_version, "應分兩款")
        parts = Clause.objects.filter(agenda_title=clause.agenda_title, standing=True)
        assert parts.count() == 2
        with reading_as(None):
            assert {part.text for part in parts} == {"本段依政府資訊公開法第18條第1項第3款不予公開"}

    def test_what_was_the_first_part_stays_public_where_the_later_part_is_restricted(
        self, secretary: Any, confirmed: Callable[..., Any], client: Client
    ) -> None:
        done = confirmed()
        clause = Clause.objects.get(text__startswith="照案通過")
        draft = records.start_correction(secretary, done.pk)
        draft, _focus = records.edit(
            secretary, done.pk, draft.draft_version, "clause-split", clause.uid, {"at": 5}
        )
        records.save_correction(secretary, done.pk, draft.draft_version, "應分兩款")
        later = Clause.objects.get(split_from=clause)
        restrict(secretary, "clause", later.uid, ground=3, reason="尚未核定")
        address = reverse("records:record", args=[done.meeting_id])
        now, before = (client.get(address, {"version": number}).content.decode() for number in (2, 1))
        assert "照案通過" in now
        assert "照案通過" not in before  # there the two are one paragraph
        assert later.text not in now + before
        assert (
            later.text not in client.get(reverse("records:versions", args=[done.meeting_id])).content.decode()
        )

    def test_the_file_is_given_as_a_redacted_edition(
        self, secretary: Any, confirmed: Callable[..., Any], client: Client
    ) -> None:
        done = confirmed()
        address = reverse("records:source", args=[done.pk])
        assert b"".join(client.get(address)).startswith(b"[")
        point = Point.objects.first()
        made = restrict(secretary, "point", point.uid, ground=6, reason="隱私")
        answer = client.get(address)
        said = answer.content.decode()
        assert point.text not in said
        assert NOTICE in said
        assert Statement.objects.first().as_written in said
        assert answer["Content-Disposition"].startswith("attachment")
        client.force_login(secretary)
        assert b"".join(client.get(address)).startswith(b"[")
        client.logout()
        lift(secretary, made.pk, "當事人同意")
        assert b"".join(client.get(address)).startswith(b"[")

    def test_it_takes_effect_at_once_for_who_read_the_page_before(
        self, secretary: Any, confirmed: Callable[..., Any], client: Client
    ) -> None:
        done = confirmed()
        point = Point.objects.first()
        page = reverse("records:meeting", args=[done.meeting_id])
        assert point.text in client.get(page).content.decode()
        assert point.text in client.get(page).content.decode()  # kept
        changed = Meeting.objects.get().modified_at
        restrict(secretary, "point", point.uid, ground=6, reason="隱私")
        assert point.text not in client.get(page).content.decode()
        assert Meeting.objects.get().modified_at > changed

    def test_the_pages_restrict_and_lift(self, browser: Client, confirmed: Callable[..., Any]) -> None:
        done = confirmed()
        clause = Clause.objects.get(text__startswith="照案通過")
        page = reverse("withholding:restrict", args=["clause", clause.uid])
        assert page in browser.get(reverse("records:meeting", args=[done.meeting_id])).content.decode()
        assert clause.text in browser.get(page).content.decode()
        assert browser.post(page, {"ground": "3"}).status_code == 400
        answer = browser.post(page, {"ground": "3", "reason": "尚未核定"})
        assert answer.url.endswith(f"#{clause.uid}")
        assert "不對外公開（第 3 款）" in browser.get(answer.url).content.decode()
        assert (
            "尚未核定"
            in browser.get(reverse("withholding:restrictions", args=[done.body.slug])).content.decode()
        )
        made = Restriction.objects.get()
        browser.post(reverse("withholding:lift", args=[made.pk]), {"reason": "已核定"})
        made.refresh_from_db()
        assert made.lifted_because == "已核定"
        assert Cover.objects.count() > 0
