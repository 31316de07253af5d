"""What the interface lists: the public part, in an order that stands still while it is paged."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Duty, Item, Ruling


def bodies(modified_since: datetime | None) -> QuerySet[Body]:
    """All bodies."""
    return _since(Body.objects.select_related("predecessor").order_by("pk"), modified_since)


def agencies(modified_since: datetime | None) -> QuerySet[Agency]:
    """All agencies."""
    return _since(Agency.objects.order_by("pk"), modified_since)


def meetings(modified_since: datetime | None) -> QuerySet[Meeting]:
    """All meetings: planned, held, and the tombstones of withdrawn ones."""
    return _since(Meeting.objects.select_related("body").order_by("pk"), modified_since)


def items(modified_since: datetime | None) -> QuerySet[Item]:
    """All items, with duties and rulings, in a constant number of queries."""
    rows = Item.objects.select_related("body", "opened_by").prefetch_related(
        Prefetch("duties", Duty.objects.select_related("agency").order_by("position")),
        Prefetch("rulings", Ruling.objects.select_related("clause__meeting")),
    )
    return _since(rows.order_by("pk"), modified_since)


def _since(rows: QuerySet, modified_since: datetime | None) -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(modified_at__gte=modified_since) if modified_since else rows
