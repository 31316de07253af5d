"""Data at size for what a page weighs: one thing that has very much, written straight into the tables.

As in sample_series, rows are written as the actions would leave them, in the order that the guards ask for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lieguan.site.log import actions as log
from lieguan.site.records.models import Clause, Meeting, Minutes, Point, RecordVersion, SourceFile, Statement
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round, Ruling

FIRST_DAY = date(2001, 1, 10)
SENTENCE = "請各主辦機關就海堤巡查、測站盤點與人員訓練之辦理情形，於期限前完成檢討並提出改善措施。"
SPEAKER = "柳青禾"


class Large:
    """One body with its first meetings; each method adds much of one kind."""

    def __init__(self) -> None:
        self.body = Body.objects.create(name="海岸韌性推動小組", slug="coast", second_person=False)
        self.meetings: list[Meeting] = []
        self.minutes: list[Minutes] = []

    def meet(self, count: int) -> None:
        """So many held meetings, each with confirmed minutes and no record yet."""
        first = len(self.meetings)
        made = _made(
            Meeting(
                body=self.body,
                title=f"{self.body.name}第{ordinal}次會議紀錄",
                ordinal=ordinal,
                state=Meeting.State.HELD,
                starts_on=FIRST_DAY + timedelta(days=30 * ordinal),
            )
            for ordinal in range(first + 1, first + count + 1)
        )
        sources = _made(
            SourceFile(sha256=f"{one.pk:064}", name=f"{one.pk}.txt", media_type="text/plain", size=1)
            for one in made
        )
        self.minutes += _made(
            Minutes(
                source=source, body=self.body, meeting=meeting, state=Minutes.State.CONFIRMED,
                read={}, draft={}, confirmed_at=timezone.now(),
            )
            for meeting, source in zip(made, sources, strict=True)
        )  # fmt: skip
        self.meetings += made

    def clauses(self, at: int, count: int, text: str = SENTENCE) -> list[Clause]:
        """So many clauses of the meeting at this position."""
        start = Clause.objects.count()
        return _made(
            Clause(
                uid=f"c{number:011d}", minutes=self.minutes[at], meeting=self.meetings[at], local_id=f"r1.{number}",
                position=number, number=str(number), label="決定", agenda_title="前次會議決定事項辦理情形", text=text,
            )
            for number in range(start, start + count)
        )  # fmt: skip

    def items(self, at: int, count: int, agencies: Iterable[Agency]) -> list[Item]:
        """So many items opened by the meeting, with a duty for each agency."""
        start = Item.objects.count()
        items = _made(
            Item(
                body=self.body, number=start + number, title=f"海堤巡查與測站盤點及人員訓練辦理情形之檢討第{number}案",
                text=clause.text, opened_by=clause, opened_on=self.meetings[at].starts_on,
                due_on=date(2030, 1, 1) + timedelta(days=number), opening_due={},
            )
            for number, clause in enumerate(self.clauses(at, count), 1)
        )  # fmt: skip
        _made(
            Duty(
                item=item,
                agency=agency,
                as_written=agency.name,
                role="lead" if not place else "support",
                position=place,
            )
            for item in items
            for place, agency in enumerate(agencies)
        )
        return items

    def history(self, item: Item, first: int, count: int) -> None:
        """So many rounds of the item: each agency's report, the recommendation, the ruling of the meeting."""
        duties = list(item.duties.all())
        for at in range(first, first + count):
            meeting = self.meetings[at]
            round_ = self.round(at)
            said = {"status": "under-way", "as_of": meeting.starts_on - timedelta(days=9)}
            for duty in duties:
                Progress.objects.create(
                    duty=duty, round=round_, state=Progress.State.SUBMITTED, text=SENTENCE * 3,
                    submitted_at=timezone.now(), **said,
                )  # fmt: skip
            Recommendation.objects.create(item=item, round=round_, kind="track", reason=SENTENCE)
            Ruling.objects.create(item=item, clause=self.clauses(at, 1)[0], kind="track", words="")

    def round(self, at: int) -> Round:
        """The closed round of the meeting at this position."""
        found = Round.objects.filter(meeting=self.meetings[at]).first()
        return found or Round.objects.create(
            body=self.body,
            number=Round.objects.count() + 1,
            meeting=self.meetings[at],
            closed_at=timezone.now(),
        )

    def report_all(self, items: list[Item], at: int) -> None:
        """A report and a recommendation on each of the items, for the meeting at this position."""
        round_ = self.round(at)
        of_item = {duty.item_id: duty for duty in Duty.objects.filter(item__in=items, position=0)}
        _made(
            Progress(
                duty=of_item[item.pk], round=round_, state=Progress.State.SUBMITTED, text=SENTENCE * 4,
                status="under-way", as_of=self.meetings[at].starts_on, submitted_at=timezone.now(),
            )
            for item in items
        )  # fmt: skip
        _made(Recommendation(item=item, round=round_, kind="track", reason=SENTENCE) for item in items)

    def statements(self, at: int, count: int, points: list[str], agenda: list[str]) -> list[Statement]:
        """So many statements of one person in the meeting."""
        start = Statement.objects.count()
        made = _made(
            Statement(
                uid=f"s{number:011d}", minutes=self.minutes[at], meeting=self.meetings[at], local_id=f"s{number}",
                position=number, agenda_titles=agenda, speaker=SPEAKER, speaker_title="委員", as_written=f"{SPEAKER}委員",
            )
            for number in range(start, start + count)
        )  # fmt: skip
        _made(
            Point(
                uid=f"{one.uid}p{place}", statement=one, local_id=f"{one.local_id}.{place}", position=place,
                number=str(place), text=text,
            )
            for one in made
            for place, text in enumerate(points, 1)
        )  # fmt: skip
        return made

    def record(self, at: int, record: dict[str, Any], **known: str) -> RecordVersion:
        """The record of the meeting; every node has its local id as its address, unless its address is `known`."""
        uids = {node: f"u{node.replace('.', '-')}" for node in _ids(record)} | known
        return RecordVersion.objects.create(
            meeting=self.meetings[at], minutes=self.minutes[at], number=self.meetings[at].versions.count() + 1,
            record=record, uids=uids, reason="更正",
        )  # fmt: skip

    def done(self) -> None:
        """As an action would: the end of the log moves, and what a process keeps is old."""
        log.append(None, "records.confirm", self.minutes[0])


def long_record(
    meeting: Meeting,
    *,
    agenda: int,
    clauses: int,
    below: int,
    statements: int,
    points: int,
    text: str = SENTENCE,
) -> dict[str, Any]:
    """A record with so many agenda items, each with so many clauses (of so many sub-clauses) and statements."""
    words: list[str] = []
    parts: list[dict[str, Any]] = []
    at = 0

    def put(said: str, kind: str, of: str) -> None:
        nonlocal at
        parts.append({"span": [at, at + len(said) + 1], "kind": kind, "of": of})
        words.append(said + "\n")
        at += len(said) + 1

    def clause(local: str, number: int, under: int) -> dict[str, Any]:
        put(text, "clause", local)
        return {
            "id": local, "number": str(number), "text": text, "disposition": "track", "subject": None, "rulings": [],
            "agencies": [{"name": "經濟部水利署", "as_written": "水利署", "role": "lead", "collective": False, "open": False}],
            "deadlines": [], "spans": [],
            "clauses": [clause(f"{local}.{one}", one, 0) for one in range(1, under + 1)],
        }  # fmt: skip

    person = {
        "name": SPEAKER, "title": "委員", "organisation": None, "role": None, "represents": None,
        "as_written": f"{SPEAKER}委員", "spans": [],
    }  # fmt: skip
    items, resolutions, said = [], [], []
    for number in range(1, agenda + 1):
        put(f"案由{number}：海岸防護設施維護要點草案", "heading", f"a{number}")
        items.append({
            "id": f"a{number}", "kind": "discussion", "number": str(number), "title": f"海岸防護設施維護要點草案第{number}部分",
            "proposers": [], "spans": [],
        })  # fmt: skip
        local = f"r{number}"
        resolutions.append({
            "id": local, "agenda": f"a{number}", "label": "決議", "spans": [],
            "clauses": [clause(f"{local}.{one}", one, below) for one in range(1, clauses + 1)],
        })  # fmt: skip
        for one in range(1, statements + 1):
            local = f"s{number}x{one}"
            told = [
                {"id": f"{local}.{place}", "number": str(place), "text": text, "spans": []}
                for place in range(1, points + 1)
            ]
            for point in told:
                put(text, "point", str(point["id"]))
            said.append(
                {"id": local, "agenda": [f"a{number}"], "speaker": person, "points": told, "spans": []}
            )
    return {
        "text": "".join(words), "parts": parts, "found": [],
        "meeting": {
            **dict.fromkeys(("body", "term", "year", "ordinal", "starts_at", "ends_at", "place")), "title": meeting.title, "chairs": [person], "recorders": [person],
            "attendance": {"present": [person] * 60, "observers": [person] * 60, "absent": [], "note": None},
        },
        "agenda": items, "resolutions": resolutions, "statements": said,
    }  # fmt: skip


def _ids(told: Any) -> Iterable[str]:
    if isinstance(told, dict):
        if "id" in told:
            yield told["id"]
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _ids(one)


def _made(rows: Iterable[Any]) -> list[Any]:
    listed = list(rows)
    return list(type(listed[0])._default_manager.bulk_create(listed, batch_size=500)) if listed else []
