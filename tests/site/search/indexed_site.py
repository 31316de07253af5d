"""A site beside the tests, as a process that is told what to do: its data lie in LIEGUAN_DATA.

lay                  tables, a body, a meeting
add COUNT WORD       one confirmed document of COUNT paragraphs with WORD in each; prints the log's last number
find WORD            how many paragraphs with WORD are found
mark                 how far the index has followed the log
check                keys that the index should hold and does not, and keys that it holds and should not
"""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 - models load after setup

from lieguan.site.log import actions as log  # noqa: E402
from lieguan.site.log.models import Entry  # noqa: E402
from lieguan.site.project import upkeep  # noqa: E402
from lieguan.site.records.models import Meeting, Minutes, Point, SourceFile, Statement  # noqa: E402
from lieguan.site.registry.models import Body  # noqa: E402
from lieguan.site.search import kinds  # noqa: E402
from lieguan.site.search.index import Search, SearchIndex  # noqa: E402
from lieguan.site.search.keeper import folder  # noqa: E402
from lieguan.site.search.queries import Question, ask, opened  # noqa: E402

VIEWERS = ("public", "voices")


def lay() -> object:
    upkeep.bring_up_to_date()
    Body.objects.create(name="離島小組", slug="islands")
    return "laid"


@transaction.atomic
def add(count: str, word: str) -> object:
    number = Meeting.objects.count() + 1
    body = Body.objects.get()
    meeting = Meeting.objects.create(
        body=body, title=f"第{number}次會議", state=Meeting.State.HELD, starts_on="2026-01-05"
    )
    source = SourceFile.objects.create(
        sha256=str(number), name="n", media_type="text/plain", size=1, file="n"
    )
    minutes = Minutes.objects.create(
        source=source, body=body, meeting=meeting, state=Minutes.State.CONFIRMED, read={}, draft={}
    )
    said = Statement.objects.create(
        minutes=minutes, meeting=meeting, position=0, uid=f"S{number}", local_id="s1",
        speaker=f"第{number}人", as_written=f"第{number}人",
    )  # fmt: skip
    Point.objects.bulk_create(
        Point(statement=said, position=at, uid=f"P{number}.{at}", local_id=f"s1.{at}", text=f"{word}第{at}點")
        for at in range(int(count))
    )
    return log.append(None, "records.confirm", minutes).number


def find(word: str) -> object:
    return ask(Question(words=word), None).count


def mark() -> object:
    newest = Entry.objects.order_by("-number").values_list("number", flat=True).first()
    index = SearchIndex.read(folder())
    return f"{index.mark() if index else None} {newest}"


def check() -> object:
    wanted = {entry.key for kind in kinds.registered() for row in kind.rows() for entry in kind.entries(row)}
    held: list[str] = []
    for kind in kinds.registered():
        search = Search(None, viewers=VIEWERS, filters={"kind": [kind.name]}, limit=1_000_000)
        held += opened().search(search).keys
    return f"{len(wanted)} {len(wanted - set(held))} {len(held) - len(wanted & set(held))}"


for line in sys.stdin:
    name, *arguments = line.split()
    print({"lay": lay, "add": add, "find": find, "mark": mark, "check": check}[name](*arguments), flush=True)
