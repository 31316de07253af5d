"""The member's page: what is on the table once the papers are out, and what came of what one said."""

from __future__ import annotations

from typing import Any

import pytest
import sample_series
from django.test import Client
from django.utils import timezone

from lieguan.site.records.models import Minutes, Statement
from lieguan.site.registry.models import Account
from lieguan.site.tracking.asking import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay()


@pytest.fixture
def account(series: sample_series.Series) -> Account:
    return series.account("member")


@pytest.fixture
def client(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(client: Client) -> str:
    return client.get("/member/").content.decode()


def said(series: sample_series.Series, speaker: str) -> Statement:
    meeting = series.meetings[6]
    return Statement.objects.create(
        uid="s-6-1",
        minutes=Minutes.objects.get(meeting=meeting),
        meeting=meeting,
        local_id="s1",
        position=1,
        agenda_titles=["離島旅遊尖峰用水調度案"],
        speaker=speaker,
    )


def test_what_is_on_the_table_shows_once_the_papers_are_issued(
    series: sample_series.Series, client: Client
) -> None:
    assert "會議文件尚未發出" in page(client)
    assert series.items[10].title not in page(client)
    Round.objects.filter(closed_at=None).update(papers_issued_at=timezone.now())
    shown = page(client)
    assert series.items[10].title in shown
    assert "解除列管" in shown
    assert "委員專頁" in client.get("/").content.decode()


def test_ones_own_statements_are_found_by_name(
    series: sample_series.Series, account: Account, client: Client
) -> None:
    said(series, "別人")
    assert "沒有「member 甲」的發言" in page(client)
    Statement.objects.update(speaker=account.name)
    shown = page(client)
    assert "離島旅遊尖峰用水調度案" in shown
    assert 'href="/statements/s-6-1/"' in shown


def test_whoever_is_no_member_is_told(series: sample_series.Series) -> None:
    client = Client()
    client.force_login(series.account("auditor"))
    assert "您的帳號不是任何會議的委員" in page(client)


def test_more_items_are_not_more_queries(
    series: sample_series.Series, client: Client, django_assert_max_num_queries: Any
) -> None:
    Round.objects.filter(closed_at=None).update(papers_issued_at=timezone.now())
    with django_assert_max_num_queries(35):
        page(client)
