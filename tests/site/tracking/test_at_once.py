"""Two people at once: one who ends an item, and one who takes away what its ending rests on.

Whoever comes second waits for the first and is then refused: the two never pass each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction

from databases import Database
from lieguan.site.records.models import Clause
from lieguan.site.registry.models import Body
from lieguan.site.tracking import verification
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties, states

# How long the second is given to show that it waits.
WAIT = 0.4


class Case:
    """An item, a ruling that could end it, and one that could keep it; nothing is ended yet."""

    def __init__(self, *, merge: bool = False) -> None:
        self.scene = Scene()
        self.successor = Body.objects.create(
            name="改組小組", slug="second", predecessor=self.scene.body, second_person=False
        )
        self.item = self.scene.item(self.scene.meeting(1), "內政部")
        self.target = self.scene.item(self.scene.meeting(1), "經濟部")
        self.clause = self.scene.clause(self.scene.meeting(4, body=self.successor))
        self.later = self.scene.clause(self.scene.meeting(6))
        kind, into = (RulingKind.MERGE, self.target) if merge else (RulingKind.RELEASE, None)
        (self.duty,) = duties(self.item)
        self.state = "merged" if merge else "released"
        self.ruling = self.write(self.item, self.clause, kind, merged_into=into)
        self.release_target = self.write(
            self.target, self.scene.clause(self.scene.meeting(2)), RulingKind.RELEASE
        )

    @staticmethod
    def write(item: Item, clause: Clause, kind: RulingKind, **fields: Any) -> Ruling:
        return Ruling.objects.create(item=item, clause=clause, kind=kind.value, **fields)

    def end(self) -> None:
        Duty.objects.filter(pk=self.duty.pk).update(state=self.state, ended_by=self.ruling)
        Item.objects.filter(pk=self.item.pk).update(state=self.state, ended_by=self.ruling)


# What would take the basis away, as one statement of the second connection.
TAKING: dict[str, Callable[[Case], str]] = {
    "ruling falls": lambda c: f"UPDATE tracking_ruling SET standing = false WHERE id = {c.ruling.pk}",
    "clause falls": lambda c: f"UPDATE records_clause SET standing = false WHERE id = {c.clause.pk}",
    "meeting is withdrawn": lambda c: (
        f"UPDATE records_meeting SET state = 'withdrawn' WHERE id = {c.clause.meeting_id}"
    ),
    "meeting is dated earlier": lambda c: (
        f"UPDATE records_meeting SET starts_on = '2025-01-01' WHERE id = {c.clause.meeting_id}"
    ),
    "opening is dated later": lambda c: (
        f"UPDATE records_meeting SET starts_on = '2025-05-01' WHERE id = {c.item.opened_by.meeting_id}"
    ),
    "line of bodies is cut": lambda c: (
        f"UPDATE registry_body SET predecessor_id = NULL WHERE id = {c.successor.pk}"
    ),
    "a duty is added": lambda c: (
        "INSERT INTO tracking_duty (item_id, as_written, role, collective, open_list, position, state)"
        f" VALUES ({c.item.pk}, '文化部', '', false, false, 9, 'tracked')"
    ),
    "a later meeting resumes": lambda c: (
        "INSERT INTO tracking_ruling (item_id, clause_id, kind, words, whole, handed_to, due_as_written,"
        " due_next_meeting, due_recurrence, reason_code, reason, by_reference, delegated_act, standing,"
        f" fallen_because, entered_at) VALUES ({c.item.pk}, {c.later.pk}, 'resume', '', true, '', '', false, '',"
        " '', '', false, '', true, '', '2025-06-10')"
    ),
}
MERGING: dict[str, Callable[[Case], str]] = {
    "what it merges into ends earlier": lambda c: (
        f"UPDATE tracking_item SET state = 'released', ended_by_id = {c.release_target.pk} WHERE id = {c.target.pk}"
    ),
}
CASES = [(name, taking, False) for name, taking in TAKING.items()] + [
    (name, taking, True) for name, taking in MERGING.items()
]


class Second(threading.Thread):
    """The second person: sends one statement over its own connection, and keeps what came of it."""

    def __init__(self, link: Any, statement: str) -> None:
        super().__init__(daemon=True)
        self.link, self.statement, self.error = link, statement, ""

    def run(self) -> None:
        try:
            self.link.execute(self.statement)
        except Exception as error:
            self.error = str(error)


def founded(case: Case) -> None:
    """What is ended rests on a ruling that stands, whoever won."""
    assert list(verification.unfounded()) == []


@pytest.mark.parametrize(("name", "taking", "merge"), CASES, ids=[name for name, _, _ in CASES])
def test_the_item_is_ended_first(
    fresh_database: Database, name: str, taking: Callable[[Case], str], merge: bool
) -> None:
    case = Case(merge=merge)
    if merge:
        Duty.objects.filter(item=case.target).update(state="released", ended_by=case.release_target)
    statement = taking(case)
    with fresh_database.second() as link:
        second = Second(link, statement)
        with transaction.atomic():
            case.end()
            second.start()
            second.join(WAIT)
            # SQLite tells at once that it is locked; PostgreSQL waits for the first to finish.
            assert second.is_alive() == (fresh_database.kind == "postgresql"), second.error
        second.join(10)
        if fresh_database.kind == "sqlite":
            assert "locked" in second.error
            second = Second(link, statement)
            second.start()
            second.join(10)
        assert "lieguan: " in second.error
    assert states([case.item, *duties(case.item)]) == [case.state, case.state]
    founded(case)


@pytest.mark.parametrize(("name", "taking", "merge"), CASES, ids=[name for name, _, _ in CASES])
def test_the_basis_is_taken_away_first(
    fresh_database: Database, name: str, taking: Callable[[Case], str], merge: bool
) -> None:
    case = Case(merge=merge)
    if merge:
        Duty.objects.filter(item=case.target).update(state="released", ended_by=case.release_target)
    with fresh_database.second() as link:
        link.execute("BEGIN")
        link.execute(taking(case))
        done = threading.Timer(WAIT, lambda: link.execute("COMMIT"))
        if fresh_database.kind == "sqlite":
            link.execute("COMMIT")  # its connection belongs to this thread; a writer is alone anyway
        else:
            done.start()
        with pytest.raises((IntegrityError, OperationalError), match="lieguan: "), transaction.atomic():
            case.end()
        if fresh_database.kind == "postgresql":
            done.join()
    assert states([case.item, case.duty]) == ["tracked", "tracked"]
    founded(case)
