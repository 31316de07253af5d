"""Rows to shapes: what the interface says of each thing. The rows come from queries.py, with all that is read here."""

from lieguan.site.api.made.programme import programme
from lieguan.site.api.made.records import agenda, meeting, paragraph, point, resolution, statement
from lieguan.site.api.made.registry import agency, body, people
from lieguan.site.api.made.tracking import item, round_

__all__ = [
    "agency",
    "agenda",
    "body",
    "item",
    "meeting",
    "paragraph",
    "people",
    "point",
    "programme",
    "resolution",
    "round_",
    "statement",
]
