"""`lieguan verify` names confirmed records, clauses and files that were changed behind the guards' backs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lieguan.site.log import guards
from lieguan.site.records import verification
from lieguan.site.records.actions import confirm
from lieguan.site.records.models import Clause, Meeting, RecordVersion, SourceFile
from lieguan.site.registry.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(received: Callable[..., Any], secretary: Account, body: Any) -> Meeting:
    minutes = received()
    meeting = confirm(secretary, minutes.pk, minutes.draft_version).meeting
    assert codes() == []
    guards.remove(connection)
    return meeting


def codes() -> list[str]:
    return sorted({problem.code for problem in verification.verify()})


def test_a_changed_record(confirmed: Meeting) -> None:
    version = RecordVersion.objects.get()
    version.record["meeting"]["place"] = "別處"
    version.save()
    assert codes() == ["record.gone", "record.version"]


def test_a_removed_record(confirmed: Meeting) -> None:
    RecordVersion.objects.all().delete()
    assert codes() == ["clause.standing", "record.gone"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "改過。"}, "clause.differs"),
        ({"disposition": "release"}, "clause.differs"),
        ({"agencies": []}, "clause.differs"),
        ({"standing": False}, "clause.gone"),
    ],
)
def test_a_changed_clause(confirmed: Meeting, change: dict[str, Any], code: str) -> None:
    clause = Clause.objects.exclude(agencies=[]).first() or Clause.objects.first()
    assert clause is not None
    Clause.objects.filter(pk=clause.pk).update(**change)
    assert codes() == [code]


def test_a_clause_that_was_slipped_in(confirmed: Meeting) -> None:
    clause = Clause.objects.first()
    assert clause is not None
    clause.pk, clause.uid = None, "slipped-in"
    clause.save(force_insert=True)
    assert codes() == ["clause.extra"]


def test_a_meeting_with_another_date(confirmed: Meeting) -> None:
    Meeting.objects.update(starts_on="2020-01-01")
    assert codes() == ["meeting.date"]


def test_a_file_that_is_gone_or_changed(confirmed: Meeting, media: Path) -> None:
    source = SourceFile.objects.get()
    path = Path(source.file.path)
    path.chmod(0o600)
    path.write_bytes(b"other")
    assert codes() == ["source.changed"]
    path.unlink()
    assert codes() == ["source.gone"]
