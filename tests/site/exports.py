"""Exports that are no route: what a command or another server gives out. test_withheld_words.py looks into each.

Add yours here when you add one (a dump, a static tree, the answers of a server of another protocol): a name, for whom
it is made ("public" or another of roles_table.WHO), and a function that makes it from the world of the test and gives
(name, bytes) of every file or answer. Archives and PDF are opened by the test. Make it as its command does, not as a
test would: what decides who reads (`reading_as`) must be the code's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pydantic import BaseModel

from lieguan.site.agents import server, tools
from lieguan.site.api.addresses import Addresses
from lieguan.site.opendata import datasets
from lieguan.site.opendata.publishing.publish import publish
from lieguan.site.records.models import Meeting, SourceFile, Statement
from lieguan.site.registry.models import Agency
from lieguan.site.tracking.models import Item
from lieguan.writing import html, pdf


@dataclass(frozen=True)
class Export:
    """One export; `make(world, folder)` may write into the folder."""

    name: str
    who: str
    make: Callable[[Any, Path], Iterable[tuple[str, bytes]]]


def _datasets(_world: Any, _folder: Path) -> Iterable[tuple[str, bytes]]:
    """Rows of datasets outside of any request: nobody said who reads, so anybody does."""
    to = Addresses("https://tracking.example.org")
    for dataset in datasets.DATASETS:
        for row in dataset.rows(to):
            yield dataset.name, str(row).encode()


def _tree(_world: Any, folder: Path) -> Iterable[tuple[str, bytes]]:
    """The static tree, every file of it, with its name."""
    for source in SourceFile.objects.all():
        if not default_storage.exists(source.file.name):  # the sample series has rows without files
            default_storage.save(source.file.name, ContentFile(b"minutes"))
    with pytest.MonkeyPatch.context() as patch:
        # The words of a paper are the same in every format, and setting a PDF takes seconds.
        patch.setattr(pdf, "write", lambda paper: html.page(paper).encode())
        publish(folder / "tree")
    for path in sorted((folder / "tree").rglob("*")):
        if path.is_file():
            name = str(path.relative_to(folder / "tree"))
            yield name, path.read_bytes()
            yield f"name of {name}", name.encode()


def _agents(_world: Any, _folder: Path) -> Iterable[tuple[str, bytes]]:
    """Every answer of the tools for agents, to somebody without a key."""
    to = Addresses("https://tracking.example.org")
    calls: list[Callable[[], BaseModel]] = [lambda: tools.list_meetings(to, "")]
    calls += [
        lambda meeting=meeting: tools.read_meeting(to, meeting.pk, statements=True)
        for meeting in Meeting.objects.filter(state=Meeting.State.HELD)
    ]
    calls += [lambda item=item: tools.follow_item(to, item.pk) for item in Item.objects.all()]
    calls += [lambda agency=agency: tools.agency_owes(to, str(agency.pk)) for agency in Agency.objects.all()]
    calls += [
        lambda said=said: tools.follow_statement(to, said.uid)
        for said in Statement.objects.filter(standing=True, meeting__state=Meeting.State.HELD)
    ]
    calls += [
        lambda word=word: tools.search(to, word, "", "", None, None, 1)
        for word in ("小組", "交通部", "列管", "qz")
    ]
    for number, call in enumerate(calls):
        yield f"answer {number}", server.read(call).model_dump_json().encode()


EXPORTS: tuple[Export, ...] = (
    Export("datasets", "public", _datasets),
    Export("tree", "public", _tree),
    Export("agents", "public", _agents),
)
