"""The demo: the sample series, told through the same actions as real minutes, ends as its story says."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from lieguan.errors import StartError
from lieguan.site.log.models import Entry
from lieguan.site.papers import queries
from lieguan.site.project.demo import folder, people, series
from lieguan.site.registry.models import Account, Body
from lieguan.site.tracking.models import Item, Progress, Recommendation, Ruling
from lieguan.text.roc_dates import format_roc_date

SAMPLES = Path(__file__).parents[3] / "samples"
STORY = tomllib.loads((SAMPLES / series.STORY).read_text(encoding="utf-8"))


@dataclass
class Told:
    lines: list[str]


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """The whole story, told once for all tests of this file."""
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        series.tell(SAMPLES, say=lines.append)
        yield Told(lines)
        transaction.set_rollback(True)


def dues(item: Item) -> dict[str, Any]:
    found = {
        "as_written": item.opening_due["as_written"],
        "date": item.opening_due["on"],
        "relative": "next-meeting" if item.opening_due["next_meeting"] else None,
        "recurrence": item.opening_due["recurrence"],
    }
    return {name: value for name, value in found.items() if value}


def test_a_story_that_is_not_proposed_is_refused(tmp_path: Path, db: None) -> None:
    # First in this file: the site is still empty.
    for name in ("03.odt", "04.docx", "05.pdf", "06.md"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    changed = (
        (SAMPLES / series.STORY).read_text(encoding="utf-8").replace('clause = "r2.1"', 'clause = "r9.9"', 1)
    )
    (tmp_path / series.STORY).write_text(changed, encoding="utf-8")
    with pytest.raises(StartError, match="no such item is proposed"):
        series.tell(tmp_path, say=lambda _line: None)


@pytest.mark.parametrize("expected", STORY["items"], ids=lambda item: f"{item['number']} {item['title']}")
def test_each_item_is_opened_as_the_story_says(told: Told, db: None, expected: dict[str, Any]) -> None:
    item = Item.objects.get(number=expected["number"])
    assert (item.title, item.carried_in) == (expected["title"], expected.get("carried_in", False))
    assert item.opened_by is not None
    assert (item.opened_by.meeting.ordinal, item.opened_by.local_id) == (
        expected["meeting"],
        expected["clause"],
    )
    named = defaultdict(list)
    for duty in item.duties.filter(moved_from=None, clause__meeting=item.opened_by.meeting):
        named[duty.role].append(str(duty))
    leads = named["lead"] or named[""]
    assert leads[: len(expected["lead"])] == expected["lead"]
    assert sorted(named["support"] + (named[""] if named["lead"] else [])) == sorted(expected["support"])
    wanted = {name: str(value) for name, value in expected["due"].items()}
    assert dues(item) == wanted


def test_the_rulings_are_those_of_the_story(told: Told, db: None) -> None:
    wanted = {
        (ruling["meeting"], ruling["clause"], ruling["kind"], number, ruling.get("by_reference", False))
        for ruling in STORY["rulings"]
        for number in ruling["items"]
    }
    entered = {
        (
            ruling.clause.meeting.ordinal,
            ruling.clause.local_id,
            ruling.kind,
            ruling.item.number,
            ruling.by_reference,
        )
        for ruling in Ruling.objects.select_related("clause__meeting", "item")
    }
    assert entered == wanted
    merged = Ruling.objects.get(kind="merge")
    assert merged.merged_into is not None
    assert merged.merged_into.number == 4
    assert Ruling.objects.get(kind="hand_over").handed_to == "中央災害防救委員會"


def test_the_items_end_in_the_states_of_the_story(told: Told, db: None) -> None:
    last = dict(STORY["states"][-1])
    del last["meeting"]
    states = defaultdict(list)
    for item in Item.objects.order_by("number"):
        states[item.state].append(item.number)
    assert dict(states) == last


def test_agencies_reported_and_the_secretariat_recommended(told: Told, db: None) -> None:
    rounds = STORY["rounds"]
    assert Progress.objects.filter(state="submitted").count() == sum(len(one["progress"]) for one in rounds)
    assert Recommendation.objects.count() == sum(len(one["recommendations"]) for one in rounds)
    assert len(told.lines) == len(STORY["meetings"]) + len(STORY["programme"]["files"])


def test_the_report_for_the_next_meeting_has_the_rows_of_the_story(told: Told, db: None) -> None:
    """Word for word: the clause and its sub-clauses, whose markers stand before them."""
    today = date(2026, 11, 23)
    body = Body.objects.get(name=STORY["body"])
    secretariat = Account.objects.get(grants__role="secretariat", grants__body=body)
    report = queries.tracking_report(queries.coming(body, today), secretariat, today)
    assert report.meeting == f"第{STORY['next_meeting']}次會議"
    rows = {row.number: row for row in report.rows}
    assert list(rows) == [row["number"] for row in STORY["report"]]
    for expected in STORY["report"]:
        row = rows[expected["number"]]
        due = format_roc_date(row.due) if row.due else row.due_words
        said = {
            "number": row.number,
            "meeting": row.meeting,
            "day": format_roc_date(row.day),
            "text": [re.sub(r"^(?:\d+\. |\(\d+\) )", "", line) for line in row.text],
            "due": due,
            "progress": [one.agency for one in row.progress],
            "recommendation": row.recommendation,
        }
        assert said == expected


def test_everybody_has_the_password_of_this_start_and_of_no_other(told: Told, db: None) -> None:
    visitors = people.visitors()
    assert {visitor.role for visitor in visitors} >= {"系統管理者", "幕僚單位", "召集人", "委員", "稽核"}
    assert "機關窗口（交通部）" in {visitor.role for visitor in visitors}
    first = people.set_password()
    assert all(Account.objects.get(email=visitor.email).check_password(first) for visitor in visitors)
    second = people.set_password()
    assert first != second
    assert not any(Account.objects.get(email=visitor.email).check_password(first) for visitor in visitors)


def test_every_step_is_in_the_log_with_who_did_it(told: Told, db: None) -> None:
    nobody = Entry.objects.filter(actor_id=None).values_list("action", flat=True)
    assert set(nobody) <= {"registry.found", "registry.grant"}
    desk = Account.objects.get(grants__agency__name="交通部")
    assert Entry.objects.filter(action="tracking.submit_progress", actor_id=desk.pk).exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "lieguan.sqlite3").write_bytes(b"somebody's site")
    with pytest.raises(StartError, match="something else than a demo"):
        folder.require_ours(tmp_path)


def test_the_demo_is_kept_until_its_samples_change(tmp_path: Path) -> None:
    samples, data = tmp_path / "samples", tmp_path / "data"
    samples.mkdir()
    data.mkdir()
    (samples / "one.md").write_text("第一次會議", encoding="utf-8")
    (data / "secret-key").write_text("kept", encoding="ascii")
    folder.require_ours(data)
    folder.empty(data)
    (data / "lieguan.sqlite3").write_bytes(b"")
    (data / "files").mkdir()
    assert not folder.is_current(data, folder.fingerprint(samples))
    folder.finish(data, folder.fingerprint(samples))
    folder.require_ours(data)
    assert folder.is_current(data, folder.fingerprint(samples))
    (samples / "one.md").write_text("第二次會議", encoding="utf-8")
    assert not folder.is_current(data, folder.fingerprint(samples))
    folder.empty(data)
    assert sorted(path.name for path in data.iterdir()) == [".lieguan-demo", "secret-key"]
