"""Meetings as anybody sees them: the record, its versions, the address of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse

from draft_work import uid
from lieguan.record.codec import schema
from lieguan.site.records import actions
from lieguan.site.records.models import Clause, Meeting, Minutes
from lieguan.site.registry.models import Account, Body
from made_minutes import BODY

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


def test_anybody_reads_a_confirmed_meeting(client: Client, confirmed: TakeIn) -> None:
    done = confirmed()
    page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
    for row in Clause.objects.all():
        assert f'id="{row.uid}"' in page
        assert row.text in page
    for words in (
        "114年9月12日（星期五）",
        "主持人",
        "岳長河",
        "解除列管：沿海測站盤點",
        "下次會議",
        "石定遠",
    ):
        assert words in page
    assert "更正紀錄" not in page
    record = client.get(reverse("records:record", args=[done.meeting.pk]))
    jsonschema.validate(record.json(), schema())
    assert client.get(reverse("records:source", args=[done.pk])).status_code == 200


def test_a_paragraph_has_an_address_for_good(client: Client, confirmed: TakeIn) -> None:
    done = confirmed()
    for local in ("r1.1.1", "s1", "s1.2"):
        address = uid(done, local)
        answer = client.get(reverse("records:paragraph", args=[address]))
        assert answer.url == reverse("records:meeting", args=[done.meeting.pk]) + f"?at={address}#{address}"
    assert client.get(reverse("records:paragraph", args=["nothing"])).status_code == 404


def test_what_fell_is_still_to_be_found(browser: Client, confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    draft = actions.start_correction(secretary, done.pk)
    gone = uid(done, "r1.2")
    draft, _ = actions.edit(secretary, draft.pk, draft.draft_version, "clause-remove", gone, {})
    actions.save_correction(secretary, draft.pk, draft.draft_version, "誤收")
    page = browser.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
    assert re.search(rf'<li id="{gone}" class="tombstone"><del>', page)
    old = browser.get(reverse("records:record", args=[done.meeting.pk]), {"version": "1"}).json()
    assert len(old["resolutions"][0]["clauses"]) == 2


def test_a_withdrawn_meeting_says_so(client: Client, confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    actions.withdraw(secretary, done.meeting.pk, "誤收")
    page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
    assert "這次會議的紀錄已撤回" in page
    assert uid(done, "r1.1") in page


def test_drafts_are_not_public(client: Client, received: TakeIn) -> None:
    taken = received()
    for name in ("minutes", "source", "draft-record", "state", "form"):
        assert client.get(reverse(f"records:{name}", args=[taken.pk])).status_code == 403


def test_a_meeting_taken_back_shows_nothing_of_its_record(
    client: Client, confirmed: TakeIn, secretary: Account
) -> None:
    done = confirmed()
    actions.take_back(secretary, done.pk, "尚待核稿")
    page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
    assert "海堤巡查作業手冊" not in page
    for name, key in (
        ("records:record", done.meeting.pk),
        ("records:versions", done.meeting.pk),
        ("records:source", done.pk),
    ):
        answer = client.get(reverse(name, args=[key]))
        assert answer.status_code == 410
        assert "海堤巡查作業手冊" not in answer.content.decode()


def test_the_meetings_of_a_body_and_one_to_come(browser: Client, confirmed: TakeIn, body: Body) -> None:
    confirmed()
    address = reverse("records:meetings", args=[body.slug])
    page = browser.get(address).content.decode()
    assert f'value="{BODY}第3次會議"' in page
    browser.post(address, {"title": "第3次會議", "kind": "regular", "ordinal": "3", "starts_on": "115/1/15"})
    page = browser.get(address).content.decode()
    assert page.index("第3次會議") < page.index("第2次會議紀錄")
    planned = Meeting.objects.get(state=Meeting.State.PLANNED)
    browser.post(
        reverse("records:edit-meeting", args=[planned.pk]),
        {"title": "第3次會議", "kind": "regular", "starts_on": ""},
    )
    planned.refresh_from_db()
    assert planned.starts_on is None
    browser.post(reverse("records:cancel-meeting", args=[planned.pk]))
    planned.refresh_from_db()
    assert planned.state == Meeting.State.WITHDRAWN


def test_the_order_of_a_day_is_changed(
    browser: Client, confirmed: TakeIn, received: TakeIn, secretary: Account
) -> None:
    first = confirmed().meeting
    taken = actions.settle_sameness(secretary, received(ordinal=3).pk, "apart")
    second = actions.confirm(secretary, taken.pk, taken.draft_version).meeting
    assert "移到前面" in browser.get(reverse("records:meeting", args=[second.pk])).content.decode()
    browser.post(reverse("records:order-day", args=[second.pk]))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.order_in_day, first.order_in_day) == (0, 1)
    assert browser.post(reverse("records:order-day", args=[second.pk])).status_code == 400


def test_in_english(client: Client, confirmed: TakeIn) -> None:
    done = confirmed()
    client.post(reverse("set_language"), {"language": "en"})
    answer = client.get(reverse("records:meeting", args=[done.meeting.pk]))
    assert "12 September 2025" in answer.content.decode()
