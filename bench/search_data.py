"""A site full of speech, for measuring its search: confirmed records written straight into the tables.

LIEGUAN_DATA=… python bench/search_data.py CORPUS.jsonl.xz PARAGRAPHS

Each meeting has a whole record (docs/reference/record.md), so that its pages, its text and its paragraphs' addresses can
be opened; the index is made afterwards, as on any site, by `lieguan index`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lieguan.site.project.settings")
django.setup()

from django.db import connection, transaction
from search_speed import paragraphs

from lieguan.site.log import actions as log
from lieguan.site.project import upkeep
from lieguan.site.records.models import (
    Heading,
    Meeting,
    Minutes,
    Point,
    RecordVersion,
    SourceFile,
    Statement,
)
from lieguan.site.registry.models import Body

BODIES, SPEAKERS = 40, 500
OF_A_MEETING, OF_A_STATEMENT, OF_AN_ITEM = 200, 4, 40
# Meetings of one transaction.
BATCH = 20


class Record:
    """The record of one meeting as it is put together: its text, and where in it each thing stands."""

    def __init__(self, title: str) -> None:
        self.text = ""
        self.parts: list[dict[str, Any]] = []
        self.agenda: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []
        self.title = title
        self.write(title, "heading", "meeting")

    def write(self, words: str, kind: str, of: str) -> list[int]:
        """Add a paragraph; its span, without the break behind it."""
        start, end = len(self.text), len(self.text) + len(words)
        self.text += f"{words}\n"
        self.parts.append({"span": [start, end + 1], "kind": kind, "of": of})
        return [start, end]

    def whole(self) -> dict[str, Any]:
        """As it is kept."""
        attendance = {"present": [], "observers": [], "absent": [], "note": None}
        meeting = {"title": self.title, "chairs": [], "recorders": [], "attendance": attendance}
        return {
            "format": "lieguan-record/1",
            "text": self.text,
            "parts": self.parts,
            "found": [],
            "meeting": meeting,
            "agenda": self.agenda,
            "resolutions": [],
            "statements": self.statements,
        }


def record(title: str, texts: list[str], first: int) -> Record:
    """A record in which these are said: statements of some points each, under agenda items."""
    made = Record(title)
    for item, said in enumerate(_pieces(texts, OF_AN_ITEM), 1):
        agenda, words = f"a{item}", f"第{item}案"
        made.agenda.append(
            {
                "id": agenda,
                "kind": "discussion",
                "number": str(item),
                "title": words,
                "proposers": [],
                "spans": [made.write(words, "heading", agenda)],
            }
        )
        for points in _pieces(said, OF_A_STATEMENT):
            _say(made, f"第{(first + len(made.statements)) % SPEAKERS}人", points, agenda)
    return made


def _say(made: Record, speaker: str, points: list[str], agenda: str) -> None:
    name = f"s{len(made.statements) + 1}"
    person = {"name": speaker, "title": None, "organisation": None, "role": None, "represents": None}
    head = made.write(f"{speaker}：", "label", name)
    told = [
        {
            "id": f"{name}.{at}",
            "number": None,
            "text": text,
            "spans": [made.write(text, "point", f"{name}.{at}")],
        }
        for at, text in enumerate(points, 1)
    ]
    made.statements.append(
        {
            "id": name,
            "agenda": [agenda],
            "speaker": {**person, "as_written": speaker, "spans": [head]},
            "points": told,
            "spans": [head, *(span for point in told for span in point["spans"])],
        }
    )


def _pieces(texts: list[str], of: int) -> Iterator[list[str]]:
    for start in range(0, len(texts), of):
        yield texts[start : start + of]


def fill(corpus: Path, count: int) -> None:
    """So many paragraphs as points of statements, over the bodies in turn."""
    bodies = [Body.objects.create(name=f"第{n}推動小組", slug=f"body-{n}") for n in range(BODIES)]
    texts = paragraphs(corpus, count)
    number = 0
    while said := [list(islice(texts, OF_A_MEETING)) for _ in range(BATCH)]:
        if not said[0]:
            break
        with transaction.atomic():
            for own in filter(None, said):
                _meeting(number, bodies[number % BODIES], own)
                number += 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, later


def _meeting(number: int, body: Body, texts: list[str]) -> None:
    ordinal = number // BODIES + 1
    title = f"{body.name}第{ordinal}次會議"
    made = record(title, texts, number * 31)
    day = date(2000, 1, 10) + timedelta(days=75 * ordinal + number % 28)
    meeting = Meeting.objects.create(
        body=body, title=title, ordinal=ordinal, state=Meeting.State.HELD, starts_on=day
    )
    name = f"{number}.txt"
    source = SourceFile.objects.create(
        sha256=f"speech-{number}", name=name, media_type="text/plain", size=1, file=name
    )
    # What was read and drafted is kept for correcting alone, and would make the table three times as large.
    minutes = Minutes.objects.create(
        source=source,
        body=body,
        meeting=meeting,
        state=Minutes.State.CONFIRMED,
        read={},
        draft={},
        confirmed_at=datetime.now(UTC),
    )
    uids = {local: f"{local}x{number}".replace(".", "p") for local in _ids(made)}
    RecordVersion.objects.create(meeting=meeting, minutes=minutes, number=1, record=made.whole(), uids=uids)
    _paragraphs(made, minutes, uids)
    log.append(None, "records.confirm", minutes)


def _ids(made: Record) -> Iterable[str]:
    for thing in (*made.agenda, *made.statements):
        yield thing["id"]
        yield from (point["id"] for point in thing.get("points", ()))


def _paragraphs(made: Record, minutes: Minutes, uids: dict[str, str]) -> None:
    """The rows of what a record says."""
    Heading.objects.bulk_create(
        Heading(
            minutes=minutes,
            meeting=minutes.meeting,
            kind=Heading.Kind.AGENDA,
            position=at,
            uid=uids[item["id"]],
            local_id=item["id"],
            number=item["number"],
            text=item["title"],
        )
        for at, item in enumerate(made.agenda)
    )
    titles = {item["id"]: item["title"] for item in made.agenda}
    rows = Statement.objects.bulk_create(
        Statement(
            minutes=minutes,
            meeting=minutes.meeting,
            position=at,
            uid=uids[said["id"]],
            local_id=said["id"],
            agenda_titles=[titles[one] for one in said["agenda"]],
            speaker=said["speaker"]["name"],
            as_written=said["speaker"]["as_written"],
        )
        for at, said in enumerate(made.statements)
    )
    Point.objects.bulk_create(
        Point(statement=row, position=at, uid=uids[point["id"]], local_id=point["id"], text=point["text"])
        for row, said in zip(rows, made.statements, strict=True)
        for at, point in enumerate(said["points"])
    )


if __name__ == "__main__":
    upkeep.bring_up_to_date()
    fill(Path(sys.argv[1]), int(sys.argv[2]))
