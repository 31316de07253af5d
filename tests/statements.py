"""Statements sent at the database as they are, past the actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lieguan.site.records.models import Clause
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import MOVES, RulingKind


def run(statement: str, *values: Any) -> None:
    """Send one statement as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement: str | Callable[[], Any], *values: Any) -> None:
    """The database refuses the statement, by a guard of ours or a check of the table."""
    send = statement if callable(statement) else partial(run, statement, *values)
    with pytest.raises(IntegrityError, match=r"lieguan: |_ending"), transaction.atomic():
        send()


def forged(item: Item, clause: Clause, kind: RulingKind, **fields: Any) -> Ruling:
    """A ruling written past the actions."""
    if kind is RulingKind.END:
        fields.setdefault("reason_code", "policy-changed")
    if kind is RulingKind.HAND_OVER:
        fields.setdefault("handed_to", "別的會議")
    return Ruling.objects.create(item=item, clause=clause, kind=kind.value, **fields)


def end(item: Item, ruling: Ruling) -> None:
    """End the duties and then the item by a ruling, as the application could."""
    state = MOVES[RulingKind(ruling.kind)].target.value
    Duty.objects.filter(item=item).update(state=state, ended_by=ruling)
    Item.objects.filter(pk=item.pk).update(state=state, ended_by=ruling)
