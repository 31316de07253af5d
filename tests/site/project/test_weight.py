"""What a public page weighs, with all that it loads, and that it is painted before any script.

At size, too: the whole tracking report, which is for printing, is the one public page that may weigh more.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import sample_series
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from sites_at_size import SENTENCE, SPEAKER, Large, long_record

from lieguan.site.registry.models import Agency, Body
from lieguan.site.search.index import FACETS
from lieguan.site.search.queries import Answer, Question
from lieguan.site.search.views import _facets
from lieguan.site.tracking.models import Duty

HEAVIEST = 150_000
LOADED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="/static/([^"]+)"[^>]*>')
# The number of an item in the first cell of a row of the report.
ROW = re.compile(r'<th scope="row"[^>]*data-label="編號"><a [^>]*><p[^>]*>(\d+)</p>')
LONG = SENTENCE * 4
NEXT = re.compile(r'<a href="(\?[^"]*)" rel="next">')


def read(client: Client, address: str) -> str:
    """The page at this address, which is light and painted before any script."""
    response = client.get(address)
    assert response.status_code == 200, address
    page: str = response.content.decode()
    loaded = LOADED.findall(page)
    assert loaded, address
    sizes = [Path(str(finders.find(name))).stat().st_size for name in loaded]
    assert len(response.content) + sum(sizes) <= HEAVIEST, (address, len(response.content), sizes)
    scripts = [tag for tag in re.findall(r"<script\b[^>]*>", page) if "application/ld+json" not in tag]
    assert all(" defer" in tag for tag in scripts), address
    return page


def read_all(client: Client, address: str) -> list[str]:
    """The page and all that follow it, each light."""
    pages = [read(client, address)]
    while found := NEXT.search(pages[-1]):
        pages.append(read(client, address.partition("?")[0] + html.unescape(found[1])))
        here = address.partition("?")[0] + found[1].partition("#")[0]
        assert f'<link rel="canonical" href="{here}">' in pages[-1]
    return pages


@pytest.mark.django_db
def test_public_pages_are_light_and_need_no_script(client: Client) -> None:
    series = sample_series.lay()
    slug, item = series.body.slug, series.items[1].pk
    agency = series.agency("交通部").pk
    for address in (
        "/", f"/bodies/{slug}/", f"/bodies/{slug}/board/?state=all", f"/bodies/{slug}/meetings/", f"/items/{item}/",
        f"/agencies/{agency}/", "/search/", "/search/?q=%E9%9B%A2%E5%B3%B6", f"/bodies/{slug}/round/",
    ):  # fmt: skip
        read(client, address)


@pytest.fixture
def large(db: None) -> Large:
    made = Large()
    made.meet(300)
    return made


def test_hundreds_of_items_meetings_and_agencies(client: Client, large: Large) -> None:
    agencies = Agency.objects.bulk_create([Agency(name=f"第{number}機關管理署") for number in range(300)])
    items = large.items(0, 300, agencies[:2])
    for item, agency in zip(items, agencies[2:], strict=False):
        Duty.objects.create(item=item, agency=agency, as_written=agency.name, position=2)
    items += large.items(299, 200, agencies[:20])
    large.report_all(items[:120], 298)
    large.record(299, long_record(large.meetings[299], agenda=1, clauses=1, below=0, statements=0, points=0))
    large.done()
    slug = large.body.slug
    owed = read_all(client, f"/agencies/{agencies[0].pk}/")
    assert sum(page.count('<th scope="row">') for page in owed) == 500
    board = read_all(client, f"/bodies/{slug}/board/")
    assert sum(page.count('<th scope="row">') for page in board) == 500
    report = read_all(client, f"/bodies/{slug}/report/")
    assert [row for page in report for row in ROW.findall(page)] == [str(number) for number in range(1, 501)]
    whole = client.get(f"/bodies/{slug}/report/whole/").content.decode()
    assert ROW.findall(whole) == [str(number) for number in range(1, 501)]
    assert "列管中計500項" in report[-1]
    body = read_all(client, f"/bodies/{slug}/")
    assert all(any(one.name in page for page in body) for one in agencies)
    rounds = read_all(client, f"/bodies/{slug}/rounds/1/")
    assert sum(page.count('id="item-') for page in rounds) == 120
    for address in ("/", f"/meetings/{large.meetings[299].pk}/", f"/bodies/{slug}/meetings/"):
        read_all(client, address)


def test_a_long_record_and_its_words(client: Client, large: Large) -> None:
    meeting = large.meetings[0]
    record = long_record(meeting, agenda=40, clauses=8, below=3, statements=4, points=4, text=LONG)
    unread = "未" * 30_000
    record["parts"].append(
        {"span": [len(record["text"]), len(record["text"]) + len(unread)], "kind": "unread"}
    )
    record["text"] += unread
    assert len(record["text"]) > 300_000
    uids = large.record(0, record).uids
    large.done()
    pages = read_all(client, f"/meetings/{meeting.pk}/")
    for uid in uids.values():
        if not uid.startswith("r") and uid not in {f"ur{number}" for number in range(101)}:
            assert sum(f' id="{uid}"' in page for page in pages) == 1, uid
    assert sum(page.count(LONG) for page in pages) == 40 * (8 * 4 + 4 * 4)
    for uid in ("ur1-1", "ur27-8-3", "us40x4-4", "ua33"):
        place = client.get(f"/meetings/{meeting.pk}/?at={uid}").content.decode()
        assert f' id="{uid}"' in place
    assert 'id="ur1-1"' in client.get(f"/meetings/{meeting.pk}/?at=nothing").content.decode()
    text = read_all(client, f"/meetings/{meeting.pk}/text/")
    assert sum(page.count("未") for page in text) >= len(unread)
    last = len(record["parts"]) - 1
    assert f' id="p{last}"' in client.get(f"/meetings/{meeting.pk}/text/?at=p{last}").content.decode()
    # A clause with very many sub-clauses, and one with very many words, are parted as well.
    clause = record["resolutions"][0]["clauses"][0]
    clause["text"], clause["clauses"] = SENTENCE * 2_000, record["resolutions"][1]["clauses"] * 15
    large.record(0, record)
    large.done()
    pages = read_all(client, f"/meetings/{meeting.pk}/")
    # 40 items with 48 paragraphs of four sentences: one gives way to 2,000 sentences, its three to 15 times 32.
    assert sum(page.count(SENTENCE) for page in pages) == 4 * (40 * 48 - 4 + 15 * 32) + 2_000
    assert all("（續）" in page for page in pages[1:4])
    versions = read_all(client, f"/meetings/{meeting.pk}/versions/")
    assert len(versions) > 1


def test_somebody_who_said_much(client: Client, large: Large) -> None:
    large.items(1, 60, [])
    for at in range(1, 201):
        large.statements(at, 10, [SENTENCE, SENTENCE * 2], ["海岸防護設施維護要點草案"])
    long = large.statements(0, 1, [SENTENCE * 40] * 60, ["海岸防護設施維護要點草案"])[0]
    record = long_record(large.meetings[0], agenda=1, clauses=200, below=3, statements=1, points=1)
    clauses = large.clauses(0, 200, SENTENCE * 4)
    known = {f"r1.{number}": clause.uid for number, clause in enumerate(clauses, 1)}
    large.record(0, record, s1x1=long.uid, **known)
    large.done()
    pages = read_all(client, f"/people/{SPEAKER}/")
    assert sum(page.count('<article class="panel"') for page in pages) == 2_001
    assert "這段發言的全文" in pages[-1]
    said = read_all(client, f"/statements/{long.uid}/")
    assert sum(page.count(SENTENCE) for page in said) == 60 * 40 + 200 * 4


def test_an_item_that_was_tracked_for_decades(client: Client, large: Large) -> None:
    agencies = Agency.objects.bulk_create([Agency(name=f"第{number}機關管理署") for number in range(4)])
    item = large.items(0, 1, agencies)[0]
    large.history(item, 1, 40)
    large.done()
    pages = read_all(client, f"/items/{item.pk}/")
    assert len(pages) > 1
    names = [
        name
        for page in pages
        for name in re.findall(r' id="((?:opening|progress|recommendation|ruling)-\d+)"', page)
    ]
    assert len(names) == len(set(names)) == 1 + 40 * 6
    assert sum("持續列管中" in page for page in pages) == 1
    for name in (names[0], names[-1]):
        place = client.get(f"/items/{item.pk}/?at={name}").content.decode()
        assert f' id="{name}"' in place


def test_a_site_of_many_bodies(client: Client, large: Large) -> None:
    for number in range(100):
        other = Large.__new__(Large)
        other.body = Body.objects.create(name=f"第{number}海岸韌性推動小組", slug=f"coast-{number}")
        other.meetings, other.minutes = [], []
        other.meet(1)
        other.items(0, 8, [])
    large.done()
    pages = read_all(client, "/")
    assert sum(page.count('<section class="panel"') for page in pages) == 101


@pytest.mark.django_db
def test_a_search_for_a_long_passage(client: Client) -> None:
    values = tuple((f"第{number}機關", 20 - number) for number in range(20))
    answer = Answer([], 400, dict.fromkeys(FACETS, values), None, 20)
    request = RequestFactory().get("/search/", {"q": "海" * 300, "person": "第19機關"})
    facets = _facets(request, Question(filters={"person": ["第19機關"]}), answer)
    shown = [choice for _label, choices in facets for choice in choices]
    assert sum(len(choice.address) for choice in shown) < 60_000
    assert any(choice.chosen for choice in shown)
    few = _facets(RequestFactory().get("/search/", {"q": "海堤"}), Question(), answer)
    assert all(len(choices) == 20 for _label, choices in few)
