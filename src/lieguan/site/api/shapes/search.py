"""What a search finds."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from lieguan.site.api.shapes.thing import EXAMPLE, Page, example


class HitShape(Schema):
    """Something found."""

    model_config = example(
        kind="clause",
        web=f"{EXAMPLE}/meetings/12/#k8w2m5r0c9xz",
        heading="決定 1",
        context="行政院離島數位發展推動小組第6次會議紀錄",
        day="2026-09-09",
        words="… 請交通部提出海纜備援計畫 …",
    )

    kind: str
    web: str
    heading: str
    context: str
    day: str
    words: str = Field(description="The words around what was looked for, as they stand")


class Found(Page[HitShape]):
    """One page of what was found, with the counts of facets."""

    facets: dict[str, dict[str, int]]
