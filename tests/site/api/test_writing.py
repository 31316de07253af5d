"""Programs write with a key, as far as the account and the key go, through the same actions as people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sample_series
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lieguan.errors import NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.records.models import Minutes
from lieguan.site.registry.keys import actions as keys
from lieguan.site.registry.models import Account, ApiKey
from lieguan.site.tracking.models import Duty, Progress, Recommendation

pytestmark = pytest.mark.django_db
DRAFT = {"text": "備援計畫已完成初稿。", "as_of": "2026-11-20", "percentage": 60}
MINUTES = "行政院離島生活韌性推動小組第7次會議紀錄\n時間：116年1月13日下午2時\n討論事項\n一、期程\n決議：照案通過。\n"


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


@pytest.fixture
def duty(series: sample_series.Series) -> Duty:
    return Duty.objects.get(item=series.items[10], agency=series.agency("交通部"))


def sent(
    account: Account, method: str, path: str, body: Any = None, *, scope: str = "full", **more: Any
) -> Any:
    _key, words = keys.make(account, "介接", scope)
    data = {} if body is None else {"data": body, "content_type": "application/json"}
    return getattr(Client(), method)(
        f"/api/1/{path}", headers={"Authorization": f"Bearer {words}"}, **data, **more
    )


def test_a_desk_writes_a_draft_and_a_full_key_submits_it(series: sample_series.Series, duty: Duty) -> None:
    desk = series.account("desk", agency="交通部")
    written = sent(desk, "put", f"duties/{duty.pk}/draft", DRAFT, scope="drafts")
    assert (written.status_code, written.json()["state"]) == (200, "draft")
    assert duty.progress.get(state="draft").text == DRAFT["text"]
    refused = sent(desk, "post", f"duties/{duty.pk}/draft/submit", scope="drafts")
    assert (refused.status_code, refused.json()["code"]) == (403, "site.not-allowed")
    assert sent(desk, "post", f"duties/{duty.pk}/draft/submit").json()["state"] == "submitted"
    owed = sent(desk, "get", "desk").json()
    assert next(one for one in owed if one["duty"] == duty.pk)["report"]["text"] == DRAFT["text"]


def test_writing_a_draft_again_changes_it_and_adds_no_link_twice(
    series: sample_series.Series, duty: Duty
) -> None:
    desk = series.account("desk", agency="交通部")
    body = DRAFT | {"evidence": [{"shows": "公告", "link": "https://agency.example.org/1"}]}
    for text in ("一", "二"):
        assert sent(desk, "put", f"duties/{duty.pk}/draft", body | {"text": text}).status_code == 200
    draft = duty.progress.get(state="draft")
    assert (draft.text, draft.evidence.count()) == ("二", 1)
    assert sent(desk, "delete", f"duties/{duty.pk}/draft").status_code == 204
    assert sent(desk, "delete", f"duties/{duty.pk}/draft").status_code == 404


def test_what_a_program_writes_is_logged_as_its_accounts(series: sample_series.Series, duty: Duty) -> None:
    desk = series.account("desk", agency="交通部")
    sent(desk, "put", f"duties/{duty.pk}/draft", DRAFT)
    entry = Entry.objects.get(action="tracking.write_progress", actor_id=desk.pk)
    assert entry.kind == "tracking.progress"


def test_a_secretariat_recommends(series: sample_series.Series) -> None:
    item = series.items[10]
    answer = sent(
        series.account("secretariat"),
        "put",
        f"items/{item.pk}/recommendation",
        {"kind": "release", "reason": "已完成"},
    )
    assert answer.json()["kind"] == "release"
    assert Recommendation.objects.filter(item=item, round__closed_at=None).get().reason == "已完成"


def test_minutes_are_taken_in_as_a_draft(series: sample_series.Series) -> None:
    file = SimpleUploadedFile("第7次.txt", MINUTES.encode())
    answer = sent(series.account("secretariat"), "post", "minutes", data={"file": file})
    (taken,) = answer.json()
    assert (answer.status_code, taken["state"]) == (201, "draft")
    assert Minutes.objects.get(pk=taken["key"]).state == "draft"
    empty = SimpleUploadedFile("空.txt", b"")
    answer = sent(
        Account.objects.get(email="secretariat0@example.org"), "post", "minutes", data={"file": empty}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "source.empty")


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("duties/{duty}/draft", {"text": "", "as_of": "2026-11-20"}, 422, "text"),
        ("duties/{duty}/draft", DRAFT | {"percentage": 101}, 422, "percentage"),
        ("duties/{duty}/draft", DRAFT | {"state": "submitted"}, 422, "state"),
        ("duties/999999/draft", DRAFT, 404, ""),
        ("duties/{duty}/draft", "no json", 400, ""),
    ],
)
def test_what_does_not_hold_is_refused_in_the_one_shape(
    series: sample_series.Series, duty: Duty, path: str, body: Any, status: int, field: str
) -> None:
    answer = sent(series.account("desk", agency="交通部"), "put", path.format(duty=duty.pk), body)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "problem", "field"}
    assert answer.json()["field"] == field


@pytest.mark.parametrize("ending", ["withdrawn", "expired", "deactivated", "wrong", "missing"])
def test_a_key_that_does_not_hold_opens_nothing(
    series: sample_series.Series, duty: Duty, ending: str
) -> None:
    desk = series.account("desk", agency="交通部")
    key, words = keys.make(desk, "介接", "full")
    if ending == "withdrawn":
        keys.withdraw(desk, key.pk)
    elif ending == "expired":
        ApiKey.objects.filter(pk=key.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    elif ending == "deactivated":
        Account.objects.filter(pk=desk.pk).update(is_active=False)
    headers = {"Authorization": f"Bearer {words}{'x' if ending == 'wrong' else ''}"}
    answer = Client().put(
        f"/api/1/duties/{duty.pk}/draft",
        DRAFT,
        "application/json",
        headers={} if ending == "missing" else headers,
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")
    assert not Progress.objects.filter(duty=duty, state="draft").exists()


def test_a_signed_in_browser_is_nobody_here(series: sample_series.Series, duty: Duty) -> None:
    client = Client()
    client.force_login(series.account("desk", agency="交通部"))
    assert client.put(f"/api/1/duties/{duty.pk}/draft", DRAFT, "application/json").status_code == 401


def test_the_words_of_a_key_are_shown_once_and_not_kept(series: sample_series.Series) -> None:
    client = Client()
    client.force_login(series.account("desk", agency="交通部"))
    page = client.post("/keys/", {"name": "公文系統", "scope": "drafts"}, follow=True).content.decode()
    key = ApiKey.objects.get()
    words = page.partition('id="key-words">')[2].partition("<")[0]
    assert words.startswith(f"lieguan_{key.prefix}_")
    assert keys.use(words) == key
    assert words not in client.get("/keys/").content.decode()
    kept = [str(value) for value in ApiKey.objects.values_list().get()]
    kept += [str(entry.values.after) for entry in Entry.objects.filter(action="registry.make_key")]
    assert not any(words.rpartition("_")[2] in value for value in kept)


def test_a_key_is_withdrawn_by_its_owner_or_an_administrator(series: sample_series.Series) -> None:
    desk, other = series.account("desk", agency="交通部"), series.account("secretariat")
    key, _words = keys.make(desk, "介接", "drafts")
    with pytest.raises(NotAllowed):
        keys.withdraw(other, key.pk)
    client = Client()
    client.force_login(series.account("administrator"))
    assert "介接" in client.get(f"/accounts/{desk.pk}/").content.decode()
    client.post(f"/keys/{key.pk}/withdraw/")
    key.refresh_from_db()
    assert key.withdrawn_at is not None
    assert Entry.objects.filter(action="registry.withdraw_key").count() == 1


def test_a_key_is_not_made_for_a_day_that_is_over(series: sample_series.Series) -> None:
    client = Client()
    client.force_login(series.account("secretariat"))
    answer = client.post("/keys/", {"name": "介接", "scope": "full", "expires_on": str(date(2020, 1, 1))})
    assert answer.status_code == 400
    assert not ApiKey.objects.exists()
