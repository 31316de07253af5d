"""The frame of every page: language, signs of the demo, what a browser may run, errors, weight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sample_series
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from lxml import html

from lieguan.errors import Conflict, InvalidInput, NotAllowed, OutOfOrder, Refused
from lieguan.site.registry.refusals import words_for
from lieguan.site.tracking.replay import Irregular

SITE = Path(__file__).parents[3] / "src" / "lieguan" / "site"
TEMPLATES = sorted(SITE.glob("*/templates/**/*.html"))

pytestmark = pytest.mark.django_db


def test_chinese_comes_first_whatever_the_browser_asks_for() -> None:
    page = Client(headers={"accept-language": "en-US,en;q=0.9"}).get("/")
    assert 'lang="zh-Hant-TW"' in page.content.decode()
    assert page["Content-Language"] == "zh-hant"


def test_english_is_one_click_away_and_stays() -> None:
    client = Client()
    response = client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert response["Location"] == "/account/login/"
    page = client.get("/account/login/").content.decode()
    assert 'lang="en"' in page
    client.post("/language/", {"language": "zh-hant", "next": "/"})
    assert 'lang="zh-Hant-TW"' in client.get("/").content.decode()


def test_a_language_that_is_not_offered_changes_nothing() -> None:
    client = Client()
    client.cookies["django_language"] = "xx"
    assert 'lang="zh-Hant-TW"' in client.get("/").content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_so_on_every_page(settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    for address in ("/", "/account/login/", "/nothing-here/"):
        assert ("示範" in Client().get(address).content.decode()) is demo


def test_a_page_can_be_read_without_a_mouse() -> None:
    page = html.fromstring(Client().get("/").content.decode())
    first = page.xpath("//body//a")[0]
    assert first.get("href") == "#main"
    assert page.xpath("//main[@id='main']")
    assert page.xpath("//*[@aria-live='polite']")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_what_the_policy_forbids(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=\"\{% static)(?![^>]*application/json)", text)
    # Nothing is loaded from elsewhere.
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_every_page_carries_the_policy() -> None:
    for address in ("/", "/nothing-here/"):
        assert "default-src 'self'" in Client().get(address)["Content-Security-Policy"]


def test_the_style_sheet_is_light_and_loads_nothing() -> None:
    found = Path(str(finders.find("project/site.css")))
    text = found.read_text(encoding="utf-8")
    assert len(text.encode()) < 25_000
    assert "url(" not in text
    assert "@import" not in text


def test_public_pages_are_light() -> None:
    series = sample_series.lay()
    linked = sum(Path(str(finders.find(f"project/site.{kind}"))).stat().st_size for kind in ("css", "js"))
    for address in ("/", f"/bodies/{series.body.slug}/", f"/bodies/{series.body.slug}/board/?state=all"):
        assert len(Client().get(address).content) + linked < 150_000


def test_what_is_not_there_is_said_in_the_frame() -> None:
    response = Client().get("/nothing-here/")
    assert response.status_code == 404
    assert "找不到這一頁" in response.content.decode()


def test_the_page_of_last_resort_needs_no_request() -> None:
    assert "系統發生錯誤" in render_to_string("500.html")


def test_a_refused_stranger_is_shown_the_way_in() -> None:
    series = sample_series.lay()
    response = Client().get(f"/items/{series.items[10].pk}/rule/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "沒有權限" in page
    assert "/account/login/?next=/items/" in page


@pytest.mark.parametrize("error", [NotAllowed, Conflict, Refused, InvalidInput])
def test_every_kind_of_refusal_has_its_own_words(error: type[Exception]) -> None:
    found = {str(words_for(kind("x")).title) for kind in (NotAllowed, Conflict, Refused, InvalidInput)}
    assert len(found) == 4
    assert words_for(error("x")).remedy  # type: ignore[arg-type]


def test_a_finer_code_uses_the_nearest_words() -> None:
    assert words_for(OutOfOrder("x", differences=())) == words_for(Refused("x"))


@pytest.mark.parametrize("irregular", Irregular)
def test_every_reason_to_refuse_a_ruling_is_said(irregular: Irregular) -> None:
    error = Refused("x")
    error.code = f"site.refused.{irregular.value}"
    assert words_for(error) != words_for(Refused("x"))
