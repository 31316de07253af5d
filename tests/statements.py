"""Statements sent at the database as they are, past the actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction


def run(statement: str, *values: Any) -> None:
    """Send one statement as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement: str | Callable[[], Any], *values: Any) -> None:
    """The database refuses the statement, by a guard of ours or a check of the table."""
    send = statement if callable(statement) else partial(run, statement, *values)
    with pytest.raises(IntegrityError, match=r"lieguan: |_ending"), transaction.atomic():
        send()
