"""The page of the log: the entries of one's bodies, what each changed, and the erasure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import lieguan.site
from lieguan.site.log.actions import append
from lieguan.site.log.erasing import MARK
from lieguan.site.log.models import Entry, Values
from lieguan.site.registry.logbook import queries
from lieguan.site.registry.logbook.words import ACTIONS
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


def page(account: Account, **asked: str) -> str:
    client = Client()
    client.force_login(account)
    answer = client.get(reverse("registry:log"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_action_of_the_source_has_its_words() -> None:
    called = re.compile(
        r'(?:append|logged|fall)\([^")]*?"([a-z]+\.[a-z_]+)"|action="([a-z]+\.[a-z_]+)"|ACTION = "([a-z.]+)"'
    )
    root = next(iter(lieguan.site.__path__))
    found = {
        name
        for path in Path(root).rglob("*.py")
        for match in called.finditer(path.read_text(encoding="utf-8"))
        for name in match.groups()
        if name
    }
    assert len(found) > 40
    assert found - set(ACTIONS) == set()


def test_a_secretariat_reads_what_concerns_its_bodies_alone(scene: Scene) -> None:
    other = Scene("other")
    scene.item(scene.meeting(1), title="海堤巡查計畫")
    other.item(other.meeting(1), title="山區通訊計畫")
    assert {entry.body_id for entry in queries.entries(scene.secretariat)} == {scene.body.pk}
    shown = page(scene.secretariat)
    assert "海堤巡查計畫" in shown
    assert "山區通訊計畫" not in shown
    everything = page(scene.account(Role.AUDITOR))
    assert "海堤巡查計畫" in everything
    assert "山區通訊計畫" in everything


def test_what_an_entry_changed_is_shown_before_and_after(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), title="海堤巡查計畫")
    actions.edit_item(scene.secretariat, item, version=item.version, title="海堤巡查與監測計畫")
    (first, *_rest) = queries.lines(queries.entries(scene.secretariat)[:1])
    assert first.entry.action == "tracking.edit_item"
    assert ("title", "海堤巡查計畫", "海堤巡查與監測計畫") in [
        (change.field, change.before, change.after) for change in first.changes
    ]
    assert "<del>海堤巡查計畫</del>" in page(scene.secretariat)


def test_what_an_agency_drafts_is_not_shown(scene: Scene) -> None:
    (duty,) = duties(scene.item(scene.meeting(1), "內政部"))
    desk = scene.account(Role.DESK, agency=duty.agency)
    report = actions.ProgressEntry("內部草擬中之內容", as_of=date(2025, 2, 1))
    draft = actions.write_progress(desk, duty, report)
    for reader in (scene.secretariat, scene.account(Role.AUDITOR), scene.account(Role.ADMINISTRATOR)):
        shown = page(reader)
        assert "填寫辦理情形草稿" in shown
        assert "內部草擬中之內容" not in shown
    actions.submit_progress(desk, draft)
    assert "內部草擬中之內容" in page(scene.secretariat, action="tracking.submit_progress")


def test_it_is_filtered(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), title="海堤巡查計畫")
    actions.edit_item(scene.secretariat, item, version=item.version, title="海堤巡查與監測計畫")
    only = page(scene.secretariat, action="tracking.edit_item")
    assert only.count('id="log-') == 1
    assert 'id="log-' not in page(scene.secretariat, actor="查無此人")
    assert 'id="log-' not in page(scene.secretariat, until="100年1月1日")
    assert 'id="log-' in page(scene.secretariat, since="100年1月1日", body=str(scene.body.pk))


def test_it_is_paged_in_a_constant_number_of_queries(scene: Scene) -> None:
    for _ in range(60):
        scene.item(scene.meeting(1))
    asked = []
    for filtered in ({}, {"action": "registry.invite"}):
        with CaptureQueriesContext(connection) as queries:
            page(scene.secretariat, **filtered)
        asked.append(len(queries))
    assert page(scene.secretariat).count('id="log-') == 50
    assert 'id="log-1"' in page(scene.secretariat, page="2")
    assert asked[0] <= asked[1] + 2


def test_an_administrator_looks_and_then_erases(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), title="王小明陳情案")
    actions.edit_item(scene.secretariat, item, version=item.version, title="民眾陳情案")
    client = Client()
    administrator = scene.account(Role.ADMINISTRATOR)
    client.force_login(administrator)
    asked = {"words": "王小明", "ground": "個人資料保護法第11條第3項"}
    looked = client.post(reverse("registry:erase"), asked | {"do": "look"}).content.decode()
    assert "有 2 筆修改紀錄" in looked
    assert "王小明" in str(list(Values.objects.values_list("before", "after")))
    client.post(reverse("registry:erase"), asked | {"do": "erase"})
    assert "王小明" not in str(list(Values.objects.values_list("before", "after")))
    shown = page(administrator)
    assert "部分已抹除" in shown
    assert MARK in shown
    assert "王小明" not in shown


@pytest.mark.parametrize(
    ("words", "ground", "said"),
    [
        ("王", "個資法", "每個字詞至少兩個字"),
        ("王小明", "王小明之請求", "請勿寫出要抹除的字詞"),
        ("王小明", "", "必"),
    ],
)
def test_what_is_no_erasure_is_said_on_the_page(scene: Scene, words: str, ground: str, said: str) -> None:
    client = Client()
    client.force_login(scene.account(Role.ADMINISTRATOR))
    answer = client.post(reverse("registry:erase"), {"words": words, "ground": ground, "do": "erase"})
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_an_entry_without_words_is_shown_by_its_name(scene: Scene) -> None:
    with transaction.atomic():
        append(None, "tracking.something_new", scene.body, body_id=scene.body.pk)
    assert "tracking.something_new" in page(scene.secretariat)
    assert Entry.objects.exists()
