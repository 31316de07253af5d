"""Restrictions against the log: one that was taken away, or made narrower, behind the site's back lets words out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lieguan.site.log.models import Entry
from lieguan.site.log.verification import Problem
from lieguan.site.withholding.actions import facts_of
from lieguan.site.withholding.models import Restriction


def verify() -> Iterator[Problem]:
    """Restrictions that are not as the log left them, that it does not know, and that are gone."""
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    covers: dict[str, list[Any]] = defaultdict(list)
    entries = Entry.objects.filter(kind="withholding.restriction").order_by("number")
    for key, after in entries.values_list("object_id", "values__after"):
        if isinstance(after, dict):
            covers[key] += after.get("covers", [])
            said[key] |= {name: value for name, value in after.items() if name != "covers"}
    known = set()
    for row in Restriction.objects.order_by("pk").prefetch_related("covers"):
        key = str(row.pk)
        known.add(key)
        place = f"restriction {key} ({row})"
        if key not in said:
            yield Problem("log.silent", place, "the log does not know it")
            continue
        now = facts_of(row) | {"lifted": row.lifted_at is not None}
        if now != said[key]:
            yield Problem("log.differs", place, "it was changed behind the log's back")
        if sorted([one.key, one.unless] for one in row.covers.all()) != sorted(covers[key]):
            yield Problem("restriction.covers", place, "it does not cover what the log says it covers")
    for key in sorted(said.keys() - known):
        yield Problem("log.gone", f"restriction {key}", "the log knows it, but it is not there")
