"""The board's rows, built by hand, say what the templates say; its selects are Django's."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sample_series
from django import forms
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lieguan.site.registry.models import Agency
from lieguan.site.tracking import board, overview
from lieguan.site.tracking.board_rows import _Row, agency_rows_html, light_html, rows_html, short_rows_html
from lieguan.site.tracking.forms.board import PlainSelect
from lieguan.site.tracking.models import Duty, Item
from lieguan.site.tracking.templatetags.items import light

pytestmark = pytest.mark.django_db


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_cells_say_what_the_templates_say(language: str) -> None:
    sample_series.lay()
    Duty.objects.filter(pk__in=Duty.objects.values("pk")[:3]).update(open_list=True)
    with translation.override(language):
        for item in board.page(Item.objects.all()):
            duties = render_to_string("tracking/duties.html", {"duties": item.all_duties, "item": item})
            assert plain(_Row().duties(item.all_duties, item)) == plain(duties)
            assert plain(light_html(item)) == plain(render_to_string("tracking/light.html", light(item)))


def test_names_and_titles_are_escaped() -> None:
    sample_series.lay()
    Item.objects.update(title="<b>離島</b>")
    Agency.objects.filter(name="交通部").update(name="<i>部</i>")
    Duty.objects.filter(agency=None).update(as_written="<u>相關</u>")
    agencies = overview.agencies(Item.objects.first().body, date(2026, 11, 27))
    for html in (
        rows_html(board.page(Item.objects.all())),
        short_rows_html(board.rows(Item.objects.all())) + agency_rows_html(agencies, "/board/"),
    ):
        assert "&lt;b&gt;離島" in html
        assert "&lt;i&gt;部" in html
        assert not re.search(r"<(b|i|u)>", html)


@pytest.mark.parametrize("value", ["", None, 2, "2", "9"])
def test_the_plain_select_is_djangos(value: object) -> None:
    choices = [("", "不限"), (1, "甲<乙"), (2, "丙")]
    made = PlainSelect(attrs={"class": "a"}, choices=choices).render("agency", value, {"id": "x"})
    wanted = forms.Select(attrs={"class": "a"}, choices=choices).render("agency", value, {"id": "x"})
    assert pieces(made) == pieces(wanted)


def pieces(select: str) -> tuple[list[str], str]:
    """The attributes of a <select>, in any order, and what is in it."""
    own, _end, inside = re.sub(r">\s+<", "><", plain(select)).partition(">")
    return sorted(own.split()), inside


@pytest.mark.parametrize(
    "address", ["/bodies/{slug}/board/?state=all", "/bodies/{slug}/", "/", "/items/{item}/"]
)
def test_more_items_ask_no_more_queries(address: str, client: Client) -> None:
    series = sample_series.lay()
    item = series.items[1]
    named = address.format(slug=series.body.slug, item=item.pk)
    few = queries(client, named)
    for number in range(100, 140):
        made = Item.objects.create(
            body=series.body, number=number, title=f"事項{number}", text="列管", carried_in=True
        )
        for position, agency in enumerate(("交通部", "文化部")):
            Duty.objects.create(item=made, agency=series.agency(agency), as_written=agency, position=position)
    assert queries(client, named) == few


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
