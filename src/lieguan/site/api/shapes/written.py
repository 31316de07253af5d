"""What programs write, and what they are told of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from lieguan.site.api.shapes.thing import EXAMPLE, Day, example

_STATUSES = Literal["not-started", "under-way", "done", "blocked"]
_KINDS = Literal["track", "release", "merge", "self_track", "hand_over", "extend", "end"]
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=20_000)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=500)]


class LinkIn(Schema):
    """Evidence that lies elsewhere."""

    shows: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", min_length=1, max_length=500)]
    link: Annotated[str, StringConstraints(pattern=r"^https?://[^\x00\s]+$", max_length=2000)]
    as_of: Day | None = None


class DraftIn(Schema):
    """A progress report 辦理情形, whole: writing again replaces the draft; evidence is added to what it has."""

    model_config = ConfigDict(
        extra="forbid",
        **example(
            text="備援計畫已完成初稿。",
            as_of="2026-08-20",
            status="under-way",
            percentage=60,
            next_step="報院核定",
            next_step_on="2026-10-31",
            wish="",
            wish_reason="",
            wish_until=None,
            evidence=[
                {"shows": "初稿公開頁面", "link": "https://agency.example.org/plan", "as_of": "2026-08-19"}
            ],
        ),
    )

    text: Words
    as_of: Day
    status: _STATUSES = "under-way"
    percentage: int | None = Field(None, ge=0, le=100)
    next_step: Words = ""
    next_step_on: Day | None = None
    wish: Literal["", "track", "release", "merge", "self_track", "hand_over", "extend", "end"] = ""
    wish_reason: Words = ""
    wish_until: Day | None = None
    evidence: list[LinkIn] = Field(default_factory=list, max_length=20)


class DraftShape(Schema):
    """A report on its way to the coming meeting."""

    model_config = example(
        duty=9,
        item=f"{EXAMPLE}/api/1/items/5",
        agency_name="交通部",
        state="draft",
        version=1,
        text="備援計畫已完成初稿。",
        as_of="2026-08-20",
        status="under-way",
        percentage=60,
        submitted=None,
        return_reason="",
    )

    duty: int
    item: str
    agency_name: str
    state: str = Field(description="draft, submitted, returned or accepted")
    version: int
    text: str
    as_of: date
    status: str
    percentage: int | None = None
    submitted: datetime | None = None
    return_reason: str


class OwedShape(Schema):
    """A duty that the account writes reports for, with the newest report for the coming meeting."""

    model_config = example(
        duty=9,
        item=f"{EXAMPLE}/api/1/items/5",
        item_title="海纜備援計畫",
        body=f"{EXAMPLE}/api/1/bodies/outlying-islands",
        agency_name="交通部",
        due_on="2026-12-31",
        report=None,
    )

    duty: int
    item: str
    item_title: str
    body: str
    agency_name: str
    due_on: date | None = None
    report: DraftShape | None = None


class RecommendationIn(Schema):
    """What the secretariat recommends 列管建議 to the next meeting."""

    model_config = ConfigDict(
        extra="forbid",
        **example(
            kind="release",
            reason="已完成並檢附佐證。",
            reason_code="",
            extend_to=None,
            merge_into=None,
            hand_to="",
        ),
    )

    kind: _KINDS
    reason: Words = ""
    reason_code: Literal[
        "", "merged-or-split", "policy-changed", "agency-changed", "resources-gone", "other-approved"
    ] = ""
    extend_to: Day | None = None
    merge_into: int | None = Field(None, ge=1, le=2**63 - 1, description="The number in the item's address")
    hand_to: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)] = ""


class RecommendedShape(Schema):
    """The recommendation as it stands; public once the record of its meeting is confirmed."""

    model_config = example(
        item=f"{EXAMPLE}/api/1/items/5", kind="release", reason="已完成並檢附佐證。", reason_code=""
    )

    item: str
    kind: str
    reason: str
    reason_code: str


class TakenInShape(Schema):
    """Minutes that were taken in: a draft that waits for a person to confirm it, or held as perhaps the same."""

    model_config = example(
        key=31,
        web=f"{EXAMPLE}/minutes/31/",
        title="行政院離島數位發展推動小組第7次會議紀錄",
        state="draft",
    )

    key: int
    web: str = Field(description="Where a person confirms it")
    title: str
    state: str = Field(description="draft, or held: that meeting seems to be here already")
