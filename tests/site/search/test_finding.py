"""The index of the sample series: what is found, by whom, and how it follows the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sample_series
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from lieguan.site.log import actions as log
from lieguan.site.log.models import Entry as LogEntry
from lieguan.site.records.actions import Sent, confirm, take_in
from lieguan.site.records.models import Point, Statement
from lieguan.site.registry.models import Account, Body, Grant
from lieguan.site.search import keeper, kinds, queries
from lieguan.site.search.index import Entry, Search
from lieguan.site.search.keeper import Keeper
from lieguan.site.search.language import Words
from lieguan.site.search.queries import Question, ask, suggest
from lieguan.site.search.segments import fold
from lieguan.site.search.things import viewers
from lieguan.site.tracking.models import Item, Progress
from lieguan.site.tracking.voices import progress_for
from lieguan.site.withholding.actions import lift, restrict
from lieguan.site.withholding.reading import reading_as

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keeper, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(queries, "folder", lambda: tmp_path / "search")
    yield
    queries._opened.clear()


@pytest.fixture
def series(index_folder: None) -> sample_series.Series:
    laid = sample_series.lay()
    Keeper().rebuild()
    return laid


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


def test_each_found_paragraph_opens_at_the_place_where_it_stands(
    index_folder: None, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    account = Account.objects.create_account("a@example.org", "甲")
    Grant.objects.create(account=account, role="administrator")
    Body.objects.create(name=sample_series.EXPECTED["body"], slug="outlying-islands")
    (minutes,) = take_in(account, Sent(sample_series.SAMPLES / "06.md", "06.md"))
    confirm(account, minutes.pk, minutes.draft_version)
    Keeper().rebuild()
    tried = {}
    for kind in kinds.registered():
        keys = [entry.key for row in kind.rows() for entry in kind.entries(row)]
        shown = kind.places(keys, NOBODY)
        assert set(shown) == set(keys)
        for place in [*shown.values()][:4]:
            address, _, anchor = place.address.partition("#")
            page = client.get(address)
            assert page.status_code == 200, place
            words = page.content.decode()
            assert not anchor or f'id="{anchor}"' in words, place
            tried[kind.name] = place
    assert {"clause", "statement", "text", "meeting", "person"} <= set(tried)


def test_a_speaker_is_found_by_the_name_that_the_minutes_wrap_a_title_in(
    series: sample_series.Series,
) -> None:
    said = Statement.objects.create(
        minutes=series.clauses[3, "r1.1"].minutes, meeting=series.meetings[3], position=0, uid="S1", local_id="s1",
        speaker="王小明", as_written="王副院長小明",
    )  # fmt: skip
    for number, text in enumerate(("離島電價應再檢討", "海纜亦同")):
        Point.objects.create(statement=said, uid=f"P{number}", local_id="s1.1", position=number, text=text)
    Keeper().rebuild()
    answer = ask(Question(words="王小明", filters={"kind": ["statement"]}), NOBODY)
    assert answer.count == 2
    assert {("王小明", True)} == {(p.text, p.marked) for hit in answer.hits for p in hit.heading if p.marked}
    people = ask(Question(words="小明", filters={"kind": ["person"]}), NOBODY)
    assert [hit.place.heading for hit in people.hits] == ["王小明"]


def test_items_are_of_the_meetings_that_opened_and_ruled_on_them(series: sample_series.Series) -> None:
    for item in Item.objects.filter(rulings__standing=True, opened_by__isnull=False).distinct():
        meetings = {item.opened_by.meeting_id, *item.rulings.values_list("clause__meeting", flat=True)}
        for meeting in meetings:
            found = ask(Question(item.title, {"kind": ["item"], "meeting": [str(meeting)]}), NOBODY)
            assert item.title in [hit.place.heading for hit in found.hits]


def test_dates_alone_find_what_is_of_those_days(series: sample_series.Series) -> None:
    day = series.meetings[4].starts_on
    answer = ask(Question(since=day, until=day), NOBODY)
    assert answer.count
    assert {hit.place.day for hit in answer.hits} == {day.isoformat()}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("離", "離島"),
        ("離島生活韌性推動小組第4", "小組第4次會議"),
        ("交", "交通部"),
        ("台", "台灣電力"),
    ],
)
def test_names_are_suggested_while_one_types(series: sample_series.Series, typed: str, wanted: str) -> None:
    series.agency("臺灣電力股份有限公司")
    Keeper().rebuild()
    texts = [one.text for one in suggest(typed, NOBODY)]
    assert len(texts) == len(set(texts)) <= queries.SUGGESTED
    assert any(fold(wanted) in fold(text) for text in texts)
    assert all(fold(typed) in fold(text) for text in texts)


def test_letters_are_suggested_before_the_word_is_whole(series: sample_series.Series) -> None:
    renamed(series.items[1], "普惠 OpenData 平臺")
    Keeper().step()
    for typed in ("open", "普惠op", "OPENDATA 平"):
        assert [one.text for one in suggest(typed, NOBODY)] == ["普惠 OpenData 平臺"], typed
    assert suggest("pendata", NOBODY) == []
    assert suggest("", NOBODY) == suggest("，", NOBODY) == []


def test_what_a_person_may_not_see_is_not_suggested(series: sample_series.Series) -> None:
    hidden = Entry("item:1", "秘密演練", name="秘密演練", seen_by=("voices",), facets={"kind": ["item"]})
    index = queries.opened()
    writer = index.writer()
    index.write(writer, "item/1", [hidden])
    writer.commit()
    writer.wait_merging_threads()
    assert suggest("秘密演練", NOBODY) == []
    assert len(suggest("秘密演練", series.account("auditor"))) == 1


def keys_of(progress: Progress, account: Account | AnonymousUser) -> set[str]:
    index = queries.opened()
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


def test_who_reads_makes_no_index(index_folder: None, tmp_path: Path) -> None:
    """While the keeper makes it, another that makes it as well would write over it."""
    assert ask(Question(words="離島"), NOBODY).count == 0
    assert suggest("離島", NOBODY) == []
    assert not (tmp_path / "search").exists()
    laid = sample_series.lay()
    Keeper().rebuild()
    assert ask(Question(words="離島"), NOBODY).count > 0
    assert laid.items


def test_while_the_index_is_damaged_nothing_is_found_and_nobody_is_refused(
    series: sample_series.Series, tmp_path: Path
) -> None:
    assert ask(Question(words="離島"), NOBODY).count > 0
    (tmp_path / "search" / "meta.json").write_text("{", encoding="utf-8")
    assert ask(Question(words="離島"), NOBODY).count == 0
    Keeper().step()
    assert ask(Question(words="離島"), NOBODY).count > 0
    keeper.discard(tmp_path / "search")
    assert ask(Question(words="離島"), NOBODY).count == 0


def test_only_one_keeps(tmp_path: Path) -> None:
    with keeper.only_keeper(tmp_path / "s") as first, keeper.only_keeper(tmp_path / "s") as second:
        assert (first, second) == (True, False)


def test_the_page_shows_hits_and_survives_anything_typed(
    series: sample_series.Series, client: Client
) -> None:
    page = client.get("/search/", {"q": "離島"})
    assert page.status_code == 200
    names = client.get("/search/suggestions/", {"q": "離島"}).json()["suggestions"]
    assert names
    assert all(set(name) == {"text", "kind"} for name in names)
    assert "<mark>離島</mark>" in page.content.decode()
    for query in ("<script>alert(1)</script>", "((((", "\x00", "a" * 5000, "-", "“", "OR OR", "　"):
        page = client.get("/search/", {"q": query, "since": "昨天", "page": "-3", "body": "x"})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_what_was_restricted_a_moment_ago_is_found_no_more(series: sample_series.Series) -> None:
    clause = series.clauses[4, "r1.1"]
    question = Question(words=f"「{clause.text}」", filters={"kind": ["clause"]})
    before = ask(question, NOBODY).count
    made = restrict(series.account("secretariat"), "clause", clause.uid, ground=3, reason="尚未核定")
    assert before > ask(question, NOBODY).count == 0  # the index does not know it yet
    Keeper().step()
    assert ask(question, NOBODY).count == 0
    auditor = series.account("auditor")
    with reading_as(auditor):
        assert ask(question, auditor).count == before
    lift(Account.objects.get(name="secretariat 甲"), made.pk, "已核定")
    Keeper().step()
    assert ask(question, NOBODY).count == before
