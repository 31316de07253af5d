"""Record <-> JSON. The field order of the JSON is the order of the format's page."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lieguan.record.nouns import Record

_ORDER = (
    "format", "made_by", "source", "text", "parts", "found", "meeting", "agenda", "resolutions", "statements",
)  # fmt: skip


def to_json(record: Record, *, with_text: bool = True) -> dict[str, Any]:
    """The record as plain JSON values; `with_text=False` leaves `text` out."""
    plain = {name: _plain(getattr(record, name)) for name in _ORDER}
    if not with_text:
        del plain["text"]
    return plain


def dumps(record: Record, *, with_text: bool = True, indent: int | None = None) -> str:
    """The record as one JSON document (one line where `indent` is None)."""
    return json.dumps(to_json(record, with_text=with_text), ensure_ascii=False, indent=indent)


@cache
def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of `lieguan-record/1`."""
    text = files("lieguan.record").joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
