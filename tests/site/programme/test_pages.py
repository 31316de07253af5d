"""The pages of programmes: what anybody reads, and the secretariat's forms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lieguan.site.programme import actions
from lieguan.site.programme.models import MeasureItem, Value
from lieguan.site.withholding.actions import restrict
from scene import Scene

Rows = list[list[str]]
Table = Callable[[int], Rows]


@pytest.fixture
def programme(scene: Scene, table: Table) -> actions.Taken:
    actions.take_in(scene.secretariat, scene.body, table(1))
    return actions.take_in(scene.secretariat, scene.body, table(2))


@pytest.fixture
def desk(client: Client, scene: Scene) -> Client:
    client.force_login(scene.secretariat)
    return client


def test_anybody_reads_how_the_programme_stands(
    client: Client, scene: Scene, programme: actions.Taken
) -> None:
    item = scene.item(scene.meeting(1), "數位發展部", title="海纜備援")
    measure = programme.version.measures.get(code="A-1")
    actions.link_item(scene.secretariat, measure, item)
    page = client.get(f"/programmes/{programme.programme.uid}/").content.decode()
    assert "6 項總體指標：4 達成、2 接近" in page
    assert "海纜備援" in page
    assert 'id="rule"' in page
    assert "6 項總體指標" in client.get(f"/bodies/{scene.body.slug}/programmes/").content.decode()
    assert (
        f"/programmes/{programme.programme.uid}/"
        in client.get(f"/bodies/{scene.body.slug}/").content.decode()
    )
    assert "海纜備援" in client.get(f"/measures/{measure.uid}/").content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(f"/programmes/{programme.programme.uid}/").content.decode()
    assert "6 overall indicators: 4 reached, 2 near" in page


def test_an_older_version_says_that_it_is_not_in_force(client: Client, programme: actions.Taken) -> None:
    page = client.get(f"/programmes/{programme.programme.uid}/versions/1/").content.decode()
    assert "這不是現行版本" in page
    assert client.get(f"/programmes/{programme.programme.uid}/versions/9/").status_code == 404


def test_a_withheld_item_does_not_leak(client: Client, scene: Scene, programme: actions.Taken) -> None:
    item = scene.item(scene.meeting(1), "數位發展部", title="不公開之備援")
    measure = programme.version.measures.get(code="A-1")
    actions.link_item(scene.secretariat, measure, item)
    restrict(scene.secretariat, "item", str(item.pk), ground=3, reason="尚未核定")
    for address in (f"/programmes/{programme.programme.uid}/", f"/measures/{measure.uid}/"):
        assert "不公開之備援" not in client.get(address).content.decode()
    client.force_login(scene.secretariat)
    assert "不公開之備援" in client.get(f"/measures/{measure.uid}/").content.decode()


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_the_table_is_taken_home_and_sent_back(
    desk: Client, scene: Scene, programme: actions.Taken, kind: str
) -> None:
    got = desk.get(f"/programmes/{programme.programme.uid}/versions/2/table.{kind}")
    count = Value.objects.count()
    sent = {"file": SimpleUploadedFile(f"a.{kind}", got.content)}
    response = desk.post(f"/bodies/{scene.body.slug}/programmes/take-in/", sent)
    assert (response.status_code, Value.objects.count()) == (302, count)


def test_wrong_rows_are_named_on_the_page(desk: Client, scene: Scene) -> None:
    words = "列別,代碼,名稱,來源\n方案,,海岸方案,\n綱領,一版,,\n".encode()
    address = f"/bodies/{scene.body.slug}/programmes/take-in/"
    response = desk.post(address, {"file": SimpleUploadedFile("a.csv", words)})
    page = response.content.decode()
    assert response.status_code == 400
    assert "第 3 列" in page
    assert "須為大於零的整數" in page
    unreadable = desk.post(address, {"file": SimpleUploadedFile("a.ods", b"PK\x03\x04 broken")})
    assert unreadable.status_code == 400
    assert "讀不出表格" in unreadable.content.decode()


def test_a_value_is_entered_and_an_item_linked(desk: Client, scene: Scene, programme: actions.Taken) -> None:
    indicator = programme.version.indicators.get(code="總-1")
    typed = {
        "indicator": indicator.pk, "kind": "actual", "year": "115", "value": "91", "source": "年報", "as_of": "116年3月31日",
    }  # fmt: skip
    assert desk.post(f"/programmes/{programme.programme.uid}/value/", typed).status_code == 302
    assert Value.objects.get(kind="actual", year=2026, indicator__code="總-1").value == 91
    measure = programme.version.measures.get(code="A-1")
    item = scene.item(scene.meeting(1), "數位發展部")
    assert desk.post(f"/measures/{measure.uid}/items/", {"item": item.pk}).status_code == 302
    link = MeasureItem.objects.get()
    assert desk.post(f"/measure-items/{link.pk}/withdraw/").status_code == 302
    assert MeasureItem.objects.get().withdrawn_at is not None


def test_programs_read_the_outline_in_force(client: Client, scene: Scene, programme: actions.Taken) -> None:
    item = scene.item(scene.meeting(1), "數位發展部", title="海纜備援")
    actions.link_item(scene.secretariat, programme.version.measures.get(code="A-1"), item)
    (told,) = client.get("/api/1/programmes", {"body": scene.body.slug}).json()["data"]
    assert client.get(told["id"]).json() == told
    assert told["versions"] == [2, 1]
    outline = told["outline"]
    assert outline["counts"] == {"reached": 4, "near": 2}
    assert len(outline["indicators"]) == 6
    measures = [measure for group in outline["groups"] for measure in group["measures"]]
    (touched,) = [measure for measure in measures if measure["items"]]
    assert touched["code"] == "A-1"
    assert client.get(touched["items"][0]).json()["title"] == "海纜備援"
    assert client.get(touched["id"]).status_code == 200
    assert client.get("/api/1/programmes", {"body": "none"}).json()["count"] == 0
    assert client.get("/api/1/programmes/none").status_code == 404


def test_a_change_of_a_value_counts_as_one_of_the_programme(
    client: Client, scene: Scene, programme: actions.Taken
) -> None:
    before = client.get("/api/1/programmes").json()["data"][0]["modified"]
    item = scene.item(scene.meeting(1), "數位發展部", title="海纜備援")
    actions.link_item(scene.secretariat, programme.version.measures.get(code="A-1"), item)
    after = client.get("/api/1/programmes").json()["data"][0]["modified"]
    assert after > before
    assert client.get("/api/1/programmes", {"modified_since": after}).json()["count"] == 1
    assert client.get("/api/1/programmes", {"modified_since": "2100-01-01"}).json()["count"] == 0


def test_programmes_are_a_dataset(client: Client, programme: actions.Taken) -> None:
    dump = b"".join(client.get("/open-data/programmes.jsonl")).decode()
    (told,) = map(json.loads, dump.splitlines())
    assert told["title"] == programme.programme.title
    assert told == client.get(told["id"]).json() | {"id": told["id"]}


def test_a_large_programme_has_light_pages(client: Client, scene: Scene, table: Table) -> None:
    rows = table(2)
    head, (kind, code) = rows[0], ("列別", "代碼")
    assert {kind, code} <= set(head)
    of_measure = [row for row in rows[1:] if row[head.index(kind)] == "措施"]
    many = []
    for number in range(120):
        row = list(of_measure[0])
        row[head.index(code)] = f"A-{number + 100}"
        many.append(row)
    at = rows.index(of_measure[-1]) + 1
    taken = actions.take_in(scene.secretariat, scene.body, [*rows[:at], *many, *rows[at:]])
    address, seen = f"/programmes/{taken.programme.uid}/", []
    for number in range(1, 8):
        page = client.get(address, {"page": number})
        assert len(page.content) < 100_000
        seen += re.findall(r'<th scope="row"><a href="/measures/', page.content.decode())
    assert len(seen) == taken.version.measures.count() > 120
    assert "6 項總體指標" not in client.get(address, {"page": 2}).content.decode()
