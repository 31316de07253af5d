"""What an agency desk 機關窗口 owes: the tracked duties of its agencies, with the report that is on its way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from lieguan.site.registry.rights import TABLE, Right, grants_of
from lieguan.site.tracking import owing
from lieguan.site.tracking.models import Duty, Progress, Round, Ruling
from lieguan.site.tracking.states import ItemState
from lieguan.site.tracking.voices import CURRENT

# What is to be done about a duty, the most pressing first.
STAGES = ("returned", "none", "draft", "sent")
_DRAFT = Q(state=Progress.State.DRAFT)


def owed(account: Any) -> list[Duty]:
    """The tracked duties that `account` writes progress for: returned ones first, then those without a report, drafts,
    and what was sent; among these what is due first. A constant number of queries.

    Each has `current`: its reports for the coming meeting, the newest first (a draft, a returned one, what was
    submitted); `stage`, one of STAGES; `asked`, whether the round asks for it; and its item has `standing_rulings`,
    the latest last.
    """
    # A draft that waited over a meeting goes into the next round.
    current = Progress.objects.filter(CURRENT | _DRAFT).order_by("-pk").prefetch_related("evidence")
    rulings = Ruling.objects.filter(standing=True).select_related("clause__meeting")
    found = list(
        Duty.objects.filter(owing.OPEN, _mine(account))
        .annotate(asked=Exists(owing.asked().filter(pk=OuterRef("pk"))))
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
    for duty in found:
        duty.stage = _stage(duty)
    return sorted(found, key=lambda duty: (not duty.asked, STAGES.index(duty.stage)))


def rounds_of(duties: Iterable[Duty]) -> list[Round]:
    """The open rounds in which these are asked, the one that is due first first."""
    bodies = {duty.item.body_id for duty in duties}
    found = Round.objects.filter(body__in=bodies, closed_at=None, opened_by__isnull=False)
    return list(found.select_related("body", "meeting").order_by(F("due_on").asc(nulls_last=True), "body"))


def unanswered(account: Any) -> QuerySet[Duty]:
    """Those that the round asks for and no submitted report answers yet."""
    return owing.unanswered().filter(_mine(account))


def _stage(duty: Any) -> str:
    newest = next(iter(duty.current), None)
    if newest is None:
        return "none"
    if newest.state in {Progress.State.DRAFT, Progress.State.RETURNED}:
        # A draft that mends what was returned is as pressing as that.
        returned = any(one.state == Progress.State.RETURNED for one in duty.current)
        spoken = any(one.state in owing.SPOKEN for one in duty.current)
        return "returned" if returned and not spoken else "draft"
    return "sent"


def to_submit(account: Any) -> QuerySet[Duty]:
    """Those with a draft that somebody else wrote and that `account` may submit."""
    draft = Progress.objects.filter(duty=OuterRef("pk"), state=Progress.State.DRAFT)
    return Duty.objects.filter(
        _mine(account, Right.SUBMIT_PROGRESS),
        Exists(draft.exclude(written_by=account.pk)),
        state=ItemState.TRACKED,
    )


def _mine(account: Any, right: Right = Right.WRITE_PROGRESS) -> Q:
    """The duties of the agencies that `account` holds the right for, in the bodies that the grant names, or in all."""
    mine = Q(pk__in=[])
    for role, body, agency in grants_of(account):
        if agency is not None and right in TABLE[role]:
            mine |= Q(agency=agency, item__body=body) if body else Q(agency=agency)
    return mine
