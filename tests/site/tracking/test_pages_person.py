"""The pages of what was said: one statement and one person, with what the meetings decided under the same items."""

from __future__ import annotations

import pytest
import sample_series
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lieguan.site.records.models import Point, Statement
from lieguan.site.tracking.outcomes import outcomes, outcomes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay()


def test_a_person_has_everything_that_was_said_the_latest_first(series: sample_series.Series) -> None:
    name = series.statements[6, "s1"].speaker
    said = Statement.objects.filter(speaker=name, standing=True)
    html = Client().get(f"/people/{name}/").content.decode()
    places = [html.index(f'id="s-{one.uid}"') for one in said.order_by("-meeting__starts_on", "position")]
    assert places == sorted(places)
    for point in Point.objects.filter(statement__in=said):
        assert point.text in html
    assert f'href="/statements/{said[0].uid}/"' in html
    assert "/search/feed.atom?person=" in html


def test_what_was_decided_is_told_for_several_as_for_one(series: sample_series.Series) -> None:
    said = list(series.statements.values())
    together = outcomes_of(said)
    assert together == {one.uid: outcomes(one) for one in said}
    assert any(items for blocks in together.values() for block in blocks for _clause, items in block.lines)


def test_a_surname_alone_and_a_stranger_have_no_page(series: sample_series.Series) -> None:
    Statement.objects.filter(uid=series.statements[6, "s1"].uid).update(speaker="陳")
    assert Client().get("/people/陳/").status_code == 404
    assert Client().get("/people/無此人/").status_code == 404


def test_a_name_with_a_script_in_it_stays_a_name(series: sample_series.Series) -> None:
    Statement.objects.filter(uid=series.statements[6, "s1"].uid).update(speaker="<script>alert(1)")
    html = Client().get("/people/<script>alert(1)/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_more_statements_ask_no_more_questions(series: sample_series.Series) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert Client().get("/people/同一人/").status_code == 200
        return len(asked)

    first, *others = series.statements.values()
    Statement.objects.filter(pk=first.pk).update(speaker="同一人")
    one = questions()
    Statement.objects.filter(pk__in=[other.pk for other in others]).update(speaker="同一人")
    assert questions() == one
