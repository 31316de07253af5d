"""`lieguan verify` names what an owner of the database did behind the guards' backs. On the SQLite file itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from databases import connected, sqlite_settings
from lieguan.site.log import guards
from lieguan.site.log.verification import chain, head, missing_guards
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.actions import Due, EvidenceEntry, ProgressEntry
from lieguan.site.tracking.models import Evidence, Item
from lieguan.site.tracking.states import MOVES, RulingKind
from scene import Scene, duties

ENDING = [kind for kind in RulingKind if MOVES[kind].ends]
# Every way in which an item ends: by each kind of ruling on the whole, by what a delegate did, duty by duty.
DELEGATED, BY_DUTIES = "delegated", "by duties"
WAYS: list[str] = [*ENDING, DELEGATED, BY_DUTIES]


class Site:
    """A body with an open item, one ended in each way, a report with evidence and a recommendation."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.scene = Scene()
        opening = self.scene.meeting(1)
        self.open = self.scene.item(opening, "內政部", title="甲案", due=Due("年底"))
        self.ended: dict[str, Item] = {}
        for month, kind in enumerate(ENDING, 2):
            item = self.scene.item(opening, "交通部", title=f"{kind.label}之案")
            into = {"merged_into": self.open} if kind is RulingKind.MERGE else {}
            self.scene.rule(item, self.scene.meeting(month), kind, **into)
            self.ended[kind] = item
        item = self.scene.item(opening, "交通部", title="授權解除之案")
        act = {"delegated_act": "114年11月3日召集人核定"}
        self.scene.rule(item, self.scene.meeting(9), RulingKind.RELEASE, **act)
        self.ended[DELEGATED] = item
        item = self.scene.item(opening, "交通部", "內政部", title="分別結束之案")
        first, second = duties(item)
        self.scene.rule(item, self.scene.meeting(10), RulingKind.RELEASE, duties=(first,))
        self.scene.rule(item, self.scene.meeting(11), RulingKind.SELF_TRACK, duties=(second,))
        self.ended[BY_DUTIES] = item
        self.partly = self.scene.item(opening, "交通部", "內政部", title="部分解除之案")
        self.released, self.owed = duties(self.partly)
        self.scene.rule(self.partly, self.scene.meeting(12), RulingKind.RELEASE, duties=(self.released,))
        self.released.refresh_from_db()
        (duty,) = duties(self.open)
        desk = self.scene.account(Role.DESK, agency=duty.agency)
        self.report = actions.write_progress(
            desk,
            duty,
            ProgressEntry("已完成三處。", as_of=opening.starts_on),
            evidence=[EvidenceEntry("驗收紀錄", name="a.txt", content="驗收合格。".encode())],
            submit=True,
        )
        actions.recommend(self.scene.secretariat, self.open, RulingKind.TRACK, reason="尚未完成")

    def write(self, *statements: str, mend: bool = True) -> None:
        """As somebody would who opens the file with a tool of his own; `mend`: who puts the triggers back afterwards."""
        with sqlite3.connect(self.path) as link:
            for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                link.execute(f"DROP TRIGGER {name}")
            link.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                assert link.execute(statement).rowcount > 0, statement
        link.close()
        if mend:
            guards.install(connection)


@pytest.fixture(scope="module")
def built(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> tuple[Path, Site]:
    """The file with everything in it, to be copied for each test."""
    path = tmp_path_factory.mktemp("verification") / "site.sqlite3"
    shutil.copy(migrated_sqlite, path)
    with django_db_blocker.unblock(), connected(sqlite_settings(path)):
        made = Site(path)
        assert problems() == []
    return path, made


@pytest.fixture
def site(built: tuple[Path, Site], tmp_path: Path, django_db_blocker: Any) -> Iterator[Site]:
    path, made = built
    shutil.copy(path, tmp_path / "site.sqlite3")
    made.path = tmp_path / "site.sqlite3"
    with django_db_blocker.unblock(), connected(sqlite_settings(made.path)):
        yield made


def problems() -> list[tuple[str, str]]:
    """Without those of records, of which this site has rows alone."""
    found = [*verification.of_tracking(), *chain(), *missing_guards()]
    return [(problem.code, problem.place) for problem in found]


def codes() -> set[str]:
    return {code for code, _ in problems()}


@pytest.mark.parametrize("kind", ENDING)
def test_an_item_ended_without_a_ruling_is_named(site: Site, kind: RulingKind) -> None:
    site.write(
        f"UPDATE tracking_item SET state = '{MOVES[kind].target}' WHERE id = {site.open.pk}",
        f"UPDATE tracking_duty SET state = '{MOVES[kind].target}' WHERE item_id = {site.open.pk}",
    )
    place = f"{site.scene.body} item 1 甲案"
    assert ("item.unfounded", place) in problems()
    assert ("duty.unfounded", f"{site.scene.body} item 1, duty of 內政部") in problems()
    assert ("log.differs", "item 1 甲案") in problems()


BREAKS: dict[str, Callable[[Site, Item], str]] = {
    "the ruling removed": lambda s, i: f"DELETE FROM tracking_ruling WHERE id = {i.ended_by_id}",
    "the ruling fallen": lambda s, i: f"UPDATE tracking_ruling SET standing = 0 WHERE id = {i.ended_by_id}",
    "the clause fallen": lambda s, i: (
        f"UPDATE records_clause SET standing = 0 WHERE id = {i.ended_by.clause_id}"
    ),
    "the meeting withdrawn": lambda s, i: (
        f"UPDATE records_meeting SET state = 'withdrawn' WHERE id = {i.ended_by.clause.meeting_id}"
    ),
    "the meeting dated earlier": lambda s, i: (
        f"UPDATE records_meeting SET starts_on = '2024-01-01' WHERE id = {i.ended_by.clause.meeting_id}"
    ),
    "another item's ruling": lambda s, i: (
        f"UPDATE tracking_item SET ended_by_id = (SELECT id FROM tracking_ruling WHERE item_id <> {i.pk} LIMIT 1)"
        f" WHERE id = {i.pk}"
    ),
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("way", WAYS)
def test_every_item_whose_ending_lost_its_ruling_is_named(site: Site, way: str, name: str) -> None:
    item = site.ended[way]
    site.write(BREAKS[name](site, item))
    assert ("item.unfounded", place_of(site, item)) in problems()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_named_beside_the_guards_that_were_dropped(site: Site, way: str) -> None:
    item = site.ended[way]
    site.write(BREAKS["the ruling fallen"](site, item), mend=False)
    found = problems()
    assert ("item.unfounded", place_of(site, item)) in found
    assert {place for code, place in found if code == "guard.missing"} >= {
        "tracking_item_ends", "tracking_duty_ends"
    }  # fmt: skip


DUTY_BREAKS: dict[str, Callable[[Site], str]] = {
    "the ruling removed": lambda s: f"DELETE FROM tracking_ruling WHERE id = {s.released.ended_by_id}",
    "the ruling fallen": lambda s: (
        f"UPDATE tracking_ruling SET standing = 0 WHERE id = {s.released.ended_by_id}"
    ),
    "the ruling names it no more": lambda s: (
        f"DELETE FROM tracking_ruling_duties WHERE ruling_id = {s.released.ended_by_id}"
    ),
    "the ruling names another": lambda s: (
        f"UPDATE tracking_ruling_duties SET duty_id = {s.owed.pk} WHERE ruling_id = {s.released.ended_by_id}"
    ),
    "the clause fallen": lambda s: (
        "UPDATE records_clause SET standing = 0 WHERE id ="
        f" (SELECT clause_id FROM tracking_ruling WHERE id = {s.released.ended_by_id})"
    ),
    "the meeting withdrawn": lambda s: (
        "UPDATE records_meeting SET state = 'withdrawn' WHERE id = (SELECT c.meeting_id FROM records_clause c"
        f" JOIN tracking_ruling r ON r.clause_id = c.id WHERE r.id = {s.released.ended_by_id})"
    ),
    "the meeting dated earlier": lambda s: (
        "UPDATE records_meeting SET starts_on = '2024-01-01' WHERE id = (SELECT c.meeting_id FROM records_clause c"
        f" JOIN tracking_ruling r ON r.clause_id = c.id WHERE r.id = {s.released.ended_by_id})"
    ),
    "another item's ruling": lambda s: (
        f"UPDATE tracking_duty SET ended_by_id = {s.ended[DELEGATED].ended_by_id} WHERE id = {s.released.pk}"
    ),
}


@pytest.mark.parametrize("name", DUTY_BREAKS)
def test_a_duty_whose_release_lost_its_ruling_is_named(site: Site, name: str) -> None:
    site.write(DUTY_BREAKS[name](site))
    assert ("duty.unfounded", f"{site.scene.body} item {site.partly.number}, duty of 交通部") in problems()


@pytest.mark.parametrize("kind", ENDING)
def test_a_duty_ended_without_a_ruling_is_named(site: Site, kind: RulingKind) -> None:
    """With no ruling at all, and with one that names the other duty alone."""
    place = f"{site.scene.body} item {site.partly.number}, duty of 內政部"
    state = f"UPDATE tracking_duty SET state = '{MOVES[kind].target}'"
    site.write(f"{state} WHERE id = {site.owed.pk}")
    assert ("duty.unfounded", place) in problems()
    site.write(f"{state}, ended_by_id = {site.released.ended_by_id} WHERE id = {site.owed.pk}")
    assert ("duty.unfounded", place) in problems()


def test_an_item_ended_while_a_duty_is_owed_is_named(site: Site) -> None:
    ended = f"state = 'released', ended_by_id = {site.released.ended_by_id}"
    site.write(f"UPDATE tracking_item SET {ended} WHERE id = {site.partly.pk}")
    assert ("item.unfounded", place_of(site, site.partly)) in problems()


@pytest.mark.parametrize("number", [0, 1])
def test_of_an_item_that_ended_duty_by_duty_each_ruling_is_looked_at(site: Site, number: int) -> None:
    item = site.ended[BY_DUTIES]
    duty = duties(item)[number]
    site.write(f"UPDATE tracking_ruling SET standing = 0 WHERE id = {duty.ended_by_id}")
    assert ("duty.unfounded", f"{site.scene.body} item {item.number}, duty of {duty}") in problems()


def place_of(site: Site, item: Item) -> str:
    return f"{site.scene.body} item {item.number} {item.title}"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE tracking_item SET title = '乙案' WHERE number = 1", "log.differs"),
        ("UPDATE tracking_item SET due_on = '2030-01-01' WHERE number = 1", "item.due"),
        ("UPDATE tracking_item SET opened_on = '2020-01-01' WHERE number = 1", "item.opened"),
        ("UPDATE tracking_item SET state = 'tracked', ended_by_id = NULL, ended_on = NULL WHERE number = 2", "item.state"),
        ("UPDATE tracking_duty SET role = 'lead'", "log.differs"),
        ("DELETE FROM tracking_duty", "log.differs"),
        ("UPDATE tracking_ruling SET reason = 'x'", "log.differs"),
        ("UPDATE tracking_ruling SET delegated_act = '' WHERE delegated_act <> ''", "log.differs"),
        ("UPDATE tracking_ruling SET whole = 1 WHERE whole = 0", "log.differs"),
        ("UPDATE tracking_duty SET moved_into_id = id, moved_on = '2025-01-01' WHERE state = 'tracked'", "log.differs"),
        ("INSERT INTO tracking_ruling_duties (ruling_id, duty_id) SELECT 1, 1", "log.differs"),
        ("UPDATE tracking_progress SET text = '已全部完成。'", "log.differs"),
        ("UPDATE tracking_evidence SET shows = 'x'", "log.differs"),
        ("DELETE FROM tracking_evidence", "log.differs"),
        ("DELETE FROM tracking_progress", "log.gone"),
        ("UPDATE tracking_recommendation SET kind = 'release'", "log.differs"),
        ("DELETE FROM tracking_recommendation", "log.gone"),
        ("DELETE FROM tracking_item WHERE number = 1", "log.gone"),
        ("UPDATE log_entry SET action = 'x' WHERE number = 3", "log.digest"),
        ("DELETE FROM log_entry WHERE number = 3", "log.gap"),
    ],
)  # fmt: skip
def test_facts_changed_behind_the_log_are_found(site: Site, statement: str, code: str) -> None:
    site.write(statement)
    assert code in codes()


def test_an_item_that_the_log_does_not_know_is_found(site: Site) -> None:
    columns = [field.column for field in Item._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join({"number": "99", "title": "'暗開'"}.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    site.write(f"INSERT INTO tracking_item ({names}) SELECT {chosen} FROM tracking_item WHERE number = 1")
    assert ("log.silent", "item 99 暗開") in problems()


def test_a_missing_guard_is_named(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER tracking_item_ends")
    assert ("guard.missing", "tracking_item_ends") in problems()


def test_evidence_that_is_gone_or_changed_is_named(site: Site) -> None:
    evidence: Any = Evidence.objects.get()
    path, content = evidence.file.name, evidence.file.read()
    evidence.file.close()
    default_storage.delete(path)
    assert codes() == {"evidence.gone"}
    default_storage.save(path, ContentFile(content + b"x"))
    assert codes() == {"evidence.changed"}
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
    assert codes() == set()


def test_a_published_head_is_asked_for(site: Site) -> None:
    codes = {one.code for one in verification.verify("f" * 64)}
    assert "log.head" in codes
    assert "log.head" not in {one.code for one in verification.verify(head()[1])}


def test_a_database_without_tables_is_said_to_be_one(tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connected(sqlite_settings(tmp_path / "empty.sqlite3")):
        assert [one.code for one in verification.verify()] == ["database.empty"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE tracking_ruling SET kind = '改' WHERE kind = 'release'", "facts.unreadable"),
        ("UPDATE tracking_item SET opening_due = '\"改\"' WHERE number = 1", "facts.unreadable"),
        ("UPDATE log_entry SET object_id = object_id || '改' WHERE kind = 'tracking.item'", "log.gone"),
        ("UPDATE log_values SET after = '[1]'", "log.differs"),
    ],
)
def test_what_was_made_unreadable_is_a_problem_and_stops_no_other_check(
    site: Site, statement: str, code: str
) -> None:
    site.write(statement, f"DELETE FROM tracking_ruling WHERE id = {site.ended[RulingKind.END].ended_by_id}")
    assert {code, "item.unfounded"} <= codes()
