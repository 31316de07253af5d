"""The log: entries at the end of one chain, never changed, and every tampering found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from lieguan.site.log import verification
from lieguan.site.log.actions import START, append, entry_digest
from lieguan.site.log.models import Entry
from lieguan.site.registry.models import Body

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def entries(database: object) -> list[Entry]:
    body = Body.objects.create(name="海岸韌性推動小組", slug="coast")
    return [
        append(
            None,
            "registry.rename",
            body,
            before={"name": f"{n}"},
            after={"name": f"{n + 1}"},
            body_id=body.pk,
        )
        for n in range(6)
    ]


def codes(published: str = "") -> set[str]:
    return {problem.code for problem in verification.chain(published)}


def refused(statement: str, *values: object) -> None:
    with (
        pytest.raises(DatabaseError, match=r"lieguan: |permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_a_chain_is_whole_and_continues_its_heads(entries: list[Entry]) -> None:
    assert codes() == set()
    assert verification.head() == (6, entries[-1].digest)
    for entry in entries:
        assert codes(entry.digest) == set()
    assert codes("f" * 64) == {"log.head"}


def test_an_empty_log_verifies(database: object) -> None:
    assert codes() == set()
    assert verification.head() == (0, START)


def test_an_entry_is_written_in_the_transaction_of_its_change_alone(entries: list[Entry]) -> None:
    with transaction.atomic():
        append(None, "registry.rename", Body.objects.get(), after={"name": "甲"})
        transaction.set_rollback(True)
    assert Entry.objects.count() == 6


def test_entries_and_values_are_neither_changed_nor_removed(entries: list[Entry]) -> None:
    refused("UPDATE log_entry SET actor = 'x' WHERE number = 3")
    refused("UPDATE log_entry SET number = 99 WHERE number = 6")
    refused("DELETE FROM log_entry WHERE number = 6")
    refused("DELETE FROM log_entry")
    refused("UPDATE log_values SET salt = '' WHERE entry_id = 3")
    refused("DELETE FROM log_values WHERE entry_id = 3")
    columns = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields)
    if connection.vendor == "sqlite":
        refused(
            f"INSERT OR REPLACE INTO log_entry ({columns}) SELECT {columns} FROM log_entry WHERE number = 3"
        )
        refused(f"REPLACE INTO log_entry ({columns}) SELECT {columns} FROM log_entry WHERE number = 6")
    else:
        refused("TRUNCATE log_entry CASCADE")
        refused("TRUNCATE log_values")


@pytest.mark.parametrize("number", [1, 4, 6, 8, 99])
def test_an_entry_goes_nowhere_but_to_the_end(entries: list[Entry], number: int) -> None:
    last = entries[-1]
    forged = Entry(**{field.attname: getattr(last, field.attname) for field in Entry._meta.concrete_fields})
    forged.number, forged.previous = number, last.digest
    forged.digest = entry_digest(forged)
    with pytest.raises(DatabaseError), transaction.atomic():
        forged.save(force_insert=True)


def test_an_entry_continues_the_last_one(entries: list[Entry]) -> None:
    last = entries[-1]
    forged = Entry(**{field.attname: getattr(last, field.attname) for field in Entry._meta.concrete_fields})
    forged.number, forged.previous = 7, entries[2].digest
    forged.digest = entry_digest(forged)
    with pytest.raises(DatabaseError, match="lieguan: "), transaction.atomic():
        forged.save(force_insert=True)
