"""The start page: what bodies decided, and what waits for the reader."""

from __future__ import annotations

from typing import Any

import pytest
import sample_series
from django.db import transaction
from django.test import Client

from lieguan.site.log import actions as log
from lieguan.site.registry.models import Body
from lieguan.site.tracking import overview
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.tasks import waiting
from lieguan.site.withholding.actions import restrict

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
    with django_assert_max_num_queries(9) as few:
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


def test_what_it_keeps_is_found_anew_after_a_change(series: sample_series.Series) -> None:
    change(series.body)
    before = home(series.account("member"))
    Item.objects.create(body=series.body, number=40, title="離島醫療專機", text="請辦理。", carried_in=True)
    assert '/board/">9</a>' in before
    change(series.body)
    assert '/board/">10</a>' in home(series.account("chair"))


def change(body: Body) -> None:
    with transaction.atomic():
        log.append(None, "registry.body", body)


@pytest.mark.parametrize("few", [1, 2, 5])
def test_the_first_of_what_a_meeting_decided_are_named_and_all_are_counted(
    few: int, series: sample_series.Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "FEW", few)
    meetings = list(series.meetings.values())
    shortly = overview.shortly(meeting.pk for meeting in meetings)
    for key, whole in overview.decided(meetings).items():
        wanted = {kind.label: [one.item for one in rulings] for kind, rulings in whole.rulings.items()}
        wanted |= {overview.OPENED: whole.opened, overview.CARRIED_IN: whole.carried_in}
        told = {label: (len(items), items[:few]) for label, items in wanted.items() if items}
        assert {one.label: (one.count, one.items) for one in shortly[key]} == told
        assert [one.label for one in shortly[key]] == list(told)
    assert max(one.count for one in shortly[series.meetings[4].pk]) > 2


def test_what_is_withheld_is_not_named_from_what_is_kept(series: sample_series.Series) -> None:
    clerk = series.account("secretariat")
    item = series.items[16]
    assert item.title in home(clerk)
    restrict(clerk, "item", str(item.pk), ground=6, reason="測試")
    assert item.title in home(clerk)
    assert item.title not in home(series.account("desk", agency="文化部"))
    assert item.title not in home()
