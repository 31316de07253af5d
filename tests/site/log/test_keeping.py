"""Answers that are kept until the log grows."""

from __future__ import annotations

import pytest
from django.db import transaction

from lieguan.site.log import actions as log
from lieguan.site.log.keeping import KeptUntilChange
from lieguan.site.registry.models import Body

pytestmark = pytest.mark.django_db


def change(body: Body) -> None:
    with transaction.atomic():
        log.append(None, "registry.body", body)


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def kept(asked: list[int]) -> KeptUntilChange[int]:
    def find(number: int) -> int:
        asked.append(number)
        return number * 10

    return KeptUntilChange(find, room=2)


def test_it_is_asked_once_until_a_fact_changes(kept: KeptUntilChange[int], asked: list[int]) -> None:
    body = Body.objects.create(name="離島小組", slug="islands")
    change(body)
    assert [kept(1), kept(1)] == [10, 10]
    assert asked == [1]
    change(body)
    assert kept(1) == 10
    assert asked == [1, 1]


def test_without_a_log_nothing_is_kept(kept: KeptUntilChange[int], asked: list[int]) -> None:
    assert [kept(1), kept(1)] == [10, 10]
    assert asked == [1, 1]


def test_what_was_asked_longest_ago_goes_first(kept: KeptUntilChange[int], asked: list[int]) -> None:
    change(Body.objects.create(name="離島小組", slug="islands"))
    for number in (1, 2, 1, 3, 1, 2):
        kept(number)
    assert asked == [1, 2, 3, 2]


def test_what_changes_while_it_is_found_is_not_kept(asked: list[int]) -> None:
    body = Body.objects.create(name="離島小組", slug="islands")
    change(body)

    def find(number: int) -> int:
        asked.append(number)
        if len(asked) == 1:
            change(body)
            kept(2)
        return len(asked)

    kept = KeptUntilChange(find)
    kept(1)
    kept(1)
    assert asked == [1, 2, 1]
