"""Rounds 追蹤輪次 and the secretariat's recommendations 列管建議.

A body has one open round: what agencies report and the secretariat recommends now is for its next meeting. When the
rulings of that meeting are entered the round closes, and what it holds is public.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils import timezone

from lieguan.errors import InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking.models import Item, Recommendation, Round
from lieguan.site.tracking.settling import change
from lieguan.site.tracking.states import ItemState, RulingKind


def current(body_id: int) -> Round:
    """The open round of a body, opened where none is. In the caller's transaction."""
    # Locked: of two who open the first round at once, the second finds that of the first.
    Body.objects.select_for_update(no_key=True).get(pk=body_id)
    found = Round.objects.filter(body=body_id, closed_at=None).first()
    if found is None:
        last = Round.objects.filter(body=body_id).aggregate(Max("number"))["number__max"] or 0
        found = Round.objects.create(body_id=body_id, number=last + 1)
    return found


def close(actor: Actor | None, meeting: Meeting) -> Round | None:
    """Close the open round of the meeting's body: this meeting dealt with it. In the caller's transaction.

    Minutes of an earlier meeting than the last that closed a round, taken in late, close none.
    """
    found = Round.objects.filter(body=meeting.body_id, closed_at=None).first()
    if found is None or meeting.starts_on is None:
        return None
    dealt = Round.objects.filter(body=meeting.body_id, meeting__isnull=False).select_related("meeting")
    if any((one.meeting.starts_on or date.min) >= meeting.starts_on for one in dealt if one.meeting):
        return None
    found.meeting = meeting
    found.closed_at = timezone.now()
    found.save(update_fields=["meeting", "closed_at"])
    log.append(
        actor,
        "tracking.close_round",
        found,
        after={"meeting": meeting.pk},
        body_id=meeting.body_id,
        event_on=meeting.starts_on,
    )
    return found


def of_meeting(meeting: Meeting) -> Round | None:
    """The round that the meeting dealt with, or will deal with if it is the next to be recorded."""
    found = Round.objects.filter(meeting=meeting).order_by("-number").first()
    if found is None:
        found = Round.objects.filter(body=meeting.body_id, closed_at=None).first()
    return found


def recommend(
    actor: Actor | None,
    item: Item,
    kind: RulingKind,
    *,
    reason: str = "",
    reason_code: str = "",
    extend_to: date | None = None,
    merge_into: Item | None = None,
    hand_to: str = "",
) -> Recommendation:
    """Write or change the secretariat's recommendation on a tracked item for the next meeting.

    Raises NotAllowed, InvalidInput, Refused (the item is not tracked, or the papers are issued).
    """
    require(actor, Right.RECOMMEND, body=item.body_id)
    if kind is RulingKind.RESUME:
        raise InvalidInput(
            "a tracked item is not resumed", field="kind", remedy="choose another recommendation"
        )
    if (kind is RulingKind.MERGE) != (merge_into is not None):
        raise InvalidInput(
            "a merge names the item to merge into, nothing else does",
            field="merge_into",
            remedy="choose the item",
        )
    if merge_into is not None and (merge_into.pk == item.pk or merge_into.state != ItemState.TRACKED):
        raise InvalidInput(
            "an item merges into another tracked one", field="merge_into", remedy="choose another item"
        )
    with change():
        item = Item.objects.select_for_update().get(pk=item.pk)
        if item.state != ItemState.TRACKED:
            raise Refused(
                "the item is not tracked any more",
                place=f"item {item.number}",
                remedy="nothing is to be done",
            )
        open_round = current(item.body_id)
        if open_round.papers_issued_at is not None:
            raise Refused(
                "the papers of the next meeting are issued",
                place=f"item {item.number}",
                remedy="issue them anew, or wait for the meeting's ruling",
            )
        found = Recommendation.objects.filter(item=item, round=open_round).first()
        before = facts_of(found) if found else None
        found = found or Recommendation(item=item, round=open_round)
        found.kind, found.reason, found.reason_code = kind.value, reason.strip(), reason_code
        found.extend_to, found.merge_into, found.hand_to = extend_to, merge_into, hand_to.strip()
        found.made_by_id = getattr(actor, "pk", None)
        found.save()
        log.append(
            actor, "tracking.recommend", found, before=before, after=facts_of(found), body_id=item.body_id
        )
    return found


def facts_of(recommendation: Recommendation) -> dict[str, object]:
    """What the log keeps of a recommendation."""
    return model_to_dict(
        recommendation,
        ["item", "round", "kind", "reason", "reason_code", "extend_to", "merge_into", "hand_to", "made_by"],
    )
