"""What an owner of the database could do to the log is found. (The site's own role can do none of it: test_log.py.)"""

from __future__ import annotations

import pytest
from django.db import connection

from lieguan.site.log import guards, verification
from lieguan.site.log.actions import START, append, entry_digest
from lieguan.site.log.models import Entry, Values
from lieguan.site.registry.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(db: None) -> list[Entry]:
    body = Body.objects.create(name="海岸韌性推動小組", slug="coast")
    return [
        append(None, "registry.rename", body, before={"name": f"{n}"}, after={"name": f"{n + 1}"})
        for n in range(6)
    ]


def codes(published: str = "") -> set[str]:
    return {problem.code for problem in verification.chain(published)}


def behind_the_guards(statement: str, *values: object) -> None:
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_changed_field(entries: list[Entry]) -> None:
    behind_the_guards("UPDATE log_entry SET actor = 'x' WHERE number = 3")
    assert codes() == {"log.digest"}


def test_a_changed_digest(entries: list[Entry]) -> None:
    behind_the_guards("UPDATE log_entry SET digest = %s WHERE number = 3", "0" * 64)
    assert codes() == {"log.digest", "log.order"}


def test_a_removed_entry(entries: list[Entry]) -> None:
    guards.remove(connection)
    Values.objects.filter(entry=3).delete()
    Entry.objects.filter(number=3).delete()
    assert codes() == {"log.gap", "log.order"}


def test_a_cut_tail_is_found_by_the_head(entries: list[Entry]) -> None:
    head = verification.head()[1]
    guards.remove(connection)
    Values.objects.filter(entry__gte=5).delete()
    Entry.objects.filter(number__gte=5).delete()
    assert codes() == set()
    assert codes(head) == {"log.head"}


def test_a_chain_computed_anew_is_found_by_the_head(entries: list[Entry]) -> None:
    head = verification.head()[1]
    guards.remove(connection)
    previous = START
    for entry in Entry.objects.order_by("number"):
        entry.actor, entry.previous = ("x" if entry.number == 2 else entry.actor), previous
        entry.digest = previous = entry_digest(entry)
        entry.save()
    assert codes() == set()
    assert codes(head) == {"log.head"}


def test_exchanged_entries(entries: list[Entry]) -> None:
    guards.remove(connection)
    one, two = Entry.objects.get(number=2), Entry.objects.get(number=3)
    one.action, two.action = two.action, one.action
    one.object_id, two.object_id = "8", "9"
    one.save()
    two.save()
    assert "log.digest" in codes()


def test_changed_values(entries: list[Entry]) -> None:
    guards.remove(connection)
    Values.objects.filter(entry=4).update(after={"name": "別的"})
    assert codes() == {"log.values"}


def test_removed_values(entries: list[Entry]) -> None:
    behind_the_guards("DELETE FROM log_values WHERE entry_id = 4")
    assert codes() == {"log.values"}
