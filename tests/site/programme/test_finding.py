"""Measures are found, as they stand in the latest version of their outline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from lieguan.site.programme import actions
from lieguan.site.programme.models import Measure
from lieguan.site.search import keeper, queries
from lieguan.site.search.keeper import Keeper
from lieguan.site.search.queries import Question, ask
from scene import Scene

Table = Callable[[int], list[list[str]]]


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keeper, "folder", lambda: tmp_path / "search")
    monkeypatch.setattr(queries, "folder", lambda: tmp_path / "search")
    yield
    queries._opened.clear()


def found(words: str) -> list[str]:
    answer = ask(Question(words, filters={"kind": ["measure"]}), AnonymousUser())
    return sorted(hit.place.heading for hit in answer.hits)


def test_a_new_version_takes_the_place_of_the_one_before(scene: Scene, table: Table, client: Client) -> None:
    first = actions.take_in(scene.secretariat, scene.body, table(1)).version
    keeping = Keeper()
    keeping.rebuild()
    old = first.measures.get(code="A-1")
    assert found(old.title) == [f"A-1 {old.title}"]
    second = actions.take_in(scene.secretariat, scene.body, table(2)).version
    keeping.step()
    for measure in second.measures.all():
        assert f"{measure.code} {measure.title}" in found(measure.title)
    answer = ask(Question(filters={"kind": ["measure"]}), AnonymousUser())
    assert answer.count == second.measures.count() < Measure.objects.count()
    assert client.get(answer.hits[0].place.address).status_code == 200
    agency = str(second.measures.get(code="A-1").responsible.first())
    assert agency in dict(answer.facets["agency"])
