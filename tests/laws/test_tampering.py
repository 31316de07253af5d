"""Whatever somebody changes in the database file, behind the guards, is found by `lieguan verify` with a known head.

LIEGUAN_TAMPERINGS says how many ways are tried; the long run tries a thousand.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from databases import connected, sqlite_settings
from lieguan.site.log.actions import START, entry_digest
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import chain, head, missing_guards
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.actions import Due, EvidenceEntry, ProgressEntry
from lieguan.site.tracking.states import MOVES, RulingKind
from scene import Scene, duties

TAMPERINGS = int(os.environ.get("LIEGUAN_TAMPERINGS", "20"))
SEED = int(os.environ.get("LIEGUAN_SEED", "20261123"))

Tamper = Callable[[sqlite3.Connection, random.Random], object]

# Columns that say when a row was written or touched, or that count: no fact hangs on them.
ASIDE = {
    "created_at",
    "modified_at",
    "entered_at",
    "submitted_at",
    "reviewed_at",
    "named_at",
    "made_at",
    "added_at",
}
ASIDE |= {"id", "version", "position", "file"}
FACTS = (
    "tracking_item", "tracking_duty", "tracking_ruling", "tracking_progress", "tracking_evidence",
    "tracking_recommendation",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> tuple[Path, str]:
    """A site in which every kind of fact is there, and the head of its log."""
    path = tmp_path_factory.mktemp("tampering") / "site.sqlite3"
    shutil.copy(migrated_sqlite, path)
    with django_db_blocker.unblock(), connected(sqlite_settings(path)):
        scene = Scene()
        opening = scene.meeting(1)
        first = scene.item(opening, "內政部", "交通部", due=Due("年底"))
        for month, kind in enumerate(RulingKind, 2):
            item = scene.item(opening, "經濟部", "文化部")
            if kind is RulingKind.RESUME:
                scene.rule(item, scene.meeting(month, order=1), RulingKind.RELEASE)
            into = {"merged_into": first} if kind is RulingKind.MERGE else {}
            part = {} if MOVES[kind].ends else {"duties": (duties(item)[0],)}
            scene.rule(item, scene.meeting(month, order=2), kind, **into, **part)
        for duty in duties(first):
            desk = scene.account(Role.DESK, agency=duty.agency)
            evidence = [EvidenceEntry("紀錄", link=f"https://example.org/{duty.pk}")]
            report = ProgressEntry(f"{duty}已完成。", as_of=opening.starts_on)
            actions.write_progress(desk, duty, report, evidence=evidence, submit=True)
        actions.recommend(scene.secretariat, first, RulingKind.TRACK, reason="尚未完成")
        assert found(head()[1]) == []
        return path, head()[1]


def found(published: str) -> list[str]:
    problems = [*missing_guards(), *chain(published), *verification.of_tracking()]
    return [str(problem) for problem in problems]


def any_row(link: sqlite3.Connection, table: str, key: str, dice: random.Random) -> Any:
    return dice.choice(link.execute(f'SELECT "{key}" FROM {table} ORDER BY 1').fetchall())[0]


def other_value(link: sqlite3.Connection, table: str, column: str, now: Any, dice: random.Random) -> Any:
    """Another value of the column: one that a row has, or one that none has."""
    if column.endswith("_on") or column in {"as_of", "extend_to", "wish_until"}:
        return "2031-01-01"
    kept = [value for (value,) in link.execute(f'SELECT DISTINCT "{column}" FROM {table}') if value != now]
    fresh = now + 1 if isinstance(now, int) else f"{now or ''}改"
    return dice.choice([*kept, fresh])


def change_a_fact(link: sqlite3.Connection, dice: random.Random) -> object:
    table = dice.choice(FACTS)
    columns = [row[1] for row in link.execute(f"PRAGMA table_info({table})") if row[1] not in ASIDE]
    column, key = dice.choice(columns), any_row(link, table, "id", dice)
    (now,) = link.execute(f'SELECT "{column}" FROM {table} WHERE id = ?', [key]).fetchone()
    value = other_value(link, table, column, now, dice)
    link.execute(f'UPDATE {table} SET "{column}" = ? WHERE id = ?', [value, key])
    return table, column, now, value


def remove_a_fact(link: sqlite3.Connection, dice: random.Random) -> None:
    table = dice.choice(FACTS)
    link.execute(f"DELETE FROM {table} WHERE id = ?", [any_row(link, table, "id", dice)])


def change_an_entry(link: sqlite3.Connection, dice: random.Random) -> None:
    columns = [row[1] for row in link.execute("PRAGMA table_info(log_entry)")]
    column, key = dice.choice(columns), any_row(link, "log_entry", "number", dice)
    (now,) = link.execute(f'SELECT "{column}" FROM log_entry WHERE number = ?', [key]).fetchone()
    if column == "at":
        value: Any = "2020-01-01 00:00:00"
    elif column in {"number", "digest"}:
        value = now + 1000 if column == "number" else "0" * 64
    else:
        value = other_value(link, "log_entry", column, now, dice)
    link.execute(f'UPDATE log_entry SET "{column}" = ? WHERE number = ?', [value, key])


def change_values(link: sqlite3.Connection, dice: random.Random) -> None:
    column, key = dice.choice(["salt", "before", "after"]), any_row(link, "log_values", "entry_id", dice)
    value = "x" if column == "salt" else '{"title": "改"}'
    link.execute(f'UPDATE log_values SET "{column}" = ? WHERE entry_id = ?', [value, key])


def remove_an_entry(link: sqlite3.Connection, dice: random.Random) -> None:
    key = any_row(link, "log_entry", "number", dice)
    link.execute("DELETE FROM log_values WHERE entry_id = ?", [key])
    link.execute("DELETE FROM log_entry WHERE number = ?", [key])


def cut_the_tail(link: sqlite3.Connection, dice: random.Random) -> None:
    key = any_row(link, "log_entry", "number", dice)
    link.execute("DELETE FROM log_values WHERE entry_id >= ?", [key])
    link.execute("DELETE FROM log_entry WHERE number >= ?", [key])


def exchange_two_entries(link: sqlite3.Connection, dice: random.Random) -> None:
    one, two = dice.sample([key for (key,) in link.execute("SELECT number FROM log_entry")], 2)
    for table, key in (("log_values", "entry_id"), ("log_entry", "number")):
        for start, end in ((one, -1), (two, one), (-1, two)):
            link.execute(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", [end, start])


def slip_an_entry_in(link: sqlite3.Connection, dice: random.Random) -> None:
    """Behind a random entry, all later ones moved on by one."""
    key = any_row(link, "log_entry", "number", dice)
    last = link.execute("SELECT max(number) FROM log_entry").fetchone()[0]
    if key == last:
        key -= 1
    for number in range(last, key, -1):
        link.execute("UPDATE log_values SET entry_id = ? WHERE entry_id = ?", [number + 1, number])
        link.execute("UPDATE log_entry SET number = ? WHERE number = ?", [number + 1, number])
    columns = [
        row[1] for row in link.execute("PRAGMA table_info(log_entry)") if row[1] not in {"number", "digest"}
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    link.execute(
        f"INSERT INTO log_entry (number, digest, {names}) SELECT {key + 1}, 'f', {names} FROM log_entry"
        f" WHERE number = {key}"
    )
    link.execute(
        f"INSERT INTO log_values SELECT {key + 1}, salt, before, after FROM log_values WHERE entry_id = {key}"
    )


def compute_anew(link: sqlite3.Connection, dice: random.Random) -> None:
    """Change one entry, and give it and all later ones digests that fit. Done over Django, in `tampered`."""
    key = any_row(link, "log_entry", "number", dice)
    link.execute("UPDATE log_entry SET actor = 'x' WHERE number = ?", [key])


WAYS: tuple[Tamper, ...] = (
    change_a_fact, change_a_fact, change_a_fact, remove_a_fact, change_an_entry, change_values, remove_an_entry,
    cut_the_tail, exchange_two_entries, slip_an_entry_in, compute_anew,
)  # fmt: skip


def tampered(path: Path, way: Tamper, dice: random.Random) -> object:
    """The file without its triggers for the time of the change, as somebody with a tool of his own has it."""
    with sqlite3.connect(path) as link:
        link.execute("PRAGMA foreign_keys = OFF")
        link.execute("PRAGMA ignore_check_constraints = ON")
        kept = link.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            link.execute(f"DROP TRIGGER {name}")
        try:
            did = way(link, dice)
        except sqlite3.IntegrityError:
            link.rollback()  # not a change that the file can hold: a unique or a NOT NULL column
            raise
        for _, statement in kept:
            link.execute(statement)
    link.close()
    return did


def test_every_tampering_is_found(built: tuple[Path, str], tmp_path: Path, django_db_blocker: Any) -> None:
    whole, published = built
    dice = random.Random(SEED)
    tried = 0
    while tried < TAMPERINGS:
        path = tmp_path / f"{tried}.sqlite3"
        shutil.copy(whole, path)
        way = WAYS[tried % len(WAYS)]
        try:
            did = tampered(path, way, dice)
        except sqlite3.IntegrityError:
            continue
        with django_db_blocker.unblock(), connected(sqlite_settings(path)) as connection:
            if way is compute_anew:
                with connection.cursor() as cursor:
                    cursor.execute("DROP TRIGGER log_entry_not_changed")
                previous = START
                for entry in Entry.objects.order_by("number"):
                    entry.previous = previous
                    entry.digest = previous = entry_digest(entry)
                    Entry.objects.filter(pk=entry.pk).update(previous=entry.previous, digest=entry.digest)
                assert not list(chain())
            problems = found(published)
        assert problems, f"{way.__name__} {did}, try {tried} of seed {SEED}, was not found"
        path.unlink()
        tried += 1
