"""A site full of speech, for measuring its search: written straight into the tables, then indexed as a site is.

LIEGUAN_DATA=… python bench/search_data.py CORPUS.jsonl.xz PARAGRAPHS
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lieguan.site.project.settings")
django.setup()

from django.db import transaction
from search_speed import paragraphs

from lieguan.site.log import actions as log
from lieguan.site.project import upkeep
from lieguan.site.records.models import Meeting, Minutes, Point, RecordVersion, SourceFile, Statement
from lieguan.site.registry.models import Body

BODIES, SPEAKERS = 40, 500
OF_A_MEETING, OF_A_STATEMENT = 1_000, 8


def fill(corpus: Path, count: int) -> None:
    """So many paragraphs as points of statements: a meeting for each thousand, over the bodies in turn."""
    bodies = [Body.objects.create(name=f"第{n}推動小組", slug=f"body-{n}") for n in range(BODIES)]
    texts = paragraphs(corpus, count)
    for number in range(-(-count // OF_A_MEETING)):
        with transaction.atomic():
            _meeting(number, bodies[number % BODIES], islice(texts, OF_A_MEETING))


def _meeting(number: int, body: Body, texts: Iterator[str]) -> None:
    ordinal = number // BODIES + 1
    title = f"{body.name}第{ordinal}次會議"
    day = date(2000, 1, 10) + timedelta(days=9 * number)
    meeting = Meeting.objects.create(
        body=body, title=title, ordinal=ordinal, state=Meeting.State.HELD, starts_on=day
    )
    source = SourceFile.objects.create(
        sha256=f"speech-{number}", name=f"{number}.txt", media_type="text/plain", size=1, file=f"{number}.txt"
    )
    record = {"text": title, "parts": [], "meeting": {"title": title}, "statements": []}
    minutes = Minutes.objects.create(
        source=source,
        body=body,
        meeting=meeting,
        state=Minutes.State.CONFIRMED,
        read=record,
        draft=record,
        confirmed_at=datetime.now(UTC),
    )
    RecordVersion.objects.create(meeting=meeting, minutes=minutes, number=1, record=record)
    said = list(texts)
    statements = Statement.objects.bulk_create(
        Statement(
            minutes=minutes,
            meeting=meeting,
            position=at,
            uid=f"S{number}x{at}",
            local_id=f"s{at}",
            speaker=f"第{(number * 31 + at) % SPEAKERS}人",
            as_written=f"第{(number * 31 + at) % SPEAKERS}人",
        )
        for at in range(-(-len(said) // OF_A_STATEMENT))
    )
    Point.objects.bulk_create(
        Point(
            statement=statements[at // OF_A_STATEMENT],
            position=at % OF_A_STATEMENT,
            uid=f"P{number}x{at}",
            local_id=f"s{at // OF_A_STATEMENT}.{at % OF_A_STATEMENT}",
            text=text,
        )
        for at, text in enumerate(said)
    )
    log.append(None, "records.confirm", minutes)


if __name__ == "__main__":
    upkeep.bring_up_to_date()
    fill(Path(sys.argv[1]), int(sys.argv[2]))
