"""Programmes: the outline in force, with its groups, measures and indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ninja import Schema
from pydantic import Field

from lieguan.site.api.shapes.thing import EXAMPLE, Thing, thing


class ResponsibleShape(Schema):
    """An agency that leads or supports a measure."""

    name: str
    as_written: str
    agency: str | None = Field(None, description="Null where the words name no agency that the site knows")
    role: Literal["lead", "support", ""]


class YearShape(Schema):
    """What one year has of an indicator."""

    year: int = Field(description="Of the common era")
    target: Decimal | None = None
    actual: Decimal | None = None
    source: str = Field("", description="Of the actual value")
    as_of: date | None = Field(None, description="Day of the actual value")


class IndicatorShape(Schema):
    """An indicator 指標 with its values, and what the stated rule says of the latest year that has both."""

    code: str
    title: str
    unit: str
    direction: Literal["up", "down"] = Field(description="Whether more is better, or less")
    baseline: Decimal | None = None
    baseline_year: int | None = None
    source: str
    status: Literal["reached", "near", "behind", "no-data"]
    status_year: int | None = None
    years: list[YearShape]


class MeasureShape(Schema):
    """A measure 措施, with the tracked items that touch it."""

    id: str = Field(description="Permanent address of its page")
    code: str
    title: str
    text: str
    responsible: list[ResponsibleShape]
    indicators: list[IndicatorShape]
    items: list[str] = Field(description="Tracked items")


class GroupShape(Schema):
    """A group 分組 of measures."""

    code: str
    title: str
    lead: str = Field(description="Who leads it, as written")
    measures: list[MeasureShape]


class OutlineShape(Schema):
    """A version of the outline 綱領."""

    number: int
    title: str
    vision: str
    adopted_on: date | None = None
    in_force_from: date | None = None
    adopted_by: str | None = Field(None, description="Permanent address of the clause that adopted it")
    source: str
    source_address: str
    web: str
    groups: list[GroupShape]
    indicators: list[IndicatorShape] = Field(description="Of the whole outline 總體指標")
    counts: dict[str, int] = Field(description="How many of `indicators` have which status")


class ProgrammeShape(Thing):
    """A programme 方案 of a body, with the version of its outline that is in force."""

    model_config = thing(
        "programmes/4fk2m7qzt3xw",
        "programmes/4fk2m7qzt3xw/",
        type="programme",
        title="離島數位發展方案",
        body=f"{EXAMPLE}/api/1/bodies/outlying-islands",
        versions=[2, 1],
        outline={
            "number": 2,
            "title": "離島數位發展綱領（修正）",
            "vision": "各島都能上線",
            "adopted_on": "2026-05-06",
            "in_force_from": "2026-07-01",
            "adopted_by": f"{EXAMPLE}/p/9r3kd82mxq1c/",
            "source": "院臺數字第1150001234號函",
            "source_address": "",
            "web": f"{EXAMPLE}/programmes/4fk2m7qzt3xw/versions/2/",
            "groups": [
                {
                    "code": "A",
                    "title": "網路分組",
                    "lead": "交通部",
                    "measures": [
                        {
                            "id": f"{EXAMPLE}/measures/b7x2k9m4c1zq/",
                            "code": "A-1",
                            "title": "增設海纜備援",
                            "text": "",
                            "responsible": [
                                {
                                    "name": "交通部",
                                    "as_written": "交通部",
                                    "agency": f"{EXAMPLE}/api/1/agencies/7",
                                    "role": "lead",
                                }
                            ],
                            "indicators": [],
                            "items": [f"{EXAMPLE}/api/1/items/12"],
                        }
                    ],
                }
            ],
            "indicators": [
                {
                    "code": "K-1",
                    "title": "離島住戶寬頻涵蓋率",
                    "unit": "%",
                    "direction": "up",
                    "baseline": "80",
                    "baseline_year": 2024,
                    "source": "通訊統計",
                    "status": "near",
                    "status_year": 2026,
                    "years": [
                        {
                            "year": 2026,
                            "target": "95",
                            "actual": "94",
                            "source": "通訊統計",
                            "as_of": "2026-09-01",
                        }
                    ],
                }
            ],
            "counts": {"near": 1},
        },
    )

    type: Literal["programme"] = "programme"
    title: str
    body: str
    versions: list[int] = Field(description="Numbers of all versions, the latest first")
    outline: OutlineShape | None = Field(None, description="The version in force")
