"""Spreadsheets that people send: their rows. The one door for apps above, as only records calls the engine's parts."""

from __future__ import annotations

from lieguan.sources import sheets
from lieguan.sources.limits import MIB, Limits

# A table of words and numbers: one that is larger holds something else.
LIMITS = Limits(file_bytes=10 * MIB, unpacked_bytes=60 * MIB, member_bytes=40 * MIB, members=2_000)


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet of an ODS, XLSX or CSV file. Raises a SourceError."""
    return sheets.rows(data, name, LIMITS)
