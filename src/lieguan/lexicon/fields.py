"""What sections and clubs' offices are named after (民政, 總務, 財務): a word before 科, 課, 組, 部 that is nobody's name."""

from __future__ import annotations

from functools import cache

from lieguan.lexicon import tables


@cache
def fields() -> frozenset[str]:
    """The words of the table."""
    name = "fields.csv"
    return frozenset(cell["field"] for _, cell in tables.rows(tables.packaged(name), name, ("field",)))
