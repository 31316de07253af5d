"""Only a ruling ends tracking: every way to write, times every kind of ending, on both databases, without such a ruling.

The ways below the actions (ORM, statements of the application's role) are tried with more faults in test_guards.py; what
an owner of the database does behind the site's back is test_verification.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import lieguan.site
from lieguan.errors import InvalidInput, Refused
from lieguan.site.records.models import Meeting
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, intake, reporting
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind
from scene import Scene, duties, states
from statements import forged, refused

pytestmark = pytest.mark.usefixtures("database")

ENDING = [kind for kind in RulingKind if MOVES[kind].ends]
# What a record calls them (docs/reference/record-format.md).
DISPOSITIONS = {
    RulingKind.RELEASE: "release",
    RulingKind.SELF_TRACK: "self_track",
    RulingKind.MERGE: "merge",
    RulingKind.HAND_OVER: "hand_over",
    RulingKind.END: "end",
}
SITE = Path(lieguan.site.__path__[0])
OPENAPI = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"
Way = Callable[[Scene, Item, RulingKind], None]


def needs(scene: Scene, item: Item, kind: RulingKind) -> dict[str, Any]:
    """What a ruling of the kind needs beside its clause."""
    if kind is RulingKind.MERGE:
        assert item.opened_by
        return {"merged_into": scene.item(item.opened_by.meeting, "交通部")}
    if kind is RulingKind.HAND_OVER:
        return {"handed_to": "中央災害防救委員會"}
    return {"reason_code": "policy-changed"} if kind is RulingKind.END else {}


def client_of(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.secretariat)
    return client


def by_action(scene: Scene, item: Item, kind: RulingKind) -> None:
    assert item.opened_by
    entry = scene.entry(item, item.opened_by.meeting, kind, clause=item.opened_by, **needs(scene, item, kind))
    with pytest.raises(Refused):
        actions.enter_ruling(scene.secretariat, entry)
    with pytest.raises(Refused):
        actions.enter_rulings(scene.secretariat, [entry])


def by_page(scene: Scene, item: Item, kind: RulingKind) -> None:
    """The page offers no meeting that may not rule; what is sent all the same is refused."""
    assert item.opened_by
    given = {name: getattr(value, "pk", value) for name, value in needs(scene, item, kind).items()}
    client = client_of(scene)
    for meeting in ("", item.opened_by.meeting_id):
        answer = client.post(
            f"/items/{item.pk}/rule/?meeting={meeting}",
            {
                "clause": item.opened_by_id,
                "kind": kind.value,
                "version": item.version,
                "accept": "on",
                **given,
            },
        )
        assert answer.status_code in {409, 422}


def by_proposals(scene: Scene, item: Item, kind: RulingKind) -> None:
    """The page of what confirmed minutes mean, with a ruling added by hand to the opening meeting's own minutes."""
    assert item.opened_by
    minutes = item.opened_by.minutes
    given = {name: getattr(value, "pk", value) for name, value in needs(scene, item, kind).items()}
    data = {"added-0-tick": "on", "added-0-clause": item.opened_by_id, "added-0-item": item.pk}
    answer = client_of(scene).post(
        f"/minutes/{minutes.pk}/items/",
        {**data, "added-0-kind": kind.value, **{f"added-0-{name}": value for name, value in given.items()}},
    )
    assert answer.status_code >= 400


def confirmed_words(scene: Scene, meeting: Meeting, item: Item, kind: RulingKind) -> None:
    """What the record of a meeting says of itself: a clause that rules on the item by its name, taken as proposed."""
    clause = scene.clause(
        meeting,
        f"「{item.title}」{kind.label}。",
        disposition=DISPOSITIONS[kind],
        rulings=[
            {"disposition": DISPOSITIONS[kind], "subjects": [item.title], "by_reference": False, "spans": []}
        ],
    )
    intake.take_in(scene.secretariat, clause.minutes, *intake.as_proposed(clause.minutes))


def by_import(scene: Scene, item: Item, kind: RulingKind) -> None:
    """The same words end it where a later meeting says them: test_the_same_words_of_a_later_meeting_end_it."""
    with suppress(Refused, InvalidInput):
        confirmed_words(scene, scene.meeting(1), item, kind)


def by_report(scene: Scene, item: Item, kind: RulingKind) -> None:
    """An agency that wishes it, and a secretariat that accepts the report and recommends the same, end nothing."""
    (duty,) = duties(item)
    desk = scene.account(Role.DESK, agency=duty.agency)
    entry = ProgressEntry(
        "已完成。", as_of=item.opened_on, status="done", wish=kind.value, wish_reason="已完成"
    )
    reporting.review_progress(
        scene.secretariat, reporting.write_progress(desk, duty, entry, submit=True), accept=True
    )
    more = {"merged_into": "merge_into", "handed_to": "hand_to"}
    given = {more.get(name, name): value for name, value in needs(scene, item, kind).items()}
    actions.recommend(scene.secretariat, item, kind=kind, reason="已完成", version=0, **given)


def by_save(_scene: Scene, item: Item, kind: RulingKind) -> None:
    def save() -> None:
        item.state = MOVES[kind].target
        item.save()

    refused(save)


def by_bulk_update(_scene: Scene, item: Item, kind: RulingKind) -> None:
    item.state = MOVES[kind].target
    refused(lambda: Item.objects.bulk_update([item], ["state"]))
    refused(lambda: Item.objects.filter(pk=item.pk).update(state=MOVES[kind].target))


def by_statement(scene: Scene, item: Item, kind: RulingKind) -> None:
    """Also with a ruling beside it that may not end the item."""
    assert item.opened_by
    ruling = forged(item, scene.clause(item.opened_by.meeting), kind, **needs(scene, item, kind))
    for table, column in (("tracking_item", "id"), ("tracking_duty", "item_id")):
        refused(f"UPDATE {table} SET state = %s WHERE {column} = %s", MOVES[kind].target, item.pk)
        refused(
            f"UPDATE {table} SET state = %s, ended_by_id = %s WHERE {column} = %s",
            MOVES[kind].target,
            ruling.pk,
            item.pk,
        )


WAYS: list[Way] = [
    by_action, by_page, by_proposals, by_import, by_report, by_save, by_bulk_update, by_statement,
]  # fmt: skip


@pytest.mark.parametrize("kind", ENDING, ids=str)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_but_a_later_ruling_ends_tracking(way: Way, kind: RulingKind) -> None:
    scene = Scene()
    item = scene.item(scene.meeting(3), "內政部")
    way(scene, item, kind)
    assert states([item, *duties(item)]) == [ItemState.TRACKED, ItemState.TRACKED]


@pytest.mark.parametrize("kind", [RulingKind.RELEASE, RulingKind.SELF_TRACK], ids=str)
def test_the_same_words_of_a_later_meeting_end_it(kind: RulingKind) -> None:
    scene = Scene()
    item = scene.item(scene.meeting(3), "內政部")
    confirmed_words(scene, scene.meeting(4), item, kind)
    assert states([item]) == [MOVES[kind].target]


def test_every_state_that_is_not_tracked_is_reached_by_a_kind_that_is_tried() -> None:
    assert {MOVES[kind].target for kind in ENDING} == {s.value for s in ItemState} - {ItemState.TRACKED}


def test_programs_can_write_drafts_and_recommendations_alone() -> None:
    """A new operation that writes has to be looked at here: none enters a ruling, so none can end tracking."""
    paths = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"]
    writing = {f"{method} {path}" for path, found in paths.items() for method in found if method != "get"}
    assert writing == {
        "put /api/1/duties/{pk}/draft",
        "delete /api/1/duties/{pk}/draft",
        "post /api/1/duties/{pk}/draft/submit",
        "put /api/1/items/{pk}/recommendation",
        "post /api/1/minutes",
    }


def test_what_enters_rulings_is_what_is_tried() -> None:
    """Whatever else calls the two actions that enter rulings has to be among the ways."""
    called = re.compile(r"\benter_rulings?\(")
    calling = {
        str(path.relative_to(SITE))
        for path in SITE.rglob("*.py")
        if called.search(re.sub(r"def enter_rulings?\(", "", path.read_text(encoding="utf-8")))
    }
    assert calling == {"tracking/ruling.py", "tracking/intake.py", "tracking/views/ruling.py"}
