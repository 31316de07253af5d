"""The static tree: every link answers, nothing in it that is not public, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import feedparser
import pytest
import sample_series
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from icalendar import Calendar
from lxml import html

from lieguan.errors import Conflict, InvalidInput
from lieguan.site.log import actions as log
from lieguan.site.opendata.publishing.publish import Published, publish
from lieguan.site.opendata.publishing.tree import replacing
from lieguan.site.records.models import SourceFile
from lieguan.site.registry.models import Account
from lieguan.site.tracking import actions, story_pages
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation
from lieguan.writing import pdf

pytestmark = pytest.mark.django_db
DRAFT = "只有草稿裡有的字句"
BASE = "https://data.example.org/minutes"


@pytest.fixture(scope="module")
def series(django_db_setup: None, django_db_blocker: Any) -> Iterator[sample_series.Series]:
    """Laid once for all tests here, which change nothing but the log."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("collectstatic", interactive=False, verbosity=0)
        laid = sample_series.lay()
        for source in SourceFile.objects.all():
            default_storage.delete(source.file.name)
            default_storage.save(source.file.name, ContentFile(b"minutes"))
        duty = Duty.objects.get(item=laid.items[10], agency=laid.agency("交通部"))
        desk = laid.account("desk", agency="交通部")
        actions.write_progress(desk, duty, actions.ProgressEntry(DRAFT, date(2026, 11, 20)))
        yield laid
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="module")
def quick_papers() -> Iterator[None]:
    """Setting a PDF takes seconds and is tested elsewhere; here any bytes do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "write", lambda _paper: b"%PDF-")
        yield


@pytest.fixture(scope="module")
def relative(series: sample_series.Series, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "tree"
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def based(series: sample_series.Series, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "tree"
    publish(folder, base=BASE)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def links(name: str, content: bytes) -> Iterator[str]:
    """Every link of a file, whatever its format."""
    suffix = posixpath.splitext(name)[1]
    if suffix == ".html":
        yield from of_page(content)
    elif suffix == ".ics":
        yield from (str(event["url"]) for event in Calendar.from_ical(content).walk("VEVENT"))
    else:
        yield from (one for one in data(suffix, content) if one.startswith((BASE, "../", "./")))


def of_page(content: bytes) -> Iterator[str]:
    page = html.document_fromstring(content)
    for element, attribute, link, _at in page.iterlinks():
        if element.tag != "form" and attribute in {"href", "src"}:
            yield link
    for meta in page.xpath("//meta[@http-equiv='refresh']"):
        yield meta.get("content").partition("url=")[2]


def data(suffix: str, content: bytes) -> Iterator[str]:
    """Every piece of words of a file of data."""
    if suffix in {".atom", ".xml"}:
        for element in ElementTree.fromstring(content).iter():
            yield from (element.text or "", *element.attrib.values())
    elif suffix in {".json", ".jsonl"}:
        for line in content.splitlines() if suffix == ".jsonl" else [content]:
            yield from strings(json.loads(line))
    elif suffix == ".csv":
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            yield from (one for cell in row for one in cell.split("；"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def target(name: str, link: str, base: str) -> str | None:
    """The file that a link leads to, None for one that leads out of the tree."""
    whole = urldefrag(urljoin(f"{base}/{name}", link))[0]
    if not whole.startswith(base):
        return None
    path = unquote(urlsplit(whole).path).removeprefix(urlsplit(base).path).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


@pytest.mark.parametrize("base", ["", BASE])
def test_a_link_to_a_place_leads_to_the_part_of_a_long_page_that_holds_it(
    series: sample_series.Series, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setattr(story_pages, "_MOST", 2)
    publish(tmp_path / "tree", base=base)
    found = files(tmp_path / "tree")
    parts, told = 0, 0
    for name, content in found.items():
        if not name.endswith(".html"):
            continue
        parts += name.startswith("items/") and "/page-" in name
        for link in of_page(content):
            assert "at=" not in urlsplit(link).query, (name, link)
            file, anchor = target(name, link, BASE), urldefrag(link)[1]
            if file and anchor.startswith(("ruling-", "progress-")):
                told += "/page-" in file
                assert f' id="{anchor}"'.encode() in found[file], (name, link)
        canonical = html.document_fromstring(content).xpath("//link[@rel='canonical']/@href")
        assert len(canonical) <= 1, name
        if base and name.startswith("items/"):
            assert canonical == [f"{BASE}/{name.removesuffix('index.html')}"]
    assert parts > 10
    assert told > 10


def test_every_link_leads_to_a_file(relative: Path, based: Path) -> None:
    for folder in (relative, based):
        found = files(folder)
        lost, followed = set(), 0
        for name, content in found.items():
            if name.endswith("openapi.json"):
                continue
            there = {link: target(name, link, BASE) for link in links(name, content)}
            lost |= {(name, link) for link, file in there.items() if file is not None and file not in found}
            followed += len(there)
        assert not lost
        assert followed > 1000


def test_fragments_are_on_their_pages(relative: Path) -> None:
    found = files(relative)
    pages = {
        name: html.document_fromstring(content) for name, content in found.items() if name.endswith(".html")
    }
    anchors = {name: {str(one) for one in page.xpath("//@id")} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.xpath("//a/@href"):
            there, fragment = target(name, link, BASE), urldefrag(link)[1]
            if there in anchors and fragment:
                assert fragment in anchors[there], f"{name} links to {link}"


def test_a_plain_web_server_serves_it(relative: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(relative))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        waiting, seen = [f"{origin}/"], {f"{origin}/"}
        while waiting:
            page = waiting.pop()
            with urlopen(page, timeout=10) as answer:
                content, kind = answer.read(), answer.headers["Content-Type"]
            if kind != "text/html":
                continue
            for _element, _attribute, link, _at in html.document_fromstring(content).iterlinks():
                whole = urldefrag(urljoin(page, link))[0]
                if whole.startswith(origin) and whole not in seen:
                    seen.add(whole)
                    waiting.append(whole)
        server.shutdown()
    assert len(seen) > 100


def test_it_holds_the_pages_and_every_format(based: Path, series: sample_series.Series) -> None:
    found = set(files(based))
    meeting, item = series.meetings[6].pk, series.items[1].pk
    assert {
        "index.html", "open-data/index.html", "open-data/items.csv", "open-data/records.jsonl", "sitemap.xml", "robots.txt",
        f"meetings/{meeting}/index.html", f"meetings/{meeting}/record.json", f"api/1/meetings/{meeting}/akn.xml",
        f"items/{item}/index.html", f"items/{item}/feed.atom", f"api/1/items/{item}.json", "api/1/items.json",
        f"bodies/{series.body.slug}/calendar.ics", f"bodies/{series.body.slug}/report.odt", "published.json",
        f"paragraphs/{series.clauses[6, 'r1.1'].uid}/index.html",
    } <= found  # fmt: skip
    assert not [name for name in found if name.startswith(("account", "search", "language", "keys"))]


def test_an_answer_of_the_interface_is_that_of_the_site(based: Path, series: sample_series.Series) -> None:
    told = json.loads((based / f"api/1/items/{series.items[1].pk}.json").read_bytes())
    asked = Client().get(f"/api/1/items/{series.items[1].pk}").json()
    assert told["id"] == f"{BASE}/api/1/items/{series.items[1].pk}.json"
    same = {key for key, value in asked.items() if isinstance(value, str) and not value.startswith("http")}
    assert {key: told[key] for key in same} == {key: asked[key] for key in same}


def test_nothing_that_the_public_may_not_see_is_in_it(relative: Path, series: sample_series.Series) -> None:
    hidden = [one.text for one in Progress.objects.filter(round__meeting=None)]
    hidden += [one.reason for one in Recommendation.objects.filter(round__meeting=None) if one.reason]
    assert DRAFT in hidden
    hidden += Account.objects.values_list("email", flat=True)
    for name, content in files(relative).items():
        assert not [words for words in hidden if words.encode() in content], name


def test_pages_ask_for_nothing_from_elsewhere_and_send_nothing(relative: Path) -> None:
    for name, content in files(relative).items():
        if name.endswith(".html"):
            page = html.document_fromstring(content)
            assert not page.xpath("//form")
            assert not [
                src
                for src in page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href")
                if "//" in src
            ]


def test_it_is_the_same_twice_and_what_is_unchanged_is_taken_over(
    relative: Path, series: sample_series.Series, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    first = publish(tree)
    assert files(tree) == files(relative)
    assert publish(tree) == Published(0, 0)
    before = {name: (tree / name).stat().st_ino for name in files(tree)}
    log.append(None, "tracking.note", series.items[1])
    Item.objects.filter(pk=series.items[1].pk).update(title="改過的名稱")
    again = publish(tree)
    assert again.files == first.files
    assert 0 < again.new < first.files / 2
    page, other = (f"items/{series.items[number].pk}/index.html" for number in (1, 2))
    assert "改過的名稱" in (tree / page).read_text(encoding="utf-8")
    assert (tree / page).stat().st_ino != before[page]
    assert (tree / other).stat().st_ino == before[other]
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]


def test_feeds_and_calendars_are_whole(based: Path, relative: Path) -> None:
    for folder in (based, relative):
        for path in folder.rglob("*.atom"):
            read = feedparser.parse(path.read_bytes())
            assert not read.bozo, path
            assert all(":" in entry.id for entry in read.entries)
        for path in folder.rglob("*.ics"):
            assert Calendar.from_ical(path.read_bytes()).walk("VCALENDAR")


def test_somebody_elses_folder_is_left_alone(series: sample_series.Series, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InvalidInput):
        publish(tmp_path)
    with pytest.raises(InvalidInput):
        publish(tmp_path / "new", base="data.example.org")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def fail_while_writing(tree: Path) -> None:
    with replacing(tree) as second:
        second.write("published.json", b"other")
        second.write("never", bytes(1 // 0))


def test_what_fails_leaves_the_tree_that_stood_and_two_do_not_publish_at_once(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    with replacing(tree) as first:
        first.write("published.json", b"{}")
        with pytest.raises(Conflict), replacing(tree):
            pass
    with pytest.raises(ZeroDivisionError):
        fail_while_writing(tree)
    assert (tree / "published.json").read_bytes() == b"{}"
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]
