"""Saved searches: whose they are, what is told of and when, and how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sample_series
from django.core import mail
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Account
from lieguan.site.search import keeper, queries, saved
from lieguan.site.search.keeper import Keeper
from lieguan.site.search.models import SavedSearch
from lieguan.site.tracking.models import Item, Progress

pytestmark = pytest.mark.django_db
ORIGIN = "https://lieguan.example"


@pytest.fixture
def series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sample_series.Series]:
    for module in (keeper, queries):
        monkeypatch.setattr(module, "folder", lambda: tmp_path / "search")
    laid = sample_series.lay()
    Keeper().rebuild()
    yield laid
    queries._opened.clear()


def renamed(item: Item, title: str) -> None:
    item.title = title
    item.save()
    with transaction.atomic():
        log.append(None, "tracking.edit_item", item, after={"title": title})
    Keeper().step()


def test_each_new_hit_is_told_of_once_and_what_was_there_never(series: sample_series.Series) -> None:
    reader = series.account("auditor")
    saved.keep(reader, QueryDict("q=離島&page=3&order=best"))
    renamed(series.items[1], "夜間救援演練")
    assert saved.tell(ORIGIN) == 0
    kept = saved.keep(reader, QueryDict("q=夜間救援演練&kind=item"))
    renamed(series.items[2], "夜間救援演練之檢討")
    assert [saved.tell(ORIGIN), saved.tell(ORIGIN)] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == [reader.email]
    assert "夜間救援演練之檢討" in sent.body
    assert f"{ORIGIN}/items/{series.items[2].pk}/" in sent.body
    assert f"{ORIGIN}/items/{series.items[1].pk}/" not in sent.body
    assert sent.extra_headers["List-Unsubscribe"] == f"<{ORIGIN}/search/saved/stop/{saved.token(kept)}/>"
    Keeper().rebuild()
    assert saved.tell(ORIGIN) == 0


def test_what_an_account_may_not_read_is_not_told_of(series: sample_series.Series) -> None:
    hidden = Progress.objects.filter(round__meeting=None).first()
    assert hidden is not None
    member, auditor = series.account("member"), series.account("auditor")
    for account in (member, auditor):
        saved.keep(account, QueryDict("kind=progress"))
        SavedSearch.objects.get(account=account).known.all().delete()
    saved.tell(ORIGIN)
    bodies = {message.to[0]: message.body for message in mail.outbox}
    anchor = f"#progress-{hidden.pk}\n"
    assert anchor in bodies[auditor.email]
    assert anchor not in bodies[member.email]


def test_a_mail_that_cannot_be_sent_is_tried_again(
    series: sample_series.Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved.keep(series.account("auditor"), QueryDict("q=夜間救援演練"))
    renamed(series.items[1], "夜間救援演練")

    def refuse(*_given: object, **_named: object) -> int:
        raise OSError("no mail today")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert saved.tell(ORIGIN) == 0
    assert saved.tell(ORIGIN) == 1


def test_telling_waits_until_the_index_has_followed_the_log(series: sample_series.Series) -> None:
    teller = saved.Teller()
    saved.keep(series.account("auditor"), QueryDict("q=夜間救援演練"))
    item = series.items[1]
    item.title = "夜間救援演練"
    item.save()
    with transaction.atomic():
        log.append(None, "tracking.edit_item", item, after={"title": item.title})
    assert teller.step(ORIGIN) == 0
    Keeper().step()
    assert [teller.step(ORIGIN), teller.step(ORIGIN)] == [1, 0]


def test_nobody_saves_for_another_and_nothing_is_saved_that_finds_everything(
    series: sample_series.Series, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = series.account("auditor"), series.account("chair")
    kept = saved.keep(mine, QueryDict("q=離島"))
    assert saved.keep(mine, QueryDict("q=離島&page=2")) == kept
    assert not saved.drop(other, kept.pk)
    for empty in ("", "q=", "q=OR&since=昨天", "page=2"):
        with pytest.raises(InvalidInput):
            saved.keep(mine, QueryDict(empty))
    monkeypatch.setattr(saved, "MOST_HITS", 3)
    with pytest.raises(InvalidInput, match="more than 3 hits"):
        saved.keep(mine, QueryDict("q=離島"))
    with pytest.raises(NotAllowed):
        saved.keep(Account(is_active=False), QueryDict("q=離島"))


def test_saved_listed_and_dropped_on_its_pages(series: sample_series.Series, client: Client) -> None:
    reader = series.account("auditor")
    client.force_login(reader)
    found = client.get("/search/", {"q": "離島", "kind": "item"}).content.decode()
    (query,) = re.findall(r'name="query" value="([^"]+)"', found)
    page = client.post("/search/saved/", {"query": query.replace("&amp;", "&")}, follow=True).content.decode()
    assert "離島　列管事項" in page
    (drop,) = re.findall(r'action="(/search/saved/\d+/drop/)"', page)
    assert "尚無訂閱" in client.post(drop, follow=True).content.decode()
    assert client.post(drop).status_code == 404


def test_the_link_of_the_mail_asks_first_and_ends_one_search(
    series: sample_series.Series, client: Client
) -> None:
    reader = series.account("auditor")
    kept, other = (saved.keep(reader, QueryDict(f"q={word}")) for word in ("離島", "交通"))
    address = f"/search/saved/stop/{saved.token(kept)}/"
    assert "離島" in client.get(address).content.decode()
    assert SavedSearch.objects.count() == 2
    assert "已取消" in Client(enforce_csrf_checks=True).post(address).content.decode()
    assert list(SavedSearch.objects.all()) == [other]
    assert "已取消" in client.get(address).content.decode()
    assert client.get(f"/search/saved/stop/{saved.token(other)}x/").status_code == 404
