"""The interface for programs: pages, tombstones, errors of one shape, nothing that is not public."""

from __future__ import annotations

from typing import Any

import pytest
import sample_series
from django.test import Client
from django.utils import timezone

from lieguan.site.records.models import Meeting
from lieguan.site.tracking.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


def asked(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"/api/1/{path}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.parametrize("name", ["bodies", "agencies", "meetings", "items"])
def test_pages_hold_everything_once(series: sample_series.Series, client: Client, name: str) -> None:
    seen, address = [], f"/api/1/{name}?limit=3"
    while address:
        page = client.get(address).json()
        seen += [thing["id"] for thing in page["data"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == page["count"] > 0
    for address in seen[:3]:
        assert client.get(address).json()["id"] == address


def test_an_item_tells_its_rulings_with_their_clauses(series: sample_series.Series, client: Client) -> None:
    item = Item.objects.filter(state="released").first()
    told = asked(client, f"items/{item.pk}")
    assert told["state"] == "released"
    ending = [ruling for ruling in told["rulings"] if ruling["kind"] == "release"]
    assert ending
    assert client.get(ending[0]["paragraph"]).status_code in {200, 301, 302}


def test_items_are_narrowed(series: sample_series.Series, client: Client) -> None:
    tracked = asked(client, "items", state="tracked", limit=100)
    assert tracked["count"] == Item.objects.filter(state="tracked").count() < Item.objects.count()
    agency = series.items[1].duties.filter(agency__isnull=False).first().agency_id
    of_agency = asked(client, "items", agency=agency, limit=100)
    assert any(item["id"].endswith(f"/items/{series.items[1].pk}") for item in of_agency["data"])
    assert asked(client, "items", body="nowhere")["count"] == 0


def test_modified_since_gives_what_came_later(series: sample_series.Series, client: Client) -> None:
    moment = timezone.now()
    assert asked(client, "items", modified_since=moment.isoformat())["count"] == 0
    series.items[2].save()
    assert asked(client, "items", modified_since=moment.isoformat())["count"] == 1


def test_a_withdrawn_meeting_is_a_tombstone(series: sample_series.Series, client: Client) -> None:
    withdrawn = Meeting.objects.create(
        body=series.body, title="不再公開的名稱", place="不再公開的地點", state=Meeting.State.WITHDRAWN
    )
    told = asked(client, f"meetings/{withdrawn.pk}")
    assert told["deleted"] is True
    assert "不再公開" not in str(told)
    asked(client, f"meetings/{withdrawn.pk}/record", status=404)


def test_the_record_is_served_as_it_stands(series: sample_series.Series, client: Client) -> None:
    meeting = series.meetings[5]
    assert asked(client, f"meetings/{meeting.pk}/record") == meeting.versions.get().record


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("items/999999", 404, "not-found"),
        ("meetings/999999/record", 404, "not-found"),
        ("bodies/nowhere", 404, "not-found"),
        ("items?page=0", 422, "invalid-input"),
        ("items?limit=1000", 422, "invalid-input"),
        ("items?modified_since=yesterday", 422, "invalid-input"),
        ("items?agency=x", 422, "invalid-input"),
        ("search?since=113.1.1", 422, "invalid-input"),
    ],
)
def test_every_error_has_one_shape(client: Client, path: str, status: int, code: str) -> None:
    answer = client.get(f"/api/1/{path}")
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert set(answer.json()) == {"code", "problem", "field"}


def test_an_unchanged_answer_is_not_sent_twice(series: sample_series.Series, client: Client) -> None:
    first = client.get("/api/1/bodies")
    again = client.get("/api/1/bodies", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_writing_does_not_exist(series: sample_series.Series, client: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"/api/1/items/{series.items[1].pk}").status_code == 405


def test_more_items_take_no_more_queries(
    series: sample_series.Series, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        asked(client, "items", limit=2)
    with django_assert_max_num_queries(5):
        asked(client, "items", limit=100)
