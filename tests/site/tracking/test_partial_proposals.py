"""Releases of some duties alone, and those that the meeting leaves to somebody else: proposed, shown, entered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from lieguan.record.nouns import Ruling as RulingWords
from lieguan.site.records.models import Clause
from lieguan.site.tracking import naming
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.proposals import propose
from lieguan.site.tracking.proposed import ClauseFacts, KnownItem, RulingProposal
from scene import Scene, duties, states

TITLE = "海堤巡查資訊公開"
KNOWN = [
    KnownItem(1, 1, TITLE, agencies=frozenset({"經濟部水利署", "內政部", "交通部"})),
    KnownItem(2, 2, "潮間帶生態調查計畫", agencies=frozenset({"內政部"})),
]


def proposed(text: str, *subjects: str, rest: bool = False) -> list[RulingProposal]:
    """What a clause that releases proposes."""
    entries = [RulingWords("release", subjects or (TITLE,), by_reference=False)]
    entries += [RulingWords("release", ("其餘",), by_reference=False)] if rest else []
    return propose([ClauseFacts(1, text, rulings=tuple(entries))], KNOWN).rulings


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        (f"「{TITLE}」內政部部分解除列管，其餘機關持續列管。", ("內政部",)),
        (f"「{TITLE}」內政部及交通部辦理部分，同意解除列管。", ("交通部", "內政部")),
        (f"「{TITLE}」有關水利署應辦事項部分解除列管。", ("經濟部水利署",)),
        (f"「{TITLE}」水利署部分持續列管，交通部部分解除列管。", ("交通部",)),
    ],
)
def test_the_agencies_of_a_part_are_offered_and_not_ticked(text: str, agencies: tuple[str, ...]) -> None:
    (made,) = proposed(text)
    assert (made.agencies, made.ticked, made.certainty) == (agencies, False, "guess")


@pytest.mark.parametrize(
    "text",
    [
        f"「{TITLE}」解除列管。",
        f"「{TITLE}」大部分已完成，同意解除列管，並請內政部持續維護。",
        f"「{TITLE}」內政部、交通部及水利署部分均解除列管。",
        f"「{TITLE}」同意解除列管，後續請內政部就部分海堤加強巡查。",
    ],
)
def test_a_release_of_the_whole_is_ticked_as_before(text: str) -> None:
    (made,) = proposed(text)
    assert (made.agencies, made.delegated, made.ticked) == ((), False, True)


@pytest.mark.parametrize(
    ("text", "delegated"),
    [
        (f"「{TITLE}」完成後授權召集人核定解除列管。", True),
        (f"「{TITLE}」委由幕僚單位確認後解除列管。", True),
        ("授權水利署辦理測站盤點。", False),
        (f"「{TITLE}」業經授權辦理完竣。同意解除列管。", False),
    ],
)
def test_words_that_leave_the_release_to_somebody(text: str, delegated: bool) -> None:
    assert naming.delegates(text) is delegated


def test_what_is_left_open_is_not_among_the_rest() -> None:
    made = proposed(f"「{TITLE}」內政部部分解除列管，其餘解除列管。", rest=True)
    assert [(one.item, one.subject) for one in made] == [(1, TITLE), (2, "")]


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


@pytest.fixture
def clerk(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.secretariat)
    return client


def laid(scene: Scene, text: str) -> tuple[Item, Clause, str]:
    """An item of three agencies, the clause of the next meeting that releases it, and the page of its proposals."""
    item = scene.item(scene.meeting(1), "經濟部水利署", "內政部", "交通部", title=TITLE)
    words = [{"disposition": "release", "subjects": [TITLE], "by_reference": False, "spans": []}]
    clause = scene.clause(scene.meeting(2), text, disposition="release", rulings=words)
    return item, clause, f"/minutes/{clause.minutes_id}/items/"


def sent(page: Any, item: Item, clause: Clause, /, **changes: Any) -> dict[str, Any]:
    """The form as shown, with the ruling ticked and some of its fields changed."""
    (form,) = [
        one for one in html.fromstring(page.content.decode()).forms if one.get("data-guard") is not None
    ]
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    key = f"ruling-{clause.pk}-0-{item.pk}"
    return data | {f"{key}-tick": "on"} | {f"{key}-{name}": value for name, value in changes.items()}


def test_a_part_is_entered_as_it_is_offered(scene: Scene, clerk: Client) -> None:
    item, clause, address = laid(scene, f"「{TITLE}」內政部部分解除列管，其餘機關持續列管。")
    page = clerk.get(address)
    assert Ruling.objects.count() == 0
    answer = clerk.post(address, sent(page, item, clause))
    assert answer.status_code == 302, answer.content.decode()
    ruling = Ruling.objects.get()
    assert not ruling.whole
    assert [str(duty) for duty in ruling.duties.all()] == ["內政部"]
    assert states(duties(item)) == ["tracked", "released", "tracked"]
    assert states([item]) == ["tracked"]


def test_the_whole_can_be_chosen_instead_and_duties_are_of_their_item(scene: Scene, clerk: Client) -> None:
    item, clause, address = laid(scene, f"「{TITLE}」內政部部分解除列管，其餘機關持續列管。")
    other = scene.item(scene.meeting(1), "內政部", title="潮間帶生態調查計畫")
    page = clerk.get(address)
    answer = clerk.post(address, sent(page, item, clause, item=str(other.pk)))
    assert answer.status_code == 400
    assert "這些機關不屬於所選的事項" in answer.content.decode()
    answer = clerk.post(address, sent(page, item, clause, duties=[]))
    assert answer.status_code == 302, answer.content.decode()
    assert states([item, other]) == ["released", "tracked"]


def test_a_delegated_release_asks_for_the_act(scene: Scene, clerk: Client) -> None:
    item, clause, address = laid(scene, f"「{TITLE}」完成後授權召集人核定解除列管。")
    page = clerk.get(address)
    answer = clerk.post(address, sent(page, item, clause))
    assert answer.status_code == 400
    assert Ruling.objects.count() == 0
    act = "114年3月3日召集人核定"
    answer = clerk.post(address, sent(page, item, clause, delegated_act=act))
    assert answer.status_code == 302, answer.content.decode()
    ruling = Ruling.objects.get()
    assert (ruling.delegated_act, ruling.clause_id) == (act, clause.pk)
    assert states([item]) == ["released"]
    assert act in Client().get(f"/items/{item.pk}/").content.decode()


def test_a_release_that_names_no_agency_asks_for_neither(scene: Scene, clerk: Client) -> None:
    item, clause, address = laid(scene, f"「{TITLE}」解除列管。")
    shown = clerk.get(address).content.decode()
    key = f"ruling-{clause.pk}-0-{item.pk}"
    assert f'name="{key}-duties"' not in shown
    assert f'name="{key}-delegated_act"' not in shown
