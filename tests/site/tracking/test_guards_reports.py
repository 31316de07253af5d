"""The database refuses to change what an agency submitted, whoever sends the statement, on both databases."""

from __future__ import annotations

import pytest
from django.utils import timezone

from lieguan.site.tracking.models import Evidence, Progress, Round
from scene import Scene, duties
from statements import refused

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def report(scene: Scene) -> Progress:
    item = scene.item(scene.meeting(1), "內政部")
    draft = Progress.objects.create(
        duty=duties(item)[0],
        round=Round.objects.create(body=scene.body, number=1),
        text="已完成三處。",
        as_of=timezone.localdate(),
    )
    Evidence.objects.create(progress=draft, shows="驗收照片", link="https://example.org/1")
    return draft


def submit(draft: Progress) -> None:
    Progress.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=timezone.now())


def test_a_draft_can_be_changed_and_thrown_away(report: Progress) -> None:
    Progress.objects.filter(pk=report.pk).update(text="已完成四處。")
    Evidence.objects.filter(progress=report).update(shows="驗收紀錄")
    Evidence.objects.filter(progress=report).delete()
    report.delete()
    assert not Progress.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "accepted", "returned"])
def test_what_was_submitted_is_never_changed(report: Progress, state: str) -> None:
    submit(report)
    if state != "submitted":
        Progress.objects.filter(pk=report.pk).update(state=state, return_reason="缺佐證")
    for column, value in (
        ("text", "改過"), ("status", "done"), ("percentage", 100), ("next_step", "改過"), ("wish", "release"),
        ("as_of", "2020-01-01"), ("version", 2), ("state", "draft"), ("submitted_at", None), ("duty_id", 999),
    ):  # fmt: skip
        refused(f"UPDATE tracking_progress SET {column} = %s WHERE id = %s", value, report.pk)
    refused("DELETE FROM tracking_progress WHERE id = %s", report.pk)
    refused("UPDATE tracking_evidence SET shows = 'x' WHERE progress_id = %s", report.pk)
    refused("DELETE FROM tracking_evidence WHERE progress_id = %s", report.pk)
    refused(lambda: Evidence.objects.create(progress=report, shows="補的", link="https://example.org/2"))
    if state != "submitted":
        other = "returned" if state == "accepted" else "accepted"
        refused("UPDATE tracking_progress SET state = %s WHERE id = %s", other, report.pk)
        refused("UPDATE tracking_progress SET return_reason = 'x' WHERE id = %s", report.pk)


def test_a_return_has_a_reason(report: Progress) -> None:
    submit(report)
    refused("UPDATE tracking_progress SET state = 'returned' WHERE id = %s", report.pk)
