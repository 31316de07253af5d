"""The log as those read it who may: the entries of their bodies, and what each of them changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lieguan.site.log import erasing
from lieguan.site.log.models import Entry, Values
from lieguan.site.registry.queries import bodies_where
from lieguan.site.registry.rights import Right, allowed

# Drafts are read by their own agency alone; that one was written may be known, what it said may not.
DRAFTS = frozenset(
    {
        "tracking.write_progress",
        "tracking.discard_draft",
        "tracking.move_draft",
        "tracking.remove_evidence",
    }
)


# What was a draft until then is shown whole.
SUBMITTED = "tracking.submit_progress"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as words; "" where it was not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and what it changed. `draft`: what was changed is a draft's, and is not shown. `erased`: struck."""

    entry: Entry
    changes: tuple[Change, ...]
    draft: bool
    erased: bool


def entries(account: Any) -> QuerySet[Entry]:
    """The entries that `account` may read, the latest first: of its bodies, or all where it reads everywhere."""
    found = Entry.objects.order_by("-number")
    if allowed(account, Right.READ_LOG):
        return found
    return found.filter(body_id__in=bodies_where(account, Right.READ_LOG).values("pk"))


def lines(shown: Iterable[Entry]) -> list[Line]:
    """These entries with what they changed; three queries, however many they are."""
    rows = list(shown)
    kept = {values.pk: (values.before, values.after) for values in Values.objects.filter(entry__in=rows)}
    erased = erasing.restated()
    found = []
    for entry in rows:
        before, after = erased.get(entry.number) or kept.get(entry.number) or (None, None)
        draft = entry.action in DRAFTS
        shown = () if draft else _changes(None if entry.action == SUBMITTED else before, after)
        found.append(Line(entry, shown, draft, entry.number in erased))
    return found


def _changes(before: Any, after: Any) -> tuple[Change, ...]:
    old, new = (value if isinstance(value, dict) else {} for value in (before, after))
    return tuple(
        Change(field, _said(old.get(field)), _said(new.get(field)))
        for field in sorted(old.keys() | new.keys())
        if old.get(field) != new.get(field)
    )


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
