"""An authorised erasure leaves actor, ground and digests, and a chain that still verifies; nothing else empties values."""

from __future__ import annotations

import io
from argparse import Namespace

import pytest
from django.db import DatabaseError, connection, transaction

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.log import guards, verification
from lieguan.site.log.erasing import MARK, holding, restated
from lieguan.site.log.models import Entry, Values
from lieguan.site.project.commands import erasure
from lieguan.site.registry.logbook.actions import erase
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions
from lieguan.site.tracking import verification as tracking
from lieguan.site.tracking.models import Item
from scene import Scene

pytestmark = pytest.mark.usefixtures("database")

NAME = "王小明"
GROUND = "個人資料保護法第11條第3項"
REFUSED = r"lieguan: values of the log|permission denied"


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def administrator(scene: Scene) -> Account:
    return scene.account(Role.ADMINISTRATOR)


@pytest.fixture
def item(scene: Scene) -> Item:
    """An item whose title named a person, and does no more."""
    opened = scene.item(scene.meeting(1), "內政部", title=f"{NAME}陳情案之處理")
    return actions.edit_item(scene.secretariat, opened, version=opened.version, title="民眾陳情案之處理")


def problems(published: str = "") -> list[str]:
    return [str(one) for one in [*verification.chain(published), *tracking.of_tracking()]]


def kept() -> str:
    """Everything that stands in the values of the log."""
    return str(list(Values.objects.values_list("before", "after")))


def test_words_are_gone_and_the_chain_verifies(item: Item, administrator: Account) -> None:
    before = verification.head()[1]
    assert NAME in kept()
    done = erase(administrator, [NAME], GROUND)
    assert NAME not in kept()
    assert MARK in kept()
    assert [entry.ground for entry in done.entries] == [GROUND] * len(done.entries)
    assert {entry.actor_id for entry in done.entries} == {administrator.pk}
    assert holding([NAME]) == []
    assert problems(before) == []


def test_the_entry_itself_and_its_digests_stay(item: Item, administrator: Account) -> None:
    as_it_was = list(Entry.objects.values_list())
    erase(administrator, [NAME], GROUND)
    assert list(Entry.objects.values_list())[: len(as_it_was)] == as_it_was


def test_words_that_a_fact_still_holds_can_be_erased_from_the_log(
    scene: Scene, administrator: Account
) -> None:
    item = scene.item(scene.meeting(1), title=f"{NAME}陳情案之處理")
    erase(administrator, [NAME], GROUND)
    assert NAME not in kept()
    assert problems() == []
    guards.remove(connection) if connection.vendor == "sqlite" else None
    Item.objects.filter(pk=item.pk).update(title=f"{NAME}陳情案之駁回")
    assert [one.split(": ")[1] for one in problems()] == ["it was changed behind the log's back"]


def test_what_was_left_can_be_erased_further(item: Item, administrator: Account) -> None:
    erase(administrator, [NAME], GROUND)
    erase(administrator, ["陳情案之處理"], "政府資訊公開法第18條第1項第6款")
    assert "陳情案之處理" not in kept()
    assert all("陳情案之處理" not in str(values) for values in restated().values())
    assert problems() == []


def test_the_entries_of_one_object_alone(scene: Scene, administrator: Account) -> None:
    one, other = (scene.item(scene.meeting(1), title=f"{NAME}第{n}案") for n in "甲乙")
    erase(administrator, [NAME], GROUND, of=one)
    assert f"{NAME}第甲案" not in kept()
    assert f"{NAME}第乙案" in kept()
    assert other.title == f"{NAME}第乙案"
    assert problems() == []


def test_the_number_of_a_person_s_words_cannot_be_tried_against_the_digest(
    item: Item, administrator: Account
) -> None:
    done = erase(administrator, [NAME], GROUND)
    erased = [int(entry.object_id) for entry in done.entries]
    assert set(Values.objects.filter(pk__in=erased).values_list("salt", "before", "after")) == {
        ("", None, None)
    }


@pytest.mark.parametrize(
    ("words", "ground"),
    [([], GROUND), (["王"], GROUND), ([" "], GROUND), ([NAME], " "), ([NAME], f"{NAME}之請求")],
    ids=["no words", "one character", "blank", "no ground", "a ground that repeats them"],
)
def test_what_is_no_erasure_is_refused(
    item: Item, administrator: Account, words: list[str], ground: str
) -> None:
    count = Entry.objects.count()
    with pytest.raises(InvalidInput):
        erase(administrator, words, ground)
    assert Entry.objects.count() == count


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_an_administrator_erases_and_nobody_else(scene: Scene, item: Item, role: Role) -> None:
    scope = {
        Role.SECRETARIAT: {"body": scene.body},
        Role.CHAIR: {"body": scene.body},
        Role.MEMBER: {"body": scene.body},
        Role.DESK: {"agency": item.duties.get().agency},
        Role.APPROVER: {"agency": item.duties.get().agency},
    }.get(role, {})
    with pytest.raises(NotAllowed):
        erase(scene.account(role, **scope), [NAME], GROUND)
    assert NAME in kept()


def test_what_stands_in_the_chain_itself_is_named(scene: Scene, item: Item, administrator: Account) -> None:
    done = erase(administrator, [scene.secretariat.name], GROUND)
    assert set(done.standing) == set(
        Entry.objects.filter(actor=scene.secretariat.name).values_list("number", flat=True)
    )


@pytest.mark.parametrize(
    "change",
    [
        "salt = '', before = NULL, after = NULL",
        "before = NULL",
        'after = \'{"title": "x"}\'',
        "entry_id = 9999",
    ],
)
def test_values_are_not_emptied_without_an_erasure(item: Item, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE log_values SET {change} WHERE entry_id = 1")


def test_erased_values_do_not_come_back(item: Item, administrator: Account) -> None:
    number = int(erase(administrator, [NAME], GROUND).entries[0].object_id)
    with (
        pytest.raises(DatabaseError, match=REFUSED),
        transaction.atomic(),
    ):
        Values.objects.filter(pk=number).update(after={"title": "別的"})


def test_the_command_reads_the_words_from_standard_input(
    item: Item, administrator: Account, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NAME}\n"))
    status = erasure.run(Namespace(words=["-"], ground=GROUND, actor=administrator.email))
    assert status == 0
    assert "out of 2 entries" in capsys.readouterr().out
    assert NAME not in kept()
