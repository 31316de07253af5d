"""Public pages are kept until something changes, and for readers without an account alone."""

from __future__ import annotations

from datetime import date

import pytest
import sample_series
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lieguan.site.log import actions as log
from lieguan.site.project.kept_pages import Shelf
from lieguan.site.tracking.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> sample_series.Series:
    laid = sample_series.lay()
    changed(laid.items[1], laid.items[1].title)
    return laid


def changed(item: Item, title: str) -> None:
    item.title = title
    item.save()
    with transaction.atomic():
        log.append(None, "tracking.edit_item", item, after={"title": title})


def test_the_second_reader_costs_one_query_and_gets_the_same_bytes(
    series: sample_series.Series, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(f"/items/{series.items[1].pk}/")
    with django_assert_num_queries(1):
        second = client.get(f"/items/{series.items[1].pk}/")
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    again = client.get(f"/items/{series.items[1].pk}/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_any_change_makes_the_page_anew(series: sample_series.Series, client: Client) -> None:
    address = f"/items/{series.items[1].pk}/"
    assert "夜間救援演練" not in client.get(address).content.decode()
    changed(series.items[1], "夜間救援演練")
    assert "夜間救援演練" in client.get(address).content.decode()


def test_the_next_day_makes_the_page_anew(
    series: sample_series.Series, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = series.items[1]
    item.due_on = date(2027, 3, 10)
    changed(item, item.title)
    address = f"/items/{item.pk}/"
    for today, late in ((date(2027, 3, 10), False), (date(2027, 3, 11), True)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda day=today: day)
        assert ("逾期" in client.get(address).content.decode()) is late


def test_no_page_crosses_between_readers(series: sample_series.Series, client: Client) -> None:
    address = f"/items/{series.items[1].pk}/"
    client.force_login(series.account("secretariat"))
    assert "登出" in client.get(address).content.decode()
    session = client.cookies.pop(settings.SESSION_COOKIE_NAME)
    public = client.get(address).content.decode()
    assert "登出" not in public
    client.cookies[settings.SESSION_COOKIE_NAME] = session.value
    assert "登出" in client.get(address).content.decode()
    del client.cookies[settings.SESSION_COOKIE_NAME]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Sign in" in client.get(address).content.decode()


def test_what_is_one_readers_own_is_not_kept(
    series: sample_series.Series, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    monkeypatch.setattr(Shelf, "put", lambda _shelf, _state, name, _response: kept.append(name))
    for address in ("/account/login/", "/search/?q=%E9%9B%A2%E5%B3%B6", "/items/999999/"):
        tokens = {client.get(address).content for _ in range(2)}
        assert not kept, address
        assert len(tokens) == (2 if "login" in address else 1), address


def test_a_host_that_nobody_named_is_refused_from_the_shelf_too(
    series: sample_series.Series, client: Client
) -> None:
    client.get("/")
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_the_shelf_holds_no_more_than_its_room() -> None:
    shelf = Shelf(room=30)
    shelf.find("a", ("1",))
    for number in "123":
        shelf.put("a", (number,), HttpResponse(b"x" * 10))
    shelf.find("a", ("1",))
    shelf.put("a", ("4",), HttpResponse(b"x" * 10))
    assert [name for (name,) in shelf.pages] == ["3", "1", "4"]
    shelf.put("b", ("5",), HttpResponse(b"late"))
    assert shelf.taken == 30
    assert shelf.find("b", ("1",)) is None
    assert shelf.taken == 0
