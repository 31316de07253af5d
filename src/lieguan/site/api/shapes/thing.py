"""What every object and every answer has."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import BeforeValidator, ConfigDict, Field

Shape = TypeVar("Shape")
EXAMPLE = "https://tracking.example.org"


def example(**values: Any) -> ConfigDict:
    """The configuration of a shape with one example; a test holds each example against its shape."""
    return ConfigDict(json_schema_extra={"examples": [values]})


def thing(path: str, web: str, **values: Any) -> ConfigDict:
    """An example of a Thing at these paths."""
    return example(
        id=f"{EXAMPLE}/api/1/{path}",
        web=f"{EXAMPLE}/{web}",
        modified="2026-09-10T09:00:00Z",
        license="https://data.gov.tw/license",
        deleted=False,
        **values,
    )


def iso(given: Any) -> Any:
    """What is written as ISO 8601 asks; pydantic would take a number for seconds since 1970, which the contract denies."""
    if isinstance(given, str | int | float) and not re.match(r"\d{4}-\d\d-\d\d", str(given)):
        raise ValueError("a date is written as 2026-09-01, a time as 2026-09-01T14:30:00+08:00")
    return given


Day = Annotated[date, BeforeValidator(iso)]


class Thing(Schema):
    """What every object has."""

    id: str = Field(description="Permanent address of the object in this interface")
    web: str = Field(description="Its page for people")
    modified: datetime
    license: str = Field(description="政府資料開放授權條款－第1版 unless the site says otherwise")
    deleted: bool = Field(False, description="A tombstone: it was withdrawn, and nothing else of it is told")


class Page(Schema, Generic[Shape]):
    """One page of a list. `next` is the address of the following page."""

    count: int
    next: str | None = None
    data: list[Shape]


class Problem(Schema):
    """The one shape of every error."""

    model_config = example(
        code="invalid-input", problem="Input should be greater than or equal to 1", field="page"
    )

    code: str = Field(description="A stable word for programs")
    problem: str
    field: str = ""


def as_json(shape: Schema) -> Any:
    """Plain JSON values of a shape, as the interface gives them."""
    return json.loads(json.dumps(shape.model_dump(), cls=NinjaJSONEncoder))
