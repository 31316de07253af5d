"""Datasets to take home: complete, the same rows as the interface, safe in a spreadsheet, described for catalogues."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import sample_series
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from lieguan.site.opendata.datasets import DATASETS, Dataset
from lieguan.site.opendata.files import cell, table
from lieguan.site.programme.models import Programme
from lieguan.site.records.models import Meeting
from lieguan.site.tracking.models import Item, Progress

pytestmark = pytest.mark.django_db
TABLES = [one for one in DATASETS if one.columns]


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


def fetched(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue()


def lines(client: Client, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in fetched(client, f"/open-data/{name}.jsonl").splitlines()]


def rows(client: Client, name: str) -> list[dict[str, str]]:
    text = fetched(client, f"/open-data/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "name", ["bodies", "agencies", "people", "meetings", "resolutions", "statements", "items"]
)
def test_a_dump_is_the_list_of_the_interface(series: sample_series.Series, client: Client, name: str) -> None:
    listed, address = [], f"/api/1/{name}?limit=100"
    while address:
        page = client.get(address).json()
        listed += page["data"]
        address = page["next"]
    assert lines(client, name) == listed != []


def test_every_row_has_its_licence_and_time_and_every_table_as_many_rows(
    series: sample_series.Series, client: Client
) -> None:
    Programme.objects.create(body=series.body, uid="k3m9x7q2", title="離島韌性方案")
    for dataset in DATASETS:
        told = lines(client, dataset.name)
        assert len(told) == dataset.count() > 0, dataset.name
        assert all(row["license"] and row["modified"] for row in told)
        if dataset.columns:
            shown = rows(client, dataset.name)
            assert len(shown) == len(told)
            assert list(shown[0]) == list(dataset.columns)
            assert set(dataset.columns) <= set(told[0]), dataset.name


def test_records_are_dumped_as_they_stand(series: sample_series.Series, client: Client) -> None:
    told = {row["meeting"]: row["record"] for row in lines(client, "records")}
    assert len(told) == 4
    assert (
        told[f"http://testserver/api/1/meetings/{series.meetings[5].pk}"]
        == series.meetings[5].versions.get().record
    )


def test_nothing_that_waits_for_its_meeting_is_dumped(series: sample_series.Series, client: Client) -> None:
    hidden = Progress.objects.filter(round__meeting=None).exclude(state="draft")
    assert hidden.exists()
    everything = b"".join(fetched(client, f"/open-data/{one.name}.jsonl") for one in DATASETS)
    assert not any(one.text.encode() in everything for one in hidden)


def test_a_withdrawn_meeting_stays_as_a_tombstone(client: Client) -> None:
    series = sample_series.lay_meetings()
    series.meetings[6].state = Meeting.State.WITHDRAWN
    series.meetings[6].save()
    gone = [row for row in lines(client, "meetings") if row["deleted"]]
    assert [row["name"] for row in gone] == [""]
    assert all(row["deleted"] for row in lines(client, "statements") if row["meeting"] == gone[0]["id"])
    assert {row["deleted"] for row in rows(client, "meetings")} == {"true", "false"}


def test_a_cell_is_never_a_formula(series: sample_series.Series, client: Client) -> None:
    Item.objects.filter(pk=series.items[1].pk).update(title='=HYPERLINK("https://example.org","x")')
    titles = [row["title"] for row in rows(client, "items")]
    assert '\'=HYPERLINK("https://example.org","x")' in titles


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_no_value_begins_a_formula(value: Any) -> None:
    written = b"".join(table([{"a": value}], ["a"])).decode("utf-8-sig")
    _head, (shown,) = csv.reader(io.StringIO(written, newline=""))
    if isinstance(value, int) and not isinstance(value, bool):
        assert shown == str(value)
    else:
        assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    if isinstance(value, str):
        assert shown.removeprefix("'") == value.replace("\x00", "").removeprefix("'")


def test_words_and_lists_are_written_plainly() -> None:
    assert cell(["甲", "乙"]) == "甲；乙"
    assert cell({"a": "甲"}) == '{"a":"甲"}'
    assert [cell(None), cell(True), cell(-3)] == ["", "true", -3]


def test_an_unchanged_dump_is_not_sent_twice(series: sample_series.Series, client: Client) -> None:
    first = client.get("/open-data/items.csv")
    again = client.get("/open-data/items.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert first["Content-Disposition"] == 'attachment; filename="items.csv"'


@pytest.mark.parametrize("path", ["records.csv", "nothing.csv", "nothing.json", "nothing.jsonl"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/open-data/{path}").status_code == 404


@override_settings(
    PUBLISHER="數位發展部", PUBLISHER_CONTACT="open@example.org", LICENCE_NAME="創用CC 姓名標示 4.0"
)
def test_a_catalogue_is_told_what_it_asks_for(series: sample_series.Series, client: Client) -> None:
    told = json.loads(fetched(client, "/open-data/catalogue.json"))
    assert {one["資料集識別碼"] for one in told} == {one.name for one in DATASETS}
    items = next(one for one in told if one["資料集識別碼"] == "items")
    assert json.loads(fetched(client, "/open-data/items.json")) == items
    assert items["提供機關"] == "數位發展部"
    assert items["授權方式"] == "創用CC 姓名標示 4.0"
    assert items["資料量"] == Item.objects.count()
    assert all(name in items["主要欄位說明"] for name in ("number（編號）", "state（列管狀態）"))
    for address in items["資料下載網址"]:
        fetched(client, address)


@pytest.mark.parametrize("dataset", TABLES, ids=lambda one: one.name)
def test_every_column_says_what_it_holds(dataset: Dataset) -> None:
    assert all(dataset.columns.values())
    assert len(set(dataset.columns.values())) == len(dataset.columns)


@override_settings(LICENCE="https://creativecommons.org/licenses/by/4.0/")
def test_the_licence_is_a_setting_and_stands_on_every_object(
    series: sample_series.Series, client: Client
) -> None:
    assert {row["license"] for row in lines(client, "items")} == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    assert (
        client.get("/api/1/meetings").json()["data"][0]["license"].startswith("https://creativecommons.org/")
    )
