"""The shapes of the interface: one object, one address, one licence, one time of change.

Field names follow OParl 1.1 (https://oparl.org/spezifikation/) where it has the thing: id, type, body, name, created,
modified, deleted, license, web. What lieguan alone knows (items, duties, rulings) has the names of the glossary.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

LICENCE = "https://data.gov.tw/license"

Shape = TypeVar("Shape")


class Thing(Schema):
    """What every object has."""

    id: str = Field(description="Permanent address of the object in this interface")
    web: str = Field(description="Its page for people")
    modified: datetime
    license: str = Field(LICENCE, description="政府資料開放授權條款－第1版 unless the site says otherwise")


class BodyShape(Thing):
    """A body that meets 會議."""

    type: str = "body"
    name: str
    short_name: str
    predecessor: str | None = None


class AgencyShape(Thing):
    """An agency 機關, as named from one day to another."""

    type: str = "agency"
    name: str
    short_name: str
    code: str
    oid: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


class MeetingShape(Thing):
    """A meeting. A withdrawn one stays as a tombstone: `deleted` is true and nothing else of it is told."""

    type: str = "meeting"
    deleted: bool = False
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


class DutyShape(Schema):
    """What one agency owes on an item."""

    as_written: str
    agency: str | None = None
    agency_name: str | None = None
    role: str | None = Field(None, description="lead 主辦 or support 協辦")
    state: str


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


class ItemShape(Thing):
    """A tracked item 列管事項, with its duties and the rulings on it."""

    type: str = "item"
    body: str
    number: int
    title: str
    text: str = Field(description="The opening clause word for word")
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


class HitShape(Schema):
    """Something found."""

    kind: str
    web: str
    heading: str
    context: str
    day: str
    words: str = Field(description="The words around what was looked for, as they stand")


class Page(Schema, Generic[Shape]):
    """One page of a list. `next` is the address of the following page."""

    count: int
    next: str | None = None
    data: list[Shape]


class Found(Page[HitShape]):
    """One page of what was found, with the counts of facets."""

    facets: dict[str, dict[str, int]]


class Problem(Schema):
    """The one shape of every error."""

    code: str = Field(description="A stable word for programs")
    problem: str
    field: str = ""


def as_json(shape: Schema) -> Any:
    """Plain JSON values of a shape."""
    return shape.model_dump(mode="json")
