"""Lights by their stated rule: the same for one item, and as a condition on many; working days by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from lieguan.site.registry.models import Body
from lieguan.site.tracking import workdays
from lieguan.site.tracking.lights import Light, light, lit
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.templatetags.items import light as badge

FRIDAY = date(2026, 11, 27)
# Around the lunar new year of 2026 (off from 14 to 22 February), a plain week, and a year that no calendar knows.
TODAYS = [
    *(date(2026, 2, 12) + timedelta(days) for days in range(14)),
    *(date(2026, 11, 23) + timedelta(days) for days in range(8)),
    date(2062, 5, 14),
]


@pytest.mark.parametrize(
    ("due", "today", "wanted"),
    [
        (FRIDAY, FRIDAY, Light.SOON),
        (FRIDAY, date(2026, 11, 28), Light.LATE),
        (date(2026, 11, 28), date(2026, 11, 30), Light.SOON),  # due on a Saturday: until Monday is over
        (date(2026, 11, 28), date(2026, 12, 1), Light.LATE),
        (date(2026, 2, 16), date(2026, 2, 23), Light.SOON),  # within the lunar new year
        (date(2026, 2, 16), date(2026, 2, 24), Light.LATE),
        (FRIDAY + timedelta(30), FRIDAY, Light.SOON),
        (FRIDAY + timedelta(31), FRIDAY, Light.OK),
        (None, FRIDAY, Light.NONE),
    ],
)
def test_the_light_of_a_deadline(due: date | None, today: date, wanted: Light) -> None:
    assert light("tracked", due, today) is wanted
    assert light("released", due, today) is Light.NONE


@pytest.mark.django_db
def test_the_condition_on_many_is_the_same_rule() -> None:
    body = Body.objects.create(name="燈號小組", slug="lights")
    first = min(TODAYS) - timedelta(40)
    days = [first + timedelta(step) for step in range(400)] + [date(2062, 5, 1), date(2062, 5, 31), None]
    Item.objects.bulk_create(
        Item(body=body, number=number, title=str(number), text="甲", carried_in=True, due_on=day)
        for number, day in enumerate(days, 1)
    )
    for today in TODAYS:
        wanted = {item.pk: light(item.state, item.due_on, today) for item in Item.objects.all()}
        for one in (Light.LATE, Light.SOON, Light.OK, Light.NONE):
            found = set(Item.objects.filter(lit(one, today)).values_list("pk", flat=True))
            assert found == {pk for pk, lit_ in wanted.items() if lit_ is one}, (today, one)


def test_a_deadline_is_over_with_its_working_day() -> None:
    for today in TODAYS:
        over = workdays.last_over(today)
        assert workdays.on_or_after(over) < today
        assert workdays.on_or_after(over + timedelta(1)) >= today


@pytest.mark.parametrize(
    ("days", "shown"), [(-3, "逾期 3 日"), (0, "今日到期"), (5, "5 日內到期"), (60, "如期")]
)
def test_each_light_has_words_beside_shape_and_colour(days: int, shown: str) -> None:
    item = Item(state="tracked", due_on=FRIDAY + timedelta(days))
    with mock.patch.object(timezone, "localdate", return_value=FRIDAY):
        told = badge(item)
    assert shown in render_to_string("tracking/light.html", told)


def test_a_silent_agency_has_its_badge_beside_the_deadlines() -> None:
    item = Item(state="tracked", due_on=None)
    item.silent = True
    assert "機關未回報" in render_to_string("tracking/light.html", badge(item))
