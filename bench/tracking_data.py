"""A site full of items, for measuring its pages: written straight into the tables, in the order that the guards ask for.

LIEGUAN_DATA=… [LIEGUAN_DATABASE_URL=…] python bench/tracking_data.py ITEMS [BODIES]
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lieguan.site.project.settings")
django.setup()

from django.db import connection, transaction
from django.db.models import Model

from lieguan.site.log import actions as log
from lieguan.site.project import upkeep
from lieguan.site.records.models import Clause, Meeting, Minutes, RecordVersion, SourceFile
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round, Ruling

SEED = 20261127
AGENCIES = 60
# Each body met this often: the first meeting opened its items, the others ruled on them and heard a report each.
MEETINGS = 4
REPORTS = MEETINGS - 1
BATCH = 5_000
FIRST = (200, 1_000)
WORDS = (
    "資安 防護 人才 培育 資料 開放 平臺 建置 離島 交通 救援 演練 補助 審查 期程 採購 作業 要點 修正 草案 法規 檢討 "
    "跨機關 協作 機制 指標 追蹤 服務 流程 簡化 試辦 評估 推廣 教育 訓練 基礎 設施 維運 預算 編列 數位 轉型 普惠 應用"
).split()


def fill(items: int, bodies: int) -> None:
    """`items` items over `bodies` bodies, each with two agencies, three reports and two rulings that keep it tracked."""
    chance = random.Random(SEED)
    with transaction.atomic():
        agencies = _made(Agency(name=f"第{number}機關") for number in range(AGENCIES))
        committees = _made(
            Body(name=f"第{number}推動小組", slug=f"body-{number}", short_name=f"{number}組")
            for number in range(bodies)
        )
        meetings = [_meetings(body) for body in committees]
        rounds = [_rounds(own) for own in meetings]
    start = 0
    # The guards keep the plans they made when the tables were empty, until somebody counts the rows; on a site that
    # grows over years the database does so by itself.
    for end in [*(few for few in FIRST if few < items), *range(BATCH, items, BATCH), items]:
        with transaction.atomic():
            _items(range(start, end), bodies, meetings, rounds, agencies, chance)
        start = end
        _count_rows()


def _count_rows() -> None:
    """ANALYZE, which only the owner of the tables may."""
    owner = os.environ.get("LIEGUAN_DATABASE_OWNER_URL")
    if owner:
        with psycopg.connect(owner, autocommit=True) as own:
            own.execute("ANALYZE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _made(rows: Iterable[Any]) -> list[Any]:
    """The rows, written, with their keys."""
    listed = list(rows)
    kind: type[Model] = type(listed[0])
    return list(kind._default_manager.bulk_create(listed, batch_size=500))


def _meetings(body: Body) -> list[tuple[Meeting, Minutes]]:
    made = []
    for ordinal in range(1, MEETINGS + 1):
        meeting = Meeting.objects.create(
            body=body,
            title=f"{body.name}第{ordinal}次會議",
            ordinal=ordinal,
            state=Meeting.State.HELD,
            starts_on=date(2023, 1, 10) + timedelta(days=180 * ordinal + body.pk % 28),
        )
        name = f"{body.slug}-{ordinal}.txt"
        source = SourceFile.objects.create(
            sha256=f"{body.pk}-{ordinal}", name=name, media_type="text/plain", size=1, file=name
        )
        record = {
            "text": meeting.title,
            "parts": [],
            "found": [],
            "meeting": {
                "title": meeting.title,
                "chairs": [],
                "recorders": [],
                "attendance": {"present": [], "observers": [], "absent": [], "note": None},
            },
            "agenda": [],
            "resolutions": [],
            "statements": [],
        }
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
        made.append((meeting, minutes))
        # As confirming it would: what a process keeps, it keeps until the log's end moves.
        log.append(None, "records.confirm", minutes)
    return made


def _rounds(meetings: list[tuple[Meeting, Minutes]]) -> list[Round]:
    return [
        Round.objects.create(
            body_id=meeting.body_id, meeting=meeting, number=number, closed_at=datetime.now(UTC)
        )
        for number, (meeting, _minutes) in enumerate(meetings[1:], 1)
    ]


def _sentence(chance: random.Random, words: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(words))


def _items(
    numbers: range,
    bodies: int,
    meetings: list[list[tuple[Meeting, Minutes]]],
    rounds: list[list[Round]],
    agencies: list[Agency],
    chance: random.Random,
) -> None:
    """One batch of items with all that belongs to them."""
    clauses = _made(
        _clause(meetings[number % bodies], at, number, chance) for number in numbers for at in range(MEETINGS)
    )
    opening = clauses[::MEETINGS]
    items = _made(
        _item(clause, number // bodies + 1, chance) for number, clause in zip(numbers, opening, strict=True)
    )
    duties = _made(
        Duty(
            item=item,
            agency=agency,
            as_written=agency.name,
            role=role,
            position=position,
            clause=item.opened_by,
        )
        for item in items
        for position, (agency, role) in enumerate(
            zip(chance.sample(agencies, 2), ("lead", "support"), strict=True)
        )
    )
    _made(
        Progress(
            duty=duty,
            round=one,
            state=Progress.State.SUBMITTED,
            text=_sentence(chance, 40) + "。",
            next_step=_sentence(chance, 8),
            as_of=one.meeting.starts_on - timedelta(days=14),
            submitted_at=datetime.now(UTC),
        )
        for number, duty in zip(numbers, duties[::2], strict=True)
        for one in rounds[number % bodies]
    )
    _made(
        Recommendation(item=item, round=one, kind="track", reason=_sentence(chance, 6))
        for number, item in zip(numbers, items, strict=True)
        for one in rounds[number % bodies][:2]
    )
    _made(
        Ruling(item=item, clause=clauses[at * MEETINGS + later], kind="track", words="持續列管")
        for at, item in enumerate(items)
        for later in (1, 2)
    )


def _clause(own: list[tuple[Meeting, Minutes]], at: int, number: int, chance: random.Random) -> Clause:
    meeting, minutes = own[at]
    said = "持續列管" if at else "列管"
    return Clause(
        uid=f"C{number}x{at}",
        local_id=f"r{number}.{at}",
        position=number,
        minutes=minutes,
        meeting=meeting,
        agenda_title=_sentence(chance, 5),
        label="決定",
        number="1",
        text=f"{_sentence(chance, 30)}，{said}。",
        disposition="track",
    )


def _item(clause: Clause, number: int, chance: random.Random) -> Item:
    due = date(2025, 1, 1) + timedelta(days=chance.randrange(1000))
    return Item(
        body_id=clause.meeting.body_id,
        number=number,
        title=_sentence(chance, 7),
        text=clause.text,
        opened_by=clause,
        opened_on=clause.meeting.starts_on,
        due_on=due,
        due_as_written=f"{due.year - 1911}年{due.month}月{due.day}日",
        opening_due={"on": due.isoformat()},
    )


if __name__ == "__main__":
    upkeep.bring_up_to_date()
    fill(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)
