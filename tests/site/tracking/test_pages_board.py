"""The board: what it shows, how it is narrowed and sorted, and that more items do not mean more queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sample_series
from django.test import Client
from django.utils import timezone

from lieguan.site.registry.models import Agency
from lieguan.site.tracking import board
from lieguan.site.tracking.board import Filters
from lieguan.site.tracking.models import Duty, Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay()


def numbers(html: str) -> list[int]:
    """The numbers in the first column, top to bottom."""
    return [int(number) for number in re.findall(r'data-label="編號">(\d+)</td>', html)]


def shown(series: sample_series.Series, **asked: Any) -> list[int]:
    response = Client().get(f"/bodies/{series.body.slug}/board/", asked)
    assert response.status_code == 200
    return numbers(response.content.decode())


TRACKED = [1, 10, 11, 12, 13, 14, 15, 16, 17]


def test_the_board_shows_what_is_tracked_by_number(series: sample_series.Series) -> None:
    assert shown(series) == TRACKED


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "released"}, [2, 3, 4, 6, 8]),
        ({"state": "merged"}, [7]),
        ({"state": "self-tracked"}, [5]),
        ({"state": "handed-over"}, [9]),
        ({"state": "all"}, list(range(1, 18))),
        ({"words": "交通"}, [10, 11, 14, 16]),
        ({"words": "交通 航線"}, [11]),
        ({"words": "14"}, [14]),
        ({"words": "沒有這樣的字"}, []),
        ({"due": "recurring"}, [12]),
        ({"due": "next-meeting"}, [11, 16, 17]),
        ({"sort": "-number"}, TRACKED[::-1]),
        # No date comes last both ways.
        ({"sort": "due"}, [10, 1, 15, 14, 11, 12, 13, 16, 17]),
        ({"sort": "-due"}, [14, 15, 1, 10, 11, 12, 13, 16, 17]),
        # What makes no sense counts as not asked.
        ({"state": "flying", "sort": "colour", "agency": "x"}, TRACKED),
    ],
    ids=str,
)
def test_what_is_asked_is_shown(
    series: sample_series.Series, asked: dict[str, str], expected: list[int]
) -> None:
    assert shown(series, **asked) == expected


def test_by_agency_and_role(series: sample_series.Series) -> None:
    agency = series.agency("交通部").pk
    assert shown(series, agency=agency) == [10, 11, 14]
    assert shown(series, agency=agency, role="lead") == [10]
    assert shown(series, agency=agency, role="support") == [14]


def test_by_the_meeting_that_opened_or_ruled(series: sample_series.Series) -> None:
    assert shown(series, meeting=series.meetings[6].pk) == TRACKED
    assert shown(series, meeting=series.meetings[5].pk, state="all") == [1, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13]


def test_every_state_is_counted_under_the_filters(series: sample_series.Series) -> None:
    counted = board.Board(series.body.pk, Filters(words="離島"), timezone.localdate()).counts()
    assert counted["tracked"] == sum(
        1 for item in Item.objects.filter(state="tracked") if "離島" in item.title + item.text
    )
    assert counted["all"] == sum(value for state, value in counted.items() if state != "all")


def test_columns_say_who_leads(series: sample_series.Series) -> None:
    def names(number: int, column: str) -> list[str]:
        return [str(duty) for duty in board.by_role(list(series.items[number].duties.all()))[column]]

    for told in sample_series.EXPECTED["items"]:
        assert names(told["number"], "lead") == told["lead"]
        assert names(told["number"], "support") == told["support"]


def test_a_page_holds_fifty_and_pages_follow(series: sample_series.Series) -> None:
    more(series, 120)
    first, third = shown(series), shown(series, page=3)
    assert len(first) == board.PAGE_SIZE
    assert len(third) == len(TRACKED) + 120 - 2 * board.PAGE_SIZE
    assert not set(first) & set(third)
    assert shown(series, page=99) == third


def test_more_items_take_no_more_queries(
    series: sample_series.Series, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12) as few:
        shown(series)
    more(series, 40)
    with django_assert_num_queries(len(few)):
        shown(series)


def more(series: sample_series.Series, count: int) -> None:
    """As many more tracked items, each with a duty."""
    clause = series.clauses[6, "r2.1"]
    agency = series.agency("交通部")
    for number in range(100, 100 + count):
        item = Item.objects.create(
            body=series.body,
            number=number,
            title=f"增列事項{number}",
            text=clause.text,
            opened_by=clause,
            opened_on=clause.meeting.starts_on,
        )
        Duty.objects.create(item=item, agency=agency, as_written="交通部", role="lead")


def test_the_same_kind_of_question_with_other_values(series: sample_series.Series) -> None:
    """Its SQL is written once; what it finds is each one's own."""
    today = timezone.localdate()
    for _ in range(2):
        for agency in Agency.objects.filter(duties__isnull=False).distinct():
            asked = board.Board(series.body.pk, Filters(agency=agency.pk), today)
            wanted = Item.objects.filter(body=series.body, duties__agency=agency).distinct()
            assert set(asked.items(range(50))) == set(wanted)
            assert asked.counts()["all"] == wanted.count()
        for meeting in series.meetings.values():
            asked = board.Board(series.body.pk, Filters(meeting=meeting.pk), today)
            assert {item.number for item in asked.items(range(50))} == {
                item.number
                for item in series.items.values()
                if (item.opened_by and item.opened_by.meeting_id == meeting.pk)
                or item.rulings.filter(standing=True, clause__meeting=meeting).exists()
            }
    assert board.Board(0, Filters(), today).items(range(50)) == []
