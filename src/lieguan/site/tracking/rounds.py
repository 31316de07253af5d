"""Rounds 追蹤輪次 and the secretariat's recommendations 列管建議.

A body has one open round: what agencies report and the secretariat recommends now is for its next meeting. The
secretariat opens it by asking the agencies; a report or recommendation that comes before opens it by itself, and
asking then takes it over. When the record of its meeting is confirmed the round closes, and what it holds is public.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import held_meetings, planned_meetings
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking.asking import Round, usual_days
from lieguan.site.tracking.models import Item, Recommendation
from lieguan.site.tracking.settling import change
from lieguan.site.tracking.states import ItemState, RulingKind

# Nobody is reminded further from the due date than this, before or after.
FURTHEST = 60


def current(body_id: int) -> Round:
    """The open round of a body, opened where none is. In the caller's transaction."""
    # Locked: of two who open the first round at once, the second finds that of the first.
    body = Body.objects.select_for_update(no_key=True).get(pk=body_id)
    found = open_of(body_id)
    if found is None:
        last = Round.objects.filter(body=body_id).order_by("-number").first()
        found = Round.objects.create(
            body_id=body_id,
            number=last.number + 1 if last else 1,
            meeting=planned_meetings(body).first(),
            # The secretariat sets its days once, not for every meeting.
            remind_days=last.remind_days if last else usual_days(),
        )
    return found


def open_of(body_id: int) -> Round | None:
    """The open round of a body, or None."""
    return Round.objects.filter(body=body_id, closed_at=None).select_related("meeting").first()


def open_round(
    actor: Actor | None,
    body: Body,
    *,
    due_on: date,
    meeting: Meeting | None = None,
    note: str = "",
    left_out: Collection[int] = (),
    remind_days: Sequence[int] | None = None,
    version: int | None = None,
) -> Round:
    """Ask the agencies to report for the next meeting; done again, it changes what was asked.

    meeting      a planned meeting of the body; the next planned one where None
    left_out     keys of tracked items of the body on which no report is asked this time
    remind_days  as in Round; those of the round before where None
    version      of the open round that the person saw

    Raises NotAllowed, InvalidInput, Conflict (somebody changed it), Refused (its papers are issued).
    """
    require(actor, Right.RECOMMEND, body=body)
    if meeting is not None and (meeting.body_id != body.pk or meeting.state != Meeting.State.PLANNED):
        raise InvalidInput(
            "a round is for a planned meeting of its body", field="meeting", remedy="choose another"
        )
    days = None if remind_days is None else _days(remind_days)
    with change():
        found = current(body.pk)
        _require_seen(found, version)
        _require_not_issued(found)
        before = round_facts(found) if found.opened_by_id else None
        found.due_on, found.note = due_on, note.strip()
        found.meeting = meeting or planned_meetings(body).first()
        if days is not None:
            found.remind_days = days
        found.opened_by_id = found.opened_by_id or getattr(actor, "pk", None)
        found.version += 1
        found.save()
        out = Item.objects.filter(body=body, pk__in=left_out, state=ItemState.TRACKED)
        found.left_out.set(out)
        log.append(
            actor,
            "tracking.edit_round" if before else "tracking.open_round",
            found,
            before=before,
            after=round_facts(found),
            body_id=body.pk,
        )
    return found


def issue_papers(actor: Actor | None, body: Body, *, version: int | None = None) -> Round:
    """The papers of the next meeting go out: members read what is in them, and recommendations stand as they are.

    Raises NotAllowed, Conflict (somebody changed the round), Refused (there is no round, or they are out already).
    """
    require(actor, Right.MAKE_PAPERS, body=body)
    with change():
        found = _locked(body)
        _require_seen(found, version)
        _require_not_issued(found)
        found.papers_issued_at = timezone.now()
        found.papers_number += 1
        return _logged(actor, "tracking.issue_papers", found)


def withdraw_papers(actor: Actor | None, body: Body, reason: str, *, version: int | None = None) -> Round:
    """Take issued papers back, to issue them anew: until then members do not read them, and recommendations change.

    Raises NotAllowed, InvalidInput (no reason), Conflict, Refused (no papers are out).
    """
    require(actor, Right.MAKE_PAPERS, body=body)
    if not reason.strip():
        raise InvalidInput("papers are taken back for a reason", field="reason", remedy="say what was wrong")
    with change():
        found = _locked(body)
        _require_seen(found, version)
        if found.papers_issued_at is None:
            raise Refused("no papers are out", place=str(found), remedy="nothing is to be taken back")
        found.papers_issued_at = None
        return _logged(actor, "tracking.withdraw_papers", found, ground=reason.strip())


def close(actor: Actor | None, meeting: Meeting) -> Round | None:
    """Close the open round of the meeting's body: this meeting dealt with it. In the caller's transaction.

    Minutes of an earlier meeting than the last of the body, taken in late, close none; nor does a meeting that comes
    before the one that the round is for.
    """
    found = open_of(meeting.body_id)
    if found is None or not _dealt_with(found, meeting):
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


def follow(actor: Actor | None, meeting: Meeting) -> None:
    """What the state of a meeting means for its round: held closes it, no longer held opens it again where no other
    is open, and an announcement taken back leaves it without a meeting. In the caller's transaction."""
    if meeting.state == Meeting.State.HELD:
        close(actor, meeting)
        return
    for found in Round.objects.filter(meeting=meeting).order_by("-number")[:1]:
        again = found.closed_at is not None and open_of(meeting.body_id) is None
        gone = meeting.state == Meeting.State.WITHDRAWN and (again or found.closed_at is None)
        if again or gone:
            found.closed_at = None
            found.meeting = None if gone else meeting
            found.save(update_fields=["meeting", "closed_at"])
            _log_round(actor, "tracking.reopen_round", found)


def of_meeting(meeting: Meeting) -> Round | None:
    """The round that the meeting dealt with, or will deal with if it is the next to be recorded."""
    found = Round.objects.filter(meeting=meeting).order_by("-number").first()
    return found or open_of(meeting.body_id)


def _dealt_with(found: Round, meeting: Meeting) -> bool:
    if found.meeting_id == meeting.pk:
        return True
    if meeting.starts_on is None or held_meetings(meeting.body).first() != meeting:
        return False
    planned = found.meeting.starts_on if found.meeting else None
    return planned is None or meeting.starts_on >= planned


def _locked(body: Body) -> Round:
    found = Round.objects.select_for_update().filter(body=body, closed_at=None).first()
    if found is None:
        raise Refused("no round is open", place=str(body), remedy="open one first")
    return found


def _require_seen(found: Round, version: int | None) -> None:
    if version is not None and found.version != version:
        raise Conflict(
            f"somebody changed the round since version {version}",
            place=str(found),
            remedy="load the page again, look at what changed, and send it once more",
        )


def _require_not_issued(found: Round, place: str = "") -> None:
    if found.papers_issued_at is not None:
        raise Refused(
            "the papers of the next meeting are issued",
            place=place or str(found),
            remedy="take them back to issue them anew, or wait for the meeting's ruling",
        )


def _days(days: Sequence[int]) -> list[int]:
    if any(abs(day) > FURTHEST for day in days):
        raise InvalidInput(
            f"a reminder goes out at most {FURTHEST} days from the due date",
            field="remind_days",
            remedy="name a day nearer to it",
        )
    return sorted(set(days), reverse=True)


def _logged(actor: Actor | None, action: str, found: Round, *, ground: str = "") -> Round:
    found.version += 1
    found.save()
    _log_round(actor, action, found, ground=ground)
    return found


def _log_round(actor: Actor | None, action: str, found: Round, *, ground: str = "") -> None:
    log.append(actor, action, found, after=round_facts(found), body_id=found.body_id, ground=ground)


def round_facts(found: Round) -> dict[str, Any]:
    """What the log keeps of a round."""
    names = ["number", "meeting", "due_on", "note", "remind_days", "opened_by", "papers_number"]
    kept: dict[str, Any] = model_to_dict(found, names)
    kept["papers_issued_at"] = found.papers_issued_at
    kept["left_out"] = sorted(found.left_out.values_list("pk", flat=True))
    return kept


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
    version: int | None = None,
) -> Recommendation:
    """Write or change the secretariat's recommendation on a tracked item for the next meeting.

    version  of the recommendation that the person saw; 0 where there was none

    Raises NotAllowed, InvalidInput, Conflict (somebody changed it), Refused (the item is not tracked, or the papers
    are issued).
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
        asked = current(item.body_id)
        _require_not_issued(asked, f"item {item.number}")
        found = Recommendation.objects.filter(item=item, round=asked).first()
        if version is not None and version != (found.version if found else 0):
            raise Conflict(
                "somebody changed the recommendation",
                place=f"item {item.number}",
                remedy="load the page again, look at what changed, and send it once more",
            )
        before = facts_of(found) if found else None
        found = found or Recommendation(item=item, round=asked, version=0)
        found.version += 1
        found.kind, found.reason, found.reason_code = kind.value, reason.strip(), reason_code
        found.extend_to, found.merge_into, found.hand_to = extend_to, merge_into, hand_to.strip()
        found.made_by_id = getattr(actor, "pk", None)
        found.save()
        log.append(
            actor, "tracking.recommend", found, before=before, after=facts_of(found), body_id=item.body_id
        )
    return found


def recommend_rest(actor: Actor | None, body: Body) -> list[Recommendation]:
    """Recommend 持續列管 on every tracked item of the body on which nothing is recommended yet.

    Raises NotAllowed, Refused (the papers are issued).
    """
    require(actor, Right.RECOMMEND, body=body)
    with change():
        asked = current(body.pk)
        _require_not_issued(asked)
        advised = Recommendation.objects.filter(round=asked).values("item")
        rest = Item.objects.filter(body=body, state=ItemState.TRACKED).exclude(pk__in=advised)
        return [recommend(actor, item, RulingKind.TRACK) for item in rest.order_by("number")]


def facts_of(recommendation: Recommendation) -> dict[str, object]:
    """What the log keeps of a recommendation."""
    return model_to_dict(
        recommendation,
        ["item", "round", "kind", "reason", "reason_code", "extend_to", "merge_into", "hand_to", "made_by"],
    )
