"""What an agency desk 機關窗口 owes: the tracked duties of its agencies, with the report that is on its way."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from lieguan.site.registry.rights import TABLE, Right, grants_of
from lieguan.site.tracking.models import Duty, Progress, Ruling
from lieguan.site.tracking.states import ItemState
from lieguan.site.tracking.voices import PUBLISHED, SPOKEN


def owed(account: Any) -> QuerySet[Duty]:
    """The tracked duties that `account` writes progress for; those due first come first.

    Each has `current`: its reports for the coming meeting, the newest first (a draft, a returned one, what was
    submitted); and its item has `standing_rulings`, the latest last.
    """
    current = Progress.objects.filter(~PUBLISHED).order_by("-pk").prefetch_related("evidence")
    rulings = Ruling.objects.filter(standing=True).select_related("clause__meeting")
    return (
        Duty.objects.filter(_mine(account), state=ItemState.TRACKED)
        .select_related("agency", "item__body")
        .prefetch_related(
            Prefetch("progress", current, to_attr="current"),
            Prefetch(
                "item__rulings",
                rulings.order_by("clause__meeting__starts_on", "clause__meeting__order_in_day", "pk"),
                to_attr="standing_rulings",
            ),
        )
        .order_by(F("item__due_on").asc(nulls_last=True), "item__body", "item__number")
    )


def unanswered(account: Any) -> QuerySet[Duty]:
    """Those of them that no submitted report for the coming meeting answers yet."""
    sent = Progress.objects.filter(~PUBLISHED, duty=OuterRef("pk"), state__in=SPOKEN)
    return Duty.objects.filter(_mine(account), ~Exists(sent), state=ItemState.TRACKED)


def _mine(account: Any) -> Q:
    """The duties of the account's agencies, in the bodies that the grant names, or in all."""
    mine = Q(pk__in=[])
    for role, body, agency in grants_of(account):
        if agency is not None and Right.WRITE_PROGRESS in TABLE[role]:
            mine |= Q(agency=agency, item__body=body) if body else Q(agency=agency)
    return mine
