"""The start page: what bodies decided, and what waits for the reader."""

from __future__ import annotations

from typing import Any

import pytest
import sample_series
from django.test import Client

from lieguan.site.registry.models import Body
from lieguan.site.tracking.tasks import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay()


def home(account: Any = None) -> str:
    client = Client()
    if account:
        client.force_login(account)
    return str(client.get("/").content.decode())


def test_without_a_body_the_page_says_what_to_do(db: None) -> None:
    assert "尚未建立任何會議" in home()


def test_a_newcomer_sees_what_was_decided_what_is_open_and_late(series: sample_series.Series) -> None:
    page = home()
    assert series.body.name in page
    for number in (3, 4, 8, 1, 14, 15, 16, 17):
        assert series.items[number].title in page
    assert f'/bodies/{series.body.slug}/board/">9</a>' in page
    assert "待辦" not in page


def test_more_bodies_take_no_more_queries(
    series: sample_series.Series, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8) as few:
        home()
    for number in range(5):
        Body.objects.create(name=f"第{number}個會議", slug=f"body-{number}")
    with django_assert_num_queries(len(few)):
        home()


def test_each_sees_what_waits_for_it(series: sample_series.Series) -> None:
    clerk, desk = series.account("secretariat"), series.account("desk", agency="交通部")
    assert [task.url for task in waiting(clerk)] == [
        f"/minutes/{minutes.pk}/items/"
        for minutes in sorted(
            (meeting.minutes.get() for meeting in series.meetings.values() if meeting.state == "held"),
            key=lambda one: one.meeting.starts_on,
        )
    ]
    (task,) = waiting(desk)
    assert task.url == "/desk/"
    assert "2" in task.text  # items 11 and 14; on 10 it has reported
    for role in ("member", "chair", "auditor"):
        assert waiting(series.account(role)) == []
