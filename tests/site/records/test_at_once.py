"""Several people send the same minutes, or confirm the same meeting, at the same moment: one wins, the others are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from databases import Database
from lieguan.site.records.actions import Sent, edit, take_in, taking_in
from lieguan.site.records.models import Meeting, Minutes, SourceFile
from lieguan.site.registry.models import Account, Body, Grant
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

PEOPLE = 4
START = """
import json, sys, time
from pathlib import Path
import django
django.setup()
from lieguan.site.records import actions
from lieguan.site.records.actions import taking_in
from lieguan.site.registry.models import Account
taking_in.read_apart = lambda path, _name: json.loads(path.read_text(encoding="utf-8"))
actor = Account.objects.get()
ready, go, what = sys.argv[1:4]
Path(ready).touch()
while not Path(go).exists():
    time.sleep(0.005)
"""


def at_once(database: Database, folder: Path, source: str, whats: list[str]) -> None:
    """Run `source` in as many processes as there are `whats`, let loose at the same moment."""
    if database.kind == "sqlite":
        url = f"sqlite:///{database.wanted['NAME']}"
    else:
        host = str(database.wanted["HOST"]).replace("/", "%2F")
        url = f"postgres://{database.wanted['USER']}@{host}/{database.wanted['NAME']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lieguan.site.project.settings",
        "LIEGUAN_DATA": str(folder / "data"),
        "LIEGUAN_DATABASE_URL": url,
    }
    ready = [folder / f"ready-{number}" for number in range(len(whats))]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", START + source, str(mark), str(folder / "go"), what],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for mark, what in zip(ready, whats, strict=True)
    ]  # fmt: skip
    until = time.monotonic() + 60
    while not all(mark.exists() for mark in ready) and time.monotonic() < until:
        time.sleep(0.02)
    (folder / "go").touch()
    for process in running:
        _out, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint


@pytest.fixture
def actor(fresh_database: Database) -> Account:
    body = Body.objects.create(name=BODY, slug="coast")
    account = Account.objects.create_account("clerk@example.org", "承辦人")
    Grant.objects.create(account=account, role=Role.SECRETARIAT, body=body)
    return account


def test_minutes_sent_at_the_same_moment_are_one_draft_and_the_rest_are_held(
    fresh_database: Database, actor: Account, tmp_path: Path
) -> None:
    same = tmp_path / "same.odt"
    same.write_text(json.dumps([minutes()]), encoding="utf-8")
    other = tmp_path / "other.odt"
    other.write_text(json.dumps([minutes(unread="更正版。")]), encoding="utf-8")
    source = "actions.take_in(actor, actions.Sent(Path(what), Path(what).name))"
    at_once(fresh_database, tmp_path, source, [str(same), str(other)] * (PEOPLE // 2))
    states = sorted(Minutes.objects.values_list("state", flat=True))
    assert states == ["draft", *["held"] * (PEOPLE - 1)]
    assert SourceFile.objects.count() == 2
    first = Minutes.objects.get(state=Minutes.State.DRAFT)
    assert {one.same_as_id for one in Minutes.objects.filter(state=Minutes.State.HELD)} == {first.pk}
    kept = [path for path in (tmp_path / "data" / "files").rglob("*") if path.is_file()]
    assert sorted(path.name for path in kept) == sorted(SourceFile.objects.values_list("sha256", flat=True))


def test_drafts_of_one_meeting_confirmed_at_the_same_moment_are_one_meeting(
    fresh_database: Database,
    actor: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    media: Path,
) -> None:
    monkeypatch.setattr(
        taking_in, "read_apart", lambda path, _name: json.loads(path.read_text(encoding="utf-8"))
    )
    drafts = []
    for number in range(PEOPLE):
        path = tmp_path / f"{number}.odt"
        path.write_text(
            json.dumps([minutes(ordinal=number + 10, day=date(2025, 1 + number, 3))]), encoding="utf-8"
        )
        (taken,) = take_in(actor, Sent(path, path.name))
        edit(
            actor, taken.pk, 1, "head", "meeting", {"ordinal": 2, "starts_at": "2025-09-12", "ends_at": None}
        )
        drafts.append(str(taken.pk))
    at_once(fresh_database, tmp_path, "actions.confirm(actor, int(what), 2)", drafts)
    assert sorted(Minutes.objects.values_list("state", flat=True)) == ["confirmed", *["held"] * (PEOPLE - 1)]
    assert Meeting.objects.count() == 1
