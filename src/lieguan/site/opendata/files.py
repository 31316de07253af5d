"""Datasets as files: CSV for tables, JSON Lines for everything."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lieguan.writing.formulas import inert

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
# So that Excel takes the file for UTF-8.
_MARK = "\ufeff"


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line, in UTF-8."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Iterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with a byte order mark; the first line names the columns."""
    names = list(columns)
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(names)
    yield (_MARK + line.text).encode()
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in names])
        yield line.text.encode()


def cell(value: Any) -> Any:
    """What stands in a cell: text is never a formula, lists of words are joined, other things are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "；".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return inert(str(value).replace("\x00", ""))


class _Line:
    """A file that holds the last line written."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text
