"""Bodies, agencies and people."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from lieguan.site.api.shapes.thing import EXAMPLE, Thing, thing


class BodyShape(Thing):
    """A body that meets 會議."""

    model_config = thing(
        "bodies/outlying-islands",
        "bodies/outlying-islands/",
        type="body",
        name="行政院離島數位發展推動小組",
        short_name="離島數位小組",
        predecessor=None,
    )

    type: Literal["body"] = "body"
    name: str
    short_name: str
    predecessor: str | None = None


class AgencyShape(Thing):
    """An agency 機關, as named from one day to another."""

    model_config = thing(
        "agencies/7",
        "agencies/7/",
        type="agency",
        name="交通部",
        short_name="",
        code="A15000000H",
        oid="2.16.886.101.20003.20009",
        parent=None,
        valid_from=None,
        valid_to=None,
        successor=None,
    )

    type: Literal["agency"] = "agency"
    name: str
    short_name: str
    code: str
    oid: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


class MembershipShape(Schema):
    """A post in which a person spoke (Popolo: membership)."""

    organization: str = Field(description="As the minutes name it")
    post: str
    start_date: date | None = Field(None, description="Day of the first meeting in which it is said")
    end_date: date | None = Field(None, description="Day of the last one")


class PersonShape(Thing):
    """Somebody who spoke, known by the name alone: two people of one name are one here."""

    model_config = thing(
        "people/王曉明",
        "people/王曉明/",
        type="person",
        name="王曉明",
        memberships=[
            {
                "organization": "交通部",
                "post": "次長",
                "start_date": "2025-05-14",
                "end_date": "2026-09-09",
            }
        ],
        statements=f"{EXAMPLE}/api/1/statements?person=王曉明",
        statement_count=4,
    )

    type: Literal["person"] = "person"
    name: str
    memberships: list[MembershipShape]
    statements: str = Field(description="The list of what the person said")
    statement_count: int
