"""The index of the sample series: what is found, by whom, and how it follows the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sample_series
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from lieguan.site.log import actions as log
from lieguan.site.log.models import Entry as LogEntry
from lieguan.site.registry.models import Account
from lieguan.site.search import keeper, queries
from lieguan.site.search.index import Search
from lieguan.site.search.keeper import Keeper
from lieguan.site.search.language import Words
from lieguan.site.search.queries import Question, ask
from lieguan.site.search.things import viewers
from lieguan.site.tracking.models import Item, Progress
from lieguan.site.tracking.voices import progress_for

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sample_series.Series]:
    monkeypatch.setattr(keeper, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(queries, "folder", lambda: tmp_path / "search")
    laid = sample_series.lay()
    keeper_ = Keeper()
    keeper_.rebuild()
    yield laid
    queries._opened.clear()


def test_every_clause_is_found_by_its_own_words(series: sample_series.Series) -> None:
    for clause in series.clauses.values():
        answer = ask(Question(words=f"「{clause.text}」", filters={"kind": ["clause"]}), NOBODY)
        assert any(f"#{clause.uid}" in hit.place.address for hit in answer.hits), clause.text


def test_facets_count_what_filters_give(series: sample_series.Series) -> None:
    everything = ask(Question(words="離島"), NOBODY)
    assert everything.count > 5
    for name, values in everything.facets.items():
        for value, count in values:
            narrowed = ask(Question(words="離島", filters={name: [value]}), NOBODY)
            assert narrowed.count == count, (name, value)


@pytest.mark.parametrize("role", ["secretariat", "chair", "member", "auditor", "administrator", "desk"])
def test_progress_is_found_by_those_who_may_read_it_and_no_one_else(
    series: sample_series.Series, role: str
) -> None:
    agency = Progress.objects.first().duty.agency.name if role == "desk" else ""
    for account in (series.account(role, agency=agency), NOBODY):
        found = {key for progress in Progress.objects.all() for key in keys_of(progress, account)}
        assert found == {f"progress:{pk}" for pk in progress_for(account).values_list("pk", flat=True)}


def keys_of(progress: Progress, account: Account | AnonymousUser) -> set[str]:
    index = queries.opened()
    index.refresh()
    words = Words(progress.text)
    search = Search(words, viewers=viewers(account), filters={"kind": ["progress"]}, limit=100)
    return set(index.search(search).keys)


def renamed(item: Item, title: str) -> None:
    before, item.title = item.title, title
    item.save()
    with transaction.atomic():
        log.append(None, "tracking.edit_item", item, before={"title": before}, after={"title": title})


def test_a_change_is_found_after_the_next_step_and_the_old_words_are_gone(
    series: sample_series.Series,
) -> None:
    keeper_ = Keeper()
    renamed(series.items[1], "夜間救援演練")
    assert keeper_.step() == 1
    assert [hit.place.heading for hit in ask(Question(words="夜間救援演練"), NOBODY).hits] == ["夜間救援演練"]
    renamed(series.items[1], "日間救援演練")
    keeper_.step()
    assert ask(Question(words="夜間救援演練"), NOBODY).count == 0
    assert Keeper().done == LogEntry.objects.order_by("-number").first().number


def test_an_index_from_another_database_is_built_anew(series: sample_series.Series) -> None:
    keeper_ = Keeper()
    keeper_.done = 10_000
    keeper_.step()
    assert keeper_.done == (LogEntry.objects.count() and LogEntry.objects.order_by("-number").first().number)
    assert ask(Question(words="離島"), NOBODY).count > 5


def test_only_one_keeps(tmp_path: Path) -> None:
    with keeper.only_keeper(tmp_path / "s") as first, keeper.only_keeper(tmp_path / "s") as second:
        assert (first, second) == (True, False)


def test_the_page_shows_hits_and_survives_anything_typed(
    series: sample_series.Series, client: Client
) -> None:
    page = client.get("/search/", {"q": "離島"})
    assert page.status_code == 200
    assert "<mark>離島</mark>" in page.content.decode()
    for query in ("<script>alert(1)</script>", "((((", "\x00", "a" * 5000, "-", "“", "OR OR", "　"):
        page = client.get("/search/", {"q": query, "since": "昨天", "page": "-3", "body": "x"})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
