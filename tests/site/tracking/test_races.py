"""The same moment, two people, the actions themselves: one wins, the other is told, and nothing is lost.

LIEGUAN_RACES says how many times each kind; the long run tries more than a thousand on each database.
"""

from __future__ import annotations

import os
from datetime import date
from functools import partial

from databases import Database
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import chain
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, intake, verification
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.models import Item, Progress, Ruling
from lieguan.site.tracking.states import RulingKind
from races import at_once
from scene import Scene, duties

RACES = int(os.environ.get("LIEGUAN_RACES", "6"))
REPORT = ProgressEntry("辦理中。", as_of=date(2026, 1, 5))


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


def reported(scene: Scene, item: Item, *, submit: bool = True) -> tuple[Account, Progress]:
    """A report on the item's one duty, and the desk that wrote it."""
    (duty,) = duties(item)
    desk = scene.account(Role.DESK, agency=duty.agency)
    return desk, actions.write_progress(desk, duty, REPORT, submit=submit)


def test_two_reviews_of_the_same_report(fresh_database: Database) -> None:
    """Returned twice, or accepted by one and returned by the other."""
    scene = Scene()
    opening = scene.meeting(1)
    for turn in range(RACES):
        _desk, report = reported(scene, scene.item(opening, "內政部"))
        returns = partial(actions.review_progress, scene.secretariat, report, accept=False)
        other = (
            partial(returns, return_reason="乙說明不足")
            if turn % 2
            else partial(actions.review_progress, scene.secretariat, report, accept=True)
        )
        told = at_once(fresh_database, partial(returns, return_reason="甲說明不足"), other)
        assert sorted(told) == ["", "site.conflict"]
        found = Progress.objects.get(pk=report.pk)
        accepted = found.state == Progress.State.ACCEPTED
        won = "甲說明不足" if not told[0] else "" if accepted else "乙說明不足"
        assert found.return_reason == won
        assert found.text == REPORT.text
        assert Entry.objects.filter(kind="tracking.progress", object_id=report.pk).count() == 3
    sound()


def test_the_same_draft_submitted_twice(fresh_database: Database) -> None:
    scene = Scene()
    opening = scene.meeting(1)
    for _ in range(RACES):
        desk, draft = reported(scene, scene.item(opening, "內政部"), submit=False)
        told = at_once(fresh_database, *(partial(actions.submit_progress, desk, draft) for _ in range(2)))
        assert sorted(told) == ["", "site.conflict"]
        assert [one.state for one in Progress.objects.filter(duty=draft.duty)] == [Progress.State.SUBMITTED]
    sound()


def test_two_desks_report_on_the_same_duty(fresh_database: Database) -> None:
    """Each says something else: whatever was acknowledged stands as it was written."""
    scene = Scene()
    opening = scene.meeting(1)
    for _ in range(RACES):
        (duty,) = duties(scene.item(opening, "內政部"))
        desks = [scene.account(Role.DESK, agency=duty.agency) for _ in range(2)]
        said = [ProgressEntry(f"{name}已完成。", as_of=opening.starts_on) for name in "甲乙"]
        told = at_once(
            fresh_database,
            *(
                partial(actions.write_progress, desk, duty, entry, submit=True)
                for desk, entry in zip(desks, said, strict=True)
            ),
        )
        assert "" in told
        assert set(told) <= {"", "site.conflict", "site.refused"}
        standing = {one.text for one in Progress.objects.filter(duty=duty, state=Progress.State.SUBMITTED)}
        assert standing == {entry.text for entry, code in zip(said, told, strict=True) if not code}
    sound()


def test_a_return_and_the_next_version_at_once(fresh_database: Database) -> None:
    scene = Scene()
    opening = scene.meeting(1)
    for _ in range(RACES):
        desk, report = reported(scene, scene.item(opening, "內政部"))
        later = ProgressEntry("補充說明。", as_of=opening.starts_on)
        told = at_once(
            fresh_database,
            partial(
                actions.review_progress, scene.secretariat, report, accept=False, return_reason="說明不足"
            ),
            partial(actions.write_progress, desk, report.duty, later, submit=True),
        )
        assert told[0] == ""
        assert told[1] in {"", "site.conflict", "site.refused"}
        found = list(Progress.objects.filter(duty=report.duty).order_by("version"))
        assert (found[0].text, found[0].state) == (REPORT.text, Progress.State.RETURNED)
        assert [one.text for one in found[1:]] == ([later.text] if not told[1] else [])
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
