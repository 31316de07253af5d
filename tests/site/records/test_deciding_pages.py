"""Two people at one draft, confirming it, correcting it, taking it back: the pages of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from draft_work import FRAGMENTS, clause_form, edit, uid
from lieguan.site.records import actions
from lieguan.site.records.models import Meeting, Minutes
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


@pytest.fixture
def other(account: Callable[..., Account], body: Body) -> Account:
    return account(Role.SECRETARIAT, body)


def test_the_second_is_told_and_what_was_typed_is_at_hand(
    browser: Client, received: TakeIn, other: Account
) -> None:
    taken = received()
    target = uid(taken, "r1.2")
    actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
    data = {"op": "clause", "target": target, "version": 1} | clause_form("同意解除列管，並持續維護。")
    address = reverse("records:edit", args=[taken.pk])
    answer = browser.post(address, data, **FRAGMENTS)
    assert answer.status_code == 409
    assert f"{other}" in answer.json()["conflict"]
    assert "刪除條款：照案通過" in answer.json()["conflict"]
    page = browser.post(address, data)
    assert page.status_code == 409
    form = re.search(r'<form class="typed".*?</form>', page.content.decode(), re.DOTALL)
    assert form is not None
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group()))
    assert again["text"] == "同意解除列管，並持續維護。"
    assert browser.post(address, again).status_code == 302
    taken.refresh_from_db()
    assert taken.draft["resolutions"][0]["clauses"][1]["text"] == "同意解除列管，並持續維護。"
    assert taken.draft["resolutions"][1]["clauses"] == []


def test_who_goes_on_after_that_sees_what_the_other_did(
    browser: Client, received: TakeIn, other: Account
) -> None:
    taken = received()
    actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
    data = {"op": "clause", "target": uid(taken, "r1.2"), "version": 2} | clause_form("同意。")
    answer = browser.post(
        reverse("records:edit", args=[taken.pk]), data, **FRAGMENTS, HTTP_X_LIEGUAN_SHOWN="1"
    ).json()
    assert set(answer["sections"]) == set(answer["order"])
    assert "照案通過" not in answer["sections"][uid(taken, "r2")]


def test_what_was_typed_when_leaving_is_saved(browser: Client, received: TakeIn) -> None:
    taken = received()
    edit(browser, taken, "clause", uid(taken, "r1.2"), leaving="1", **clause_form("離開時的文字。"))
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "離開時的文字。" in page


def test_what_was_typed_when_leaving_is_kept_aside_where_somebody_was_quicker(
    browser: Client, received: TakeIn, other: Account
) -> None:
    taken = received()
    actions.edit(other, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    data = {"op": "clause", "target": uid(taken, "r1.2"), "version": 1, "leaving": "1"}
    assert (
        browser.post(
            reverse("records:edit", args=[taken.pk]), data | clause_form("離開時的文字。")
        ).status_code
        == 409
    )
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "您上次離開時，下列輸入還沒有儲存" in page
    assert "離開時的文字。" in page
    browser.post(reverse("records:forget", args=[taken.pk]))
    assert "離開時的文字。" not in browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()


def test_confirming_what_changed_meanwhile_shows_what_changed(
    browser: Client, received: TakeIn, other: Account
) -> None:
    taken = received()
    actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
    answer = browser.post(reverse("records:confirm", args=[taken.pk]), {"version": 1})
    assert answer.status_code == 409
    assert f"{other} 剛才修改了：照案通過" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_confirmed_it_goes_on_to_the_items(browser: Client, received: TakeIn) -> None:
    taken = received()
    answer = browser.post(reverse("records:confirm", args=[taken.pk]), {"version": 1})
    assert answer.url == reverse("tracking:proposals", args=[taken.pk])
    meeting = Meeting.objects.get()
    assert browser.get(reverse("records:minutes", args=[taken.pk])).url == reverse(
        "records:meeting", args=[meeting.pk]
    )


def test_a_new_body_is_made_in_the_same_step(
    client: Client, received: TakeIn, administrator: Account
) -> None:
    client.force_login(administrator)
    taken = received(actor=administrator, body="海岸巡防小組")
    page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "新增會議：海岸巡防小組" in page
    client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": "new"})
    assert Meeting.objects.get().body.name == "海岸巡防小組"


def test_a_body_is_chosen_the_likest_first(
    client: Client, received: TakeIn, administrator: Account, body: Body
) -> None:
    Body.objects.create(name="教育課程小組", slug="school")
    client.force_login(administrator)
    taken = received(actor=administrator, body="行政院海岸韌性推動委員會")
    page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert (
        page.index("名稱相近")
        < page.index(f">{BODY}<")
        < page.index("其他會議")
        < page.index(">教育課程小組<")
    )
    client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": str(body.pk)})
    assert Meeting.objects.get().body == body


def test_without_a_choice_nothing_is_made(client: Client, received: TakeIn, administrator: Account) -> None:
    client.force_login(administrator)
    taken = received(actor=administrator, body="海岸巡防小組")
    answer = client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1}, follow=True)
    assert "請先選擇這是哪個會議的紀錄" in answer.content.decode()
    assert not Meeting.objects.exists()
    assert not Body.objects.filter(name="海岸巡防小組").exists()


def test_a_secretariat_makes_no_bodies(browser: Client, received: TakeIn) -> None:
    taken = received(body="海岸巡防小組")
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "新增會議：" not in page
    assert (
        browser.post(reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": "new"}).status_code
        == 403
    )
    assert not Meeting.objects.exists()


def test_doubts_of_the_head_are_shown_first(browser: Client, received: TakeIn, confirmed: TakeIn) -> None:
    confirmed()
    taken = received(ordinal=9, day=date(2025, 12, 5), weekday="一")
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "原文印的是星期一，但這個日期是星期五" in page
    assert "前一次會議是第 2 次" in page


def test_a_held_one_asks_what_it_is(browser: Client, received: TakeIn, confirmed: TakeIn) -> None:
    confirmed()
    taken = received(unread="更正版。")
    address = browser.get(reverse("records:minutes", args=[taken.pk])).url
    assert address == reverse("records:sameness", args=[taken.pk])
    page = browser.get(address).content.decode()
    for choice in ("discard", "edition", "apart"):
        assert f'value="{choice}"' in page
    browser.post(reverse("records:settle", args=[taken.pk]), {"choice": "edition"})
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "新版；確認後取代原版" in page


def test_the_same_file_cannot_be_another_meeting(browser: Client, received: TakeIn) -> None:
    received()
    again = received()
    page = browser.get(reverse("records:sameness", args=[again.pk])).content.decode()
    assert 'value="apart"' not in page
    assert "同一個檔案先前已經收錄" in page


def test_a_correction_from_the_meetings_page_to_the_versions(browser: Client, confirmed: TakeIn) -> None:
    done = confirmed()
    browser.post(reverse("records:start-correction", args=[done.pk]))
    page = browser.get(reverse("records:minutes", args=[done.pk])).content.decode()
    assert "更正理由" in page
    edit(browser, done, "clause", uid(done, "r1.1.2"), **clause_form("辦理教育訓練三場。"))
    done.refresh_from_db()
    address = reverse("records:save-correction", args=[done.pk])
    assert (
        "請填寫更正理由"
        in browser.post(address, {"version": done.draft_version, "reason": " "}, follow=True).content.decode()
    )
    browser.post(address, {"version": done.draft_version, "reason": "場次誤植"})
    page = browser.get(reverse("records:versions", args=[done.meeting.pk])).content.decode()
    assert "場次誤植" in page
    assert "<del>二</del><ins>三</ins>" in page


def test_a_confirmation_is_taken_back_from_the_page(browser: Client, confirmed: TakeIn) -> None:
    done = confirmed()
    assert (
        "請填寫理由"
        in browser.post(reverse("records:take-back", args=[done.pk]), follow=True).content.decode()
    )
    answer = browser.post(reverse("records:take-back", args=[done.pk]), {"reason": "誤按"}, follow=True)
    assert "確認紀錄" in answer.content.decode()
