"""Feeds and calendars, read by the libraries that people's programs use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import sample_series
from django.db import transaction
from django.test import Client
from icalendar import Calendar

from lieguan.site.log import actions as log
from lieguan.site.log import verification
from lieguan.site.tracking.models import Item, Progress, Ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


def feed(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    return read


def test_a_body_tells_its_rulings_newest_first(series: sample_series.Series, client: Client) -> None:
    entries = feed(client, f"/bodies/{series.body.slug}/feed.atom").entries
    assert len(entries) == Ruling.objects.count()
    days = [entry.published for entry in entries]
    assert days == sorted(days, reverse=True)
    assert len({entry.id for entry in entries}) == len(entries)
    assert any(entry.title.startswith("解除列管") for entry in entries)


def test_an_item_tells_its_public_life(series: sample_series.Series, client: Client) -> None:
    item = Item.objects.filter(state="released").first()
    entries = feed(client, f"/items/{item.pk}/feed.atom").entries
    words = " ".join(entry.title + entry.summary for entry in entries)
    assert "解除列管" in words
    hidden = Progress.objects.exclude(round__meeting__state="held").first()
    told = feed(client, f"/items/{hidden.duty.item_id}/feed.atom").entries
    assert hidden.text not in " ".join(entry.summary for entry in told)


def test_a_calendar_of_a_body_has_meetings_and_due_dates(
    series: sample_series.Series, client: Client
) -> None:
    calendar = Calendar.from_ical(client.get(f"/bodies/{series.body.slug}/calendar.ics").content)
    events = calendar.walk("VEVENT")
    due = Item.objects.filter(state="tracked", due_on__isnull=False)
    assert len(events) == series.body.meetings.count() + due.count()
    starts = {event["uid"].split("@")[0]: event.decoded("dtstart") for event in events}
    for item in due:
        assert starts[f"item-{item.pk}"] == item.due_on


def test_a_calendar_of_an_agency_has_what_it_owes(series: sample_series.Series, client: Client) -> None:
    item = Item.objects.filter(state="tracked", due_on__isnull=False).first()
    agency = item.duties.filter(agency__isnull=False).first().agency
    calendar = Calendar.from_ical(client.get(f"/agencies/{agency.pk}/calendar.ics").content)
    assert f"item-{item.pk}" in {event["uid"].split("@")[0] for event in calendar.walk("VEVENT")}


def test_the_head_of_each_day_of_the_log_is_given_out_and_verifies(
    series: sample_series.Series, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(tz=UTC)
    for days in (3, 3, 2, 0):
        monkeypatch.setattr(log.timezone, "now", lambda days=days: now - timedelta(days=days))
        with transaction.atomic():
            log.append(None, "tracking.note", series.items[1], after={"days": days})
    monkeypatch.undo()
    entries = feed(client, "/log.atom").entries
    assert len(entries) == 2
    for entry in entries:
        assert list(verification.chain(entry.summary)) == []
    assert list(verification.chain("0" * 63 + "1")) != []


@pytest.mark.parametrize(
    "path", ["/bodies/no/feed.atom", "/items/999/feed.atom", "/agencies/999/calendar.ics"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
