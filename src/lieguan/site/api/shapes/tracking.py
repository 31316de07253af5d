"""Tracked items with the three voices, and the rounds' papers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from lieguan.site.api.shapes.thing import EXAMPLE, Thing, thing

_MEETING = f"{EXAMPLE}/api/1/meetings/12"


class FormerShape(Schema):
    """An agency that had a duty before a reorganisation 機關改制 moved it to its successor."""

    agency: str | None = None
    agency_name: str
    as_written: str
    until: date = Field(description="The day of the reorganisation; from then on the successor has the duty")


class DutyShape(Schema):
    """What one agency owes on an item."""

    key: int = Field(description="For writing: /duties/KEY/draft")
    as_written: str
    agency: str | None = None
    agency_name: str | None = None
    role: str | None = Field(None, description="lead 主辦 or support 協辦")
    state: str
    former: list[FormerShape] = Field([], description="Who had the duty before, the first first")


class RulingShape(Schema):
    """What a clause of a later meeting decided on the item."""

    kind: str
    standing: bool
    words: str
    meeting: str
    paragraph: str = Field(description="Permanent address of the clause")
    on: date | None = None
    merged_into: str | None = None
    handed_to: str | None = None
    reason: str | None = None


class EvidenceShape(Schema):
    """What a report rests on: a file under its SHA-256, or a link."""

    shows: str
    name: str
    address: str
    sha256: str
    as_of: date | None = None
    licence: str


class ReportShape(Schema):
    """A progress report 辦理情形 of one agency, once the meeting that dealt with it is confirmed."""

    agency: str | None = None
    agency_name: str
    meeting: str
    version: int
    as_of: date
    status: str
    percentage: int | None = None
    text: str
    next_step: str
    next_step_on: date | None = None
    wish: str | None = None
    wish_reason: str
    wish_until: date | None = None
    submitted: datetime | None = None
    evidence: list[EvidenceShape]


class RecommendationShape(Schema):
    """What the secretariat recommended 列管建議 to a meeting that is confirmed."""

    meeting: str
    kind: str
    reason: str
    reason_code: str | None = None
    extend_to: date | None = None
    merge_into: str | None = None
    hand_to: str | None = None


class ItemShape(Thing):
    """A tracked item 列管事項, with its duties, and the three voices on it as far as they are public."""

    model_config = thing(
        "items/5",
        "items/5/",
        type="item",
        body=f"{EXAMPLE}/api/1/bodies/outlying-islands",
        number=3,
        title="海纜備援計畫",
        text="請交通部提出海纜備援計畫，於下次會議報告。",
        group="",
        parent=None,
        state="released",
        opened_on="2025-05-14",
        opened_by=f"{EXAMPLE}/paragraphs/b7d2f9k4m1qs/",
        carried_in=False,
        due_on=None,
        due_as_written="下次會議",
        due_next_meeting=True,
        due_recurrence="",
        ended_on="2026-09-09",
        duties=[
            {
                "key": 9,
                "as_written": "交通部",
                "agency": f"{EXAMPLE}/api/1/agencies/7",
                "agency_name": "交通部",
                "role": None,
                "state": "released",
            }
        ],
        rulings=[
            {
                "kind": "release",
                "standing": True,
                "words": "編號3解除列管",
                "meeting": _MEETING,
                "paragraph": f"{EXAMPLE}/paragraphs/k8w2m5r0c9xz/",
                "on": "2026-09-09",
                "merged_into": None,
                "handed_to": None,
                "reason": None,
            }
        ],
        reports=[
            {
                "agency": f"{EXAMPLE}/api/1/agencies/7",
                "agency_name": "交通部",
                "meeting": _MEETING,
                "version": 1,
                "as_of": "2026-08-20",
                "status": "done",
                "percentage": 100,
                "text": "計畫已核定並公開。",
                "next_step": "",
                "next_step_on": None,
                "wish": "release",
                "wish_reason": "",
                "wish_until": None,
                "submitted": "2026-08-21T02:00:00Z",
                "evidence": [],
            }
        ],
        recommendations=[
            {
                "meeting": _MEETING,
                "kind": "release",
                "reason": "已完成並檢附佐證。",
                "reason_code": None,
                "extend_to": None,
                "merge_into": None,
                "hand_to": None,
            }
        ],
    )

    type: Literal["item"] = "item"
    body: str
    number: int
    title: str
    text: str = Field(description="The opening clause word for word")
    group: str
    parent: str | None = None
    state: str
    opened_on: date | None = None
    opened_by: str | None = Field(None, description="Permanent address of the opening clause")
    carried_in: bool
    due_on: date | None = None
    due_as_written: str
    due_next_meeting: bool
    due_recurrence: str
    ended_on: date | None = None
    duties: list[DutyShape]
    rulings: list[RulingShape]
    reports: list[ReportShape]
    recommendations: list[RecommendationShape]


class PaperShape(Schema):
    """A paper of a meeting, as a file or a page."""

    name: str
    media_type: str
    address: str


class RoundShape(Thing):
    """A tracking round 追蹤輪次 that a confirmed meeting dealt with, and its papers."""

    model_config = thing(
        "rounds/3",
        "bodies/outlying-islands/report/?meeting=12",
        type="round",
        body=f"{EXAMPLE}/api/1/bodies/outlying-islands",
        meeting=_MEETING,
        number=3,
        due_on="2026-08-31",
        papers=[
            {
                "name": "追蹤列管報告表",
                "media_type": "application/vnd.oasis.opendocument.text",
                "address": f"{EXAMPLE}/bodies/outlying-islands/report.odt?meeting=12",
            }
        ],
    )

    type: Literal["round"] = "round"
    body: str
    meeting: str
    number: int
    due_on: date | None = None
    papers: list[PaperShape]
