"""`lieguan verify` for programmes: versions, values and links are as the log left them, and values correct each other in
one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F

from lieguan.site.log.verification import Problem
from lieguan.site.programme import facts
from lieguan.site.programme.models import MeasureItem, OutlineVersion, Programme, Value
from lieguan.site.tracking.verification import compare, readable


def verify() -> Iterator[Problem]:
    """Everything of programmes that is not as it must be."""
    if Programme._meta.db_table not in connection.introspection.table_names():
        return
    for check in (against_log, corrections):
        yield from readable(check)


def against_log() -> Iterator[Problem]:
    """Facts that are not as the log last left them, and facts that it does not know."""
    yield from compare(Programme, _each(facts.of_programme), lambda row: f"programme {row}")
    yield from compare(OutlineVersion, facts.of_versions, lambda row: f"outline {row}")
    yield from compare(Value, _each(facts.of_value), lambda row: f"value {row.pk}")
    yield from compare(MeasureItem, _each(facts.of_link), lambda row: f"measure item {row.pk}")


def corrections() -> Iterator[Problem]:
    """Values that correct one of another indicator, kind or year."""
    wrong = Value.objects.filter(replaces__isnull=False).exclude(
        replaces__indicator=F("indicator"), replaces__kind=F("kind"), replaces__year=F("year")
    )
    for row in wrong.order_by("pk"):
        yield Problem(
            "value.correction", f"value {row.pk}", "it corrects a value of another indicator, kind or year"
        )


def _each(of: Any) -> Any:
    return lambda rows: {row.pk: of(row) for row in rows}
