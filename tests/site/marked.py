"""A world in which each thing that can be restricted holds a marker of its own: for test_withheld_words.py.

Minutes are taken in from a file, confirmed and corrected; items are opened from their clauses, reported on with
evidence, recommended on, and ruled on by a later meeting, all by the site's own actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from test_roles import World

from lieguan.site.records import actions as records
from lieguan.site.records.actions import Sent, confirm, take_in
from lieguan.site.records.models import Clause, Meeting, Minutes, Point, Statement
from lieguan.site.registry.actions import set_submitting
from lieguan.site.registry.models import Account, Agency
from lieguan.site.tracking import actions, rounds
from lieguan.site.tracking.actions import DutyEntry, EvidenceEntry, ProgressEntry, RulingEntry
from lieguan.site.tracking.models import Duty, Evidence, Item, Progress, Round
from lieguan.site.tracking.states import RulingKind
from lieguan.site.withholding.actions import restrict
from lieguan.site.withholding.models import Restriction

ALL = frozenset({"secretariat", "chair", "auditor", "administrator"})
TRANSPORT = ALL | {"desk", "approver"}  # the agency of these roles has the first item
CULTURE = ALL | {"other-desk"}  # and this one the second

# Marker → who may read it once it is restricted. Latin letters, so that no escape of any format changes them.
MARKERS: Mapping[str, frozenset[str]] = {
    "qzclauseqz": TRANSPORT,
    "qzcorrectedqz": TRANSPORT,
    "qztitleqz": TRANSPORT,
    "qzshowsqz": TRANSPORT,
    "qzfilenameqz": TRANSPORT,
    "qzfilecontentqz": TRANSPORT,
    "qzsubqz": ALL,
    "qzpointqz": ALL,
    "qzspeakerqz": ALL,
    "qzstatementqz": ALL,
    "qzannexqz": ALL,
    "qzsourcenameqz": ALL,
    "qzitemclauseqz": CULTURE,
    "qzitemtitleqz": CULTURE,
    "qzprogressqz": CULTURE,
    "qzadviceqz": CULTURE,
    "qzreasonqz": CULTURE,
}

FIRST = """{body}第10次會議紀錄
時間：117年1月4日下午2時
地點：第一會議室
主席：湯副院長守靜
報告事項
一、離島通訊備援報告
決定：
（一）請交通部辦理qzclauseqz通訊備援演練，於117年6月底前完成。
（二）請交通部及文化部就下列事項辦理：
1、qzsubqz訓練計畫。
2、公開演練成果。
（三）洽悉。
討論事項
一、港口用電計畫
決議：請文化部就qzitemclauseqz用電計畫提出說明。
發言紀要
一、離島通訊備援報告
湯委員守靜：
1、qzpointqz宜先試辦。
2、經費應一併檢討。
qzspeakerqz委員：
1、qzstatementqz應予納入。
附件
qzannexqz對照表
"""
SECOND = """{body}第11次會議紀錄
時間：117年3月4日下午2時
地點：第一會議室
報告事項
一、前次會議決定事項追蹤列管情形報告
決定：所列事項持續列管。
"""


@dataclass
class Marked(World):
    """The world of test_roles.py, seen from one of the marked items."""

    marked_item: Item
    first: Minutes
    second: Minutes

    @property
    def item(self) -> Item:
        return self.marked_item

    @property
    def duty(self) -> Duty:
        return self.marked_item.duties.get()

    @property
    def agency(self) -> Agency:
        assert self.duty.agency is not None
        return self.duty.agency

    @property
    def report(self) -> Progress:
        return self.duty.progress.last()

    @property
    def minutes(self) -> Minutes:
        return self.first

    @property
    def meeting(self) -> Meeting:
        assert self.first.meeting is not None
        return self.first.meeting

    @property
    def clause(self) -> Clause:
        assert self.marked_item.opened_by is not None
        return self.marked_item.opened_by

    @property
    def statement(self) -> Statement:
        return self.first.statements.last()

    @property
    def round(self) -> Round:
        return Round.objects.get(meeting=self.second.meeting)

    @property
    def restriction(self) -> Restriction:
        return Restriction.objects.latest("pk")

    @property
    def evidence(self) -> Evidence:
        return Evidence.objects.get(name__contains="qz")

    def from_item(self, item: Item) -> Marked:
        """The same world, from another item."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return Marked(**{**told, "marked_item": item})


def mark(world: World, folder: Path) -> list[Marked]:
    """Lay the marked things; the world from each of the two items."""
    secretariat = world.people["secretariat"]
    set_submitting(world.people["administrator"], world.series.agency("文化部").pk, desk_submits=True)
    first = _confirmed(world, folder / "qzsourcenameqz.txt", FIRST)
    _correct(secretariat, first)
    clause = first.clauses.get(text__contains="qzclauseqz")
    one = actions.open_item(
        secretariat, clause, title="qztitleqz備援演練", duties=[DutyEntry("交通部", as_written="交通部")]
    )
    two = actions.open_item(
        secretariat,
        first.clauses.get(text__contains="qzitemclauseqz"),
        title="qzitemtitleqz用電計畫",
        duties=[DutyEntry("文化部", as_written="文化部")],
    )
    _report(
        world,
        "approver",
        one,
        "演練已排定。",
        EvidenceEntry("qzshowsqz公文", "qzfilenameqz.txt", b"qzfilecontentqz"),
    )
    _report(world, "other-desk", two, "qzprogressqz已核定。")
    actions.recommend(secretariat, two, RulingKind.TRACK, reason="qzadviceqz宜再補充。")
    second = _confirmed(world, folder / "11.txt", SECOND)
    rounds.close(secretariat, second.meeting)
    clause = second.clauses.first()
    for item, reason in ((one, "續辦"), (two, "qzreasonqz")):
        entry = RulingEntry(item=item, clause=clause, kind=RulingKind.TRACK, reason=reason)
        actions.enter_ruling(secretariat, entry)
    told = {one.name: getattr(world, one.name) for one in fields(world)}
    seen = Marked(**told, marked_item=one, first=first, second=second)
    return [seen, seen.from_item(two)]


def restrict_all(world: Marked) -> None:
    """Restrict each marked thing."""
    secretariat, first = world.people["secretariat"], world.first
    speaker = Statement.objects.get(speaker__contains="qzspeakerqz", minutes=first)
    things = [
        ("clause", first.clauses.get(text__contains="qzclauseqz").uid),
        ("clause", first.clauses.get(text__contains="qzsubqz").uid),
        ("point", Point.objects.get(text__contains="qzpointqz").uid),
        ("statement", speaker.uid),
        ("source", str(first.pk)),
        ("item", str(Item.objects.get(title__contains="qzitemtitleqz").pk)),
        ("evidence", str(world.evidence.pk)),
    ]
    for number, (kind, key) in enumerate(things, 1):
        restrict(secretariat, kind, key, ground=number, reason="測試")


def _confirmed(world: World, file: Path, words: str) -> Minutes:
    file.write_text(words.format(body=world.body.name), encoding="utf-8")
    secretariat = world.people["secretariat"]
    (taken,) = take_in(secretariat, Sent(file, file.name))
    return confirm(secretariat, taken.pk, taken.draft_version)


def _correct(secretariat: Any, minutes: Minutes) -> None:
    """A second version in which the clause says something else."""
    draft = records.start_correction(secretariat, minutes.pk)
    clause = minutes.clauses.get(text__contains="qzclauseqz")
    words = clause.text.replace("演練", "演練及qzcorrectedqz檢討")
    draft, _focus = records.edit(
        secretariat, minutes.pk, draft.draft_version, "clause", clause.uid, {"text": words}
    )
    records.save_correction(secretariat, minutes.pk, draft.draft_version, "誤植")
    minutes.refresh_from_db()


def _report(world: World, who: str, item: Item, words: str, *evidence: EvidenceEntry) -> None:
    entry = ProgressEntry(words, date(2028, 2, 1))
    writer = Account.objects.get(pk=world.people[who].pk)
    actions.write_progress(writer, item.duties.get(), entry, evidence=evidence, submit=True)
