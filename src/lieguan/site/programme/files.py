"""The table of a programme as a file: ODS or CSV."""

from __future__ import annotations

import csv
import io

from lieguan.site.programme import sheet
from lieguan.site.programme.entries import Sheet
from lieguan.writing import ods

CONTENT_TYPES = {"ods": ods.MEDIA_TYPE, "csv": "text/csv; charset=utf-8"}


def write(table: Sheet, kind: str) -> bytes:
    """The bytes; `kind` is a key of CONTENT_TYPES. CSV has a byte order mark, so that Excel takes it for UTF-8."""
    rows = sheet.rows_of(table)
    if kind == "ods":
        return ods.write(table.title, rows)
    made = io.StringIO(newline="")
    csv.writer(made).writerows(sheet.guarded(rows))
    return made.getvalue().encode("utf-8-sig")
