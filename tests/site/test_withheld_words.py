"""What is withheld stands in no byte that one without the right is served: every route and every export, every role."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Container, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import exports
import pypdfium2
import pytest
import roles_table
from django.db import transaction
from django.test import Client
from django.urls import reverse
from marked import ALL, MARKERS, Marked, mark, restrict_all
from roles_table import WHO
from test_roles import visitor, world

from lieguan.site.search import keeper, queries
from lieguan.site.withholding import reading
from lieguan.site.withholding.models import Restriction

__all__ = ["world"]
FINDABLE = {"qzclauseqz", "qzcorrectedqz", "qztitleqz", "qzsubqz", "qzpointqz", "qzstatementqz", "qzspeakerqz",
            "qzannexqz", "qzitemclauseqz", "qzitemtitleqz", "qzprogressqz"}  # fmt: skip
# Further addresses of things that the table names once: (name, arguments, query).
FURTHER = (
    ("records:record", lambda w: {"pk": w.meeting.pk}, {"version": "1"}),
    ("records:record", lambda w: {"pk": w.meeting.pk}, {"version": "2"}),
    ("records:source", lambda w: {"pk": w.first.pk}, {}),
    ("records:meeting", lambda w: {"pk": w.second.meeting_id}, {}),
    ("papers:report", lambda w: {"slug": w.body.slug}, {"meeting": "second"}),
    ("papers:report-odt", lambda w: {"slug": w.body.slug}, {"meeting": "second"}),
    ("tracking:board", lambda w: {"slug": w.body.slug}, {"state": "all"}),
    ("api-1:items", lambda _w: {}, {"limit": "100"}),
    ("api-1:resolutions", lambda _w: {}, {"limit": "100"}),
    ("api-1:statements", lambda _w: {}, {"limit": "100"}),
    ("api-1:paragraphs", lambda _w: {}, {"limit": "100", "page": "1"}),
    ("api-1:people", lambda _w: {}, {"limit": "100"}),
    *(
        (name, lambda w, which=which: {"uid": which(w)}, {})
        for name in ("records:paragraph", "api-1:paragraph")
        for which in (
            lambda w: w.first.clauses.get(text__contains="qzsubqz").uid,
            lambda w: w.first.statements.first().points.first().uid,
            lambda w: w.statement.uid,
        )
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def marked(
    world: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Marked]]:
    """The marked world from each item, with everything restricted, and an index of its own."""
    folder = tmp_path_factory.mktemp("marked")
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "folder", lambda: folder / "search")
        patch.setattr(queries, "folder", lambda: folder / "search")
        laid = mark(world, folder)
        restrict_all(laid[0])
        keeper.Keeper().rebuild()
        yield laid
        queries._opened.clear()
        transaction.set_rollback(True)


def requests(seen: Marked) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, address, data) of every route."""
    for case in roles_table.CASES:
        yield case.method, reverse(case.name, kwargs=dict(case.arguments(seen))), dict(case.data(seen))
    for name, arguments, query in FURTHER:
        sent = {key: seen.second.meeting_id if value == "second" else value for key, value in query.items()}
        yield "get", reverse(name, kwargs=arguments(seen)), sent


def served(
    seen: Marked,
    who: str,
    language: str,
    *,
    methods: Collection[str] = ("get", "post"),
    but: Container[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """(address, kind of answer, all that it says) of every answer; whatever a request changed is undone."""
    client = visitor(seen, who)
    client.cookies["django_language"] = language
    for method, address, data in requests(seen):
        whole = f"{address}?{data}"
        if method not in methods or whole in but:
            continue
        with transaction.atomic():
            try:
                response = getattr(client, method)(address, data)
                body = b"".join(response) if response.streaming else response.content
            finally:
                transaction.set_rollback(True)
        words = "\n".join([*(f"{name}: {value}" for name, value in response.items()), *texts(body)])
        # An address that holds a name (of a speaker) is said again by the page: whoever asked knew it.
        words = words.replace(address, "").replace(unquote(address), "")
        yield whole, response.get("Content-Type", ""), words


def seen_by(marked: list[Marked], who: str) -> dict[str, set[str]]:
    """{marker: what served it} for one visitor: every route from the first item, and in English from the second.

    Files and JSON are the same in every language, so what is not of an item is fetched once; and from whom nothing is
    withheld, nothing can leak in English.
    """
    found_in: dict[str, set[str]] = defaultdict(set)
    first, second = marked
    same = set()
    for address, kind, words in served(first, who, "zh-hant"):
        if not kind.startswith(("text/html", "application/atom", "text/calendar")):
            same.add(address)
        for marker in found(words):
            found_in[marker].add(address)
    for address, _kind, words in (
        served(second, who, "en", methods=("get",), but=same) if who not in ALL else ()
    ):
        for marker in found(words):
            found_in[marker].add(address)
    return found_in


def texts(content: bytes) -> Iterator[str]:
    """The text of a file, of what is packed in it, and of a PDF's pages; in every way that it may be escaped."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts(archive.read(name))
        return
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        for page in document:
            yield page.get_textpage().get_text_bounded()
    plain = content.decode("utf-8", "replace")
    yield plain
    unfolded = plain.replace("\r\n ", "")  # iCalendar
    for way in (unfolded, html.unescape(plain), re.sub(r"<[^>]*>", "", plain), unquote(plain)):
        if way != plain:
            yield way


def found(words: str) -> set[str]:
    return {marker for marker in MARKERS if marker in words}


def allowed(who: str) -> set[str]:
    return {marker for marker, may in MARKERS.items() if who in may}


@pytest.mark.parametrize("who", WHO)
def test_every_route_serves_a_marker_to_those_with_the_right_alone(
    marked: list[Marked], db: None, who: str
) -> None:
    found_in = seen_by(marked, who)
    assert {marker: found_in[marker] for marker in set(found_in) - allowed(who)} == {}
    assert allowed(who) <= set(found_in)


def test_unless_restricted_each_marker_is_served(
    marked: list[Marked], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crawl comes to every marker: that it finds none above is not for want of looking."""
    monkeypatch.setattr(reading.Reader, "covers", {})
    assert set(seen_by(marked, "public")) == set(MARKERS)


@pytest.mark.parametrize("who", WHO)
def test_search_finds_and_counts_a_marker_for_those_with_the_right_alone(
    marked: list[Marked], db: None, who: str
) -> None:
    client = visitor(marked[0], who)
    nothing = said(client, "qznothingqz")
    for marker in MARKERS:
        answer = client.get(reverse("api-1:search"), {"q": marker}).json()
        if marker not in allowed(who):
            assert (answer["count"], answer["data"]) == (0, []), marker
            assert said(client, marker) == nothing, marker
        elif marker in FINDABLE:
            assert answer["count"] > 0, marker
    suggested = client.get(reverse("search:suggestions"), {"q": "qz"}).content.decode()
    assert found(suggested) <= allowed(who)


def said(client: Client, word: str) -> list[int]:
    """How often each page that was asked for a word says it: the form and the addresses do in any case."""
    asked = (
        ("search:search", (), "q"),
        ("api:search-feed", (), "q"),
        ("tracking:board", ("outlying-islands",), "words"),
    )
    pages = (client.get(reverse(name, args=args), {field: word, "state": ""}) for name, args, field in asked)
    return [page.content.decode().count(word) for page in pages]


@pytest.mark.parametrize("export", exports.EXPORTS, ids=lambda one: one.name)
def test_no_export_holds_a_marker(
    marked: list[Marked], db: None, tmp_path: Path, export: exports.Export
) -> None:
    token = reading._reader.set(None)  # a command starts without the tests' own sight
    try:
        leaks = {
            (name, marker)
            for name, content in export.make(marked[0], tmp_path)
            for words in texts(content)
            for marker in found(words) - allowed(export.who)
        }
    finally:
        reading._reader.reset(token)
    assert not leaks


def test_what_is_withheld_is_told_with_its_ground(marked: list[Marked], db: None) -> None:
    page = visitor(marked[0], "public").get(reverse("records:meeting", args=[marked[0].meeting.pk]))
    said = page.content.decode()
    for ground in (1, 2, 3, 4):
        assert f"本段依政府資訊公開法第18條第1項第{ground}款不予公開" in said
    assert "公開演練成果" in said  # the rest is there
    assert Restriction.objects.count() > 7
