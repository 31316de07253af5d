"""The interface for programs: pages, tombstones, errors of one shape, nothing that is not public."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import sample_series
from django.test import Client
from django.utils import timezone

from lieguan.site.api.interface import api
from lieguan.site.records.models import Meeting
from lieguan.site.tracking.models import Item, Progress, Round

pytestmark = pytest.mark.django_db

LISTS = (
    "bodies", "agencies", "people", "meetings", "resolutions", "statements", "paragraphs", "items", "rounds",
)  # fmt: skip


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


def asked(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"/api/1/{path}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
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


def test_a_report_that_became_public_has_changed_its_item(
    series: sample_series.Series, client: Client
) -> None:
    hidden = Progress.objects.filter(round__meeting=None, state="submitted").first()
    item = hidden.duty.item
    before = asked(client, f"items/{item.pk}")
    assert hidden.text not in str(before)
    moment = timezone.now()
    series.meetings[7].state = Meeting.State.HELD
    series.meetings[7].save()
    hidden.round.meeting = series.meetings[7]
    hidden.round.save()
    changed = asked(client, "items", modified_since=moment.isoformat(), limit=100)["data"]
    told = next(one for one in changed if one["id"] == before["id"])
    assert hidden.text in [report["text"] for report in told["reports"]]
    assert told["modified"] > before["modified"]


def test_the_three_voices_are_told_apart(series: sample_series.Series, client: Client) -> None:
    item = Item.objects.filter(recommendations__round__meeting__state="held", rulings__standing=True).first()
    told = asked(client, f"items/{item.pk}")
    assert {one["kind"] for one in told["recommendations"]}
    assert all(one["meeting"] and one["words"] for one in told["rulings"])
    assert not Progress.objects.filter(
        text__in=[one["text"] for one in told["reports"]], round__meeting=None
    ).exists()


def test_an_agenda_links_what_was_decided_and_said(series: sample_series.Series, client: Client) -> None:
    agenda = asked(client, f"meetings/{series.meetings[6].pk}/agenda")
    record = series.meetings[6].versions.get().record
    assert [one["name"] for one in agenda] == [one["title"] for one in record["agenda"]]
    said = [address for one in agenda for address in one["statements"]]
    assert len(set(said)) == len([one for one in record["statements"] if one["agenda"]])
    for address in (said[0], agenda[0]["resolutions"][0]["clauses"][0]):
        assert client.get(address).json()["id"] == address


def test_a_statement_leads_to_what_its_meeting_decided(series: sample_series.Series, client: Client) -> None:
    said = series.statements[6, "s1"]
    told = asked(client, f"statements/{said.uid}")
    decided = {
        clause.text for clause in series.meetings[6].clauses.filter(agenda_title=said.agenda_titles[0])
    }
    assert {one["resolution"]["text"] for one in told["outcomes"]} == decided
    numbers = {item["number"] for one in told["outcomes"] for item in one["items"]}
    touched = Item.objects.filter(
        rulings__clause__meeting=series.meetings[6], rulings__clause__agenda_title=said.agenda_titles[0]
    )
    assert set(touched.values_list("number", flat=True)) <= numbers
    page = client.get(f"/statements/{said.uid}/").content.decode()
    assert all(text in page for text in decided)


def test_a_fallen_paragraph_is_a_tombstone(series: sample_series.Series, client: Client) -> None:
    clause, said = series.clauses[6, "r1.1"], series.statements[6, "s1"]
    for row in (clause, said):
        type(row).objects.filter(pk=row.pk).update(standing=False)
    told = asked(client, f"resolutions/{clause.uid}")
    assert (told["deleted"], told["text"], told["items"]) == (True, "", [])
    told = asked(client, f"paragraphs/{said.uid}")
    assert (told["deleted"], told["points"], told["name"]) == (True, [], None)
    assert asked(client, f"statements/{said.uid}")["outcomes"] == []
    page = client.get(f"/statements/{said.uid}/")
    assert page.status_code == 410
    assert said.as_written not in page.content.decode()


def test_paragraphs_of_a_withdrawn_meeting_are_tombstones_and_count_as_changed(client: Client) -> None:
    series = sample_series.lay_meetings()
    moment = timezone.now()
    series.meetings[6].state = Meeting.State.WITHDRAWN
    series.meetings[6].save()
    changed = asked(client, "paragraphs", modified_since=moment.isoformat(), limit=100)
    assert changed["count"] == sum(
        asked(client, "paragraphs", meeting=series.meetings[6].pk, kind=kind)["count"]
        for kind in ("resolution", "statement", "point")
    )
    assert all(one["deleted"] for one in changed["data"])


def test_a_person_has_the_posts_in_which_they_spoke(series: sample_series.Series, client: Client) -> None:
    said = series.statements[6, "s1"]
    told = asked(client, f"people/{said.speaker}")
    assert {"organization": "", "post": "委員"}.items() <= told["memberships"][0].items()
    assert client.get(told["statements"]).json()["count"] == told["statement_count"]


def test_the_papers_of_a_round_can_be_fetched_once_its_meeting_is_confirmed(
    series: sample_series.Series, client: Client
) -> None:
    found = asked(client, "rounds")["data"]
    assert {one["number"] for one in found} == set(
        Round.objects.filter(meeting__state="held").values_list("number", flat=True)
    )
    odt = next(paper for paper in found[0]["papers"] if paper["media_type"].endswith("opendocument.text"))
    assert client.get(odt["address"]).status_code == 200


def test_any_page_may_read_what_is_public(series: sample_series.Series, client: Client) -> None:
    assert client.get("/api/1/bodies")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/")


def test_every_example_of_the_contract_is_of_its_shape() -> None:
    shapes = api.get_openapi_schema()["components"]["schemas"]
    shown = {name: shape["examples"] for name, shape in shapes.items() if "examples" in shape}
    assert {"ItemShape", "MeetingShape", "ResolutionShape", "StatementShape", "Problem"} <= set(shown)
    document = {"components": {"schemas": shapes}}
    for name, examples in shown.items():
        schema = {**document, "$ref": f"#/components/schemas/{name}"}
        for one in examples:
            jsonschema.Draft202012Validator(schema).validate(one)
            assert set(one) == set(shapes[name]["properties"]) - {"outcomes"}, name


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
        ("items?body=%00", 422, "invalid-input"),
        ("meetings/99999999999999999999", 404, "not-found"),
        ("people/nobody", 404, "not-found"),
        ("paragraphs/nowhere", 404, "not-found"),
        ("paragraphs?kind=heading", 422, "invalid-input"),
        ("nowhere", 404, "not-found"),
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


def test_what_is_read_is_not_written(series: sample_series.Series, client: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/api/1/items/{series.items[1].pk}")
        assert (answer.status_code, answer.json()["code"]) == (405, "no-such-method")


def test_more_items_take_no_more_queries(
    series: sample_series.Series, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        asked(client, "items", limit=2)
    with django_assert_max_num_queries(9):
        asked(client, "items", limit=100)
