"""Meetings, what stood on their agenda, what they decided and what was said."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from lieguan.site.api.shapes.thing import EXAMPLE, Thing, thing

_MEETING = f"{EXAMPLE}/api/1/meetings/12"


class MeetingShape(Thing):
    """A meeting. A withdrawn one stays as a tombstone: `deleted` is true and nothing else of it is told."""

    model_config = thing(
        "meetings/12",
        "meetings/12/",
        type="meeting",
        body=f"{EXAMPLE}/api/1/bodies/outlying-islands",
        name="行政院離島數位發展推動小組第6次會議紀錄",
        state="held",
        kind="regular",
        term=None,
        year=None,
        ordinal=6,
        start="2026-09-09T14:00+08:00",
        end="2026-09-09T16:10+08:00",
        place="行政院第一會議室",
        record=f"{_MEETING}/record",
        agenda=f"{_MEETING}/agenda",
        akoma_ntoso=f"{_MEETING}/akn.xml",
    )

    type: Literal["meeting"] = "meeting"
    body: str
    name: str
    state: str = Field(description="planned, held or withdrawn")
    kind: str = Field(description="regular, extraordinary or written")
    term: int | None = None
    year: int | None = None
    ordinal: int | None = None
    start: str | None = Field(None, description="ISO 8601 with +08:00, or the date alone")
    end: str | None = None
    place: str | None = None
    record: str | None = Field(None, description="The record, format lieguan-record/1")
    agenda: str | None = Field(None, description="What stood on the agenda, with what was decided and said")
    akoma_ntoso: str | None = Field(None, description="The record as Akoma Ntoso 3.0")


class AgendaResolutionShape(Schema):
    """One block of decisions 決定, 決議, under its label."""

    label: str | None = None
    clauses: list[str] = Field(description="Addresses of its clauses, as in /resolutions")


class AgendaShape(Thing):
    """One item of an agenda 案由."""

    model_config = thing(
        "meetings/12/agenda#f3kq0t7n2h4d",
        "meetings/12/#f3kq0t7n2h4d",
        type="agenda",
        meeting=_MEETING,
        kind="report",
        number="1",
        name="前次會議決定事項追蹤列管情形報告",
        proposers=["數位發展部"],
        resolutions=[{"label": "決定", "clauses": [f"{EXAMPLE}/api/1/resolutions/k8w2m5r0c9xz"]}],
        statements=[f"{EXAMPLE}/api/1/statements/n4v7b1t6q3gh"],
    )

    type: Literal["agenda"] = "agenda"
    meeting: str
    kind: str = Field(description="confirmation, report, discussion, motion or other")
    number: str | None = None
    name: str
    proposers: list[str]
    resolutions: list[AgendaResolutionShape]
    statements: list[str]


class ParagraphThing(Thing):
    """What clauses, statements and points have in common: a permanent address that outlives the words."""

    meeting: str
    day: date | None = Field(None, description="Day of the meeting")
    joined_into: str | None = Field(None, description="The paragraph that now holds these words")
    split_from: str | None = Field(None, description="The paragraph that this was the later part of")


class ResolutionShape(ParagraphThing):
    """One clause 款 of what a meeting decided 決定, 決議."""

    model_config = thing(
        "resolutions/k8w2m5r0c9xz",
        "paragraphs/k8w2m5r0c9xz/",
        type="resolution",
        meeting=_MEETING,
        day="2026-09-09",
        joined_into=None,
        split_from=None,
        agenda_name="前次會議決定事項追蹤列管情形報告",
        agenda_kind="report",
        label="決定",
        number="1",
        text="編號3解除列管，其餘持續列管。",
        disposition="release",
        subject=None,
        agencies=[{"name": "交通部", "as_written": "交通部", "role": "lead"}],
        deadlines=[{"as_written": "115年12月底", "date": "2026-12-31"}],
        rulings=[{"disposition": "release", "subjects": ["編號3"], "by_reference": False}],
        parent=None,
        items=[f"{EXAMPLE}/api/1/items/5"],
    )

    type: Literal["resolution"] = "resolution"
    agenda_name: str
    agenda_kind: str
    label: str
    number: str | None = None
    text: str = Field(description="The clause's own words; its sub-clauses are objects of their own")
    disposition: str | None = Field(None, description="As in the record: release, track, approve …")
    subject: str | None = None
    agencies: list[dict[str, Any]] = Field(description="Who is told to act, as in the record")
    deadlines: list[dict[str, Any]]
    rulings: list[dict[str, Any]] = Field(description="What the clause decides on tracked items, as written")
    parent: str | None = Field(None, description="The clause that this is a sub-clause of")
    items: list[str] = Field(description="The tracked items that it opened or ruled on")


class PointShape(ParagraphThing):
    """One point 發言要點 of a statement."""

    model_config = thing(
        "paragraphs/p9c3x7k1w5fm",
        "paragraphs/p9c3x7k1w5fm/",
        type="point",
        meeting=_MEETING,
        day="2026-09-09",
        joined_into=None,
        split_from=None,
        statement=f"{EXAMPLE}/api/1/statements/n4v7b1t6q3gh",
        speaker="王委員曉明",
        number="1",
        text="海纜備援宜及早規劃。",
    )

    type: Literal["point"] = "point"
    statement: str
    speaker: str = Field(description="As written")
    number: str | None = None
    text: str


class SaidShape(Schema):
    """One point of a statement, in its statement."""

    id: str
    number: str | None = None
    text: str


class StatementShape(ParagraphThing):
    """What one person said 發言."""

    model_config = thing(
        "statements/n4v7b1t6q3gh",
        "statements/n4v7b1t6q3gh/",
        type="statement",
        meeting=_MEETING,
        day="2026-09-09",
        joined_into=None,
        split_from=None,
        agenda_names=["離島網路韌性計畫"],
        name="王曉明",
        post="委員",
        organization=None,
        speaker="王委員曉明",
        person=f"{EXAMPLE}/api/1/people/王曉明",
        points=[
            {
                "id": f"{EXAMPLE}/api/1/paragraphs/p9c3x7k1w5fm",
                "number": "1",
                "text": "海纜備援宜及早規劃。",
            }
        ],
    )

    type: Literal["statement"] = "statement"
    agenda_names: list[str]
    name: str | None = Field(None, description="The speaker's name, where the minutes give one")
    post: str | None = None
    organization: str | None = None
    speaker: str = Field(description="As written")
    person: str | None = None
    points: list[SaidShape]


class OutcomeItemShape(Schema):
    """A tracked item that a resolution opened or ruled on, and how it stands now."""

    id: str
    web: str
    number: int
    title: str
    state: str


class OutcomeShape(Schema):
    """One resolution of the agenda items that a statement was made under, with its items."""

    resolution: ResolutionShape
    items: list[OutcomeItemShape]


class StatementOutcomeShape(StatementShape):
    """A statement, and what its meeting decided on the agenda items that it was made under."""

    model_config = StatementShape.model_config

    outcomes: list[OutcomeShape] = Field(
        default_factory=list,
        description="By the agenda of the record alone: that a resolution answers this very statement is not said. "
        "Empty: the meeting decided nothing under these agenda items",
    )
