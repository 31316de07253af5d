"""The same moment, two people, the actions themselves: one wins, the other is told, and nothing is lost.

LIEGUAN_RACES says how many times; the long run tries a thousand.
"""

from __future__ import annotations

import os
from functools import partial

from databases import Database
from lieguan.site.log.verification import chain
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, intake, verification
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.models import Item, Progress, Ruling
from lieguan.site.tracking.states import RulingKind
from races import at_once
from scene import Scene, duties

RACES = int(os.environ.get("LIEGUAN_RACES", "6"))


def sound() -> None:
    assert [str(problem) for problem in [*verification.of_tracking(), *chain()]] == []


def test_two_rulings_that_end_the_same_item(fresh_database: Database) -> None:
    scene = Scene()
    opening, ruling = scene.meeting(1), scene.meeting(2)
    for _ in range(RACES):
        item = scene.item(opening, "內政部")
        entries = [scene.entry(item, ruling, kind) for kind in (RulingKind.RELEASE, RulingKind.SELF_TRACK)]
        told = at_once(
            fresh_database, *(partial(actions.enter_ruling, scene.secretariat, entry) for entry in entries)
        )
        assert sorted(map(bool, told)) == [False, True], told
        assert Ruling.objects.filter(item=item).count() == 1
        assert Item.objects.get(pk=item.pk).state != "tracked"
    sound()


def test_two_edits_of_the_same_page(fresh_database: Database) -> None:
    scene = Scene()
    item = scene.item(scene.meeting(1), "內政部")
    for turn in range(RACES):
        item.refresh_from_db()
        seen = item.version
        told = at_once(
            fresh_database,
            *(
                partial(actions.edit_item, scene.secretariat, item, version=seen, title=f"第{turn}回{name}")
                for name in "甲乙"
            ),
        )
        assert sorted(told) == ["", "site.conflict"]
        assert Item.objects.get(pk=item.pk).version == seen + 1
    sound()


def test_a_double_click_opens_once(fresh_database: Database) -> None:
    scene = Scene()
    for _ in range(RACES):
        clause = scene.clause(
            scene.meeting(3),
            "「海岸巡守計畫」請內政部辦理。",
            agencies=[{"name": "內政部", "as_written": "內政部"}],
        )
        answer = intake.as_proposed(clause.minutes)
        told = at_once(
            fresh_database,
            *(partial(actions.take_in, scene.secretariat, clause.minutes, *answer) for _ in range(2)),
        )
        assert told == ["", ""]
        assert Item.objects.filter(opened_by=clause).count() == 1
    sound()


def test_submitting_and_releasing_at_once(fresh_database: Database) -> None:
    scene = Scene()
    opening, ruling = scene.meeting(1), scene.meeting(2)
    for _ in range(RACES):
        item = scene.item(opening, "內政部")
        (duty,) = duties(item)
        desk = scene.account(Role.DESK, agency=duty.agency)
        entry = scene.entry(item, ruling, RulingKind.RELEASE)
        report = ProgressEntry("已完成。", as_of=opening.starts_on)
        told = at_once(
            fresh_database,
            partial(actions.write_progress, desk, duty, report, submit=True),
            partial(actions.enter_ruling, scene.secretariat, entry),
        )
        assert told[1] == ""
        assert told[0] in {"", "site.refused"}
        assert Progress.objects.filter(duty=duty).exists() == (told[0] == "")
        assert Item.objects.get(pk=item.pk).state == "released"
    sound()


def test_numbers_are_given_once(fresh_database: Database) -> None:
    scene = Scene()
    opening = scene.meeting(1)
    clauses = [scene.clause(opening) for _ in range(4)]
    for turn in range(RACES):
        told = at_once(
            fresh_database,
            *(
                partial(actions.open_item, scene.secretariat, clause, title=f"第{turn}案")
                for clause in clauses
            ),
        )
        assert told == [""] * 4
    numbers = sorted(Item.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 4 * RACES + 1))
    sound()
