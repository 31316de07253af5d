"""What tracking does when a confirmed record changes: rulings fall with their clauses, items are tracked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lieguan.errors import Refused
from lieguan.site.log.actions import Actor
from lieguan.site.records import signals
from lieguan.site.records.models import Clause, Meeting, Minutes
from lieguan.site.records.signals import MeetingFacts
from lieguan.site.tracking import facts, rounds
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.replay import ItemFacts, RulingFacts, When, replay
from lieguan.site.tracking.ruling import fall
from lieguan.site.tracking.settling import ended_otherwise, lock, logged, put_back, settle


def connect() -> None:
    """Listen to records; called once by the app."""
    signals.clauses_falling.connect(on_clauses_falling, sender=Clause, dispatch_uid="tracking.falling")
    signals.clauses_changing.connect(on_clauses_changing, sender=Clause, dispatch_uid="tracking.changing")
    signals.meeting_changing.connect(on_meeting_changing, sender=Meeting, dispatch_uid="tracking.moving")
    signals.meeting_changed.connect(on_meeting_changed, sender=Meeting, dispatch_uid="tracking.moved")
    signals.objections_to_taking_back.connect(objections, sender=Minutes, dispatch_uid="tracking.objections")


def on_clauses_falling(
    *, clauses: Iterable[Clause], actor: Actor | None, reason: str, **_kwargs: Any
) -> None:
    """The rulings of these clauses fall; what they ended is tracked again."""
    rulings = list(Ruling.objects.filter(clause__in=list(clauses), standing=True))
    _fall(actor, rulings, reason)


def on_clauses_changing(
    *,
    changes: Iterable[tuple[Clause, Mapping[str, Any]]],
    actor: Actor | None,
    reason: str,
    **_kwargs: Any,
) -> None:
    """A ruling falls where the corrected clause does not rule that way any more; other words alone leave it."""
    falling: list[Ruling] = []
    for clause, new in changes:
        if not {"rulings", "disposition"} & set(new):
            continue
        entries = new.get("rulings", clause.rulings) or []
        kinds = {entry.get("disposition") for entry in entries} | {new.get("disposition", clause.disposition)}
        adopts = any(entry.get("by_reference") for entry in entries)
        falling += [
            ruling
            for ruling in Ruling.objects.filter(clause=clause, standing=True)
            if ruling.kind not in kinds and not (ruling.by_reference and adopts)
        ]
    _fall(actor, falling, reason)


def on_meeting_changing(
    *,
    meeting: Meeting,
    before: MeetingFacts,
    after: MeetingFacts,
    actor: Actor | None,
    reason: str,
    **_kwargs: Any,
) -> None:
    """Put back the items that the changed meeting no longer ends. Refuse to move a meeting whose items are another
    body's: an item's body never changes."""
    if before.body_id != after.body_id and Item.objects.filter(opened_by__meeting=meeting).exists():
        raise Refused(
            "items were opened by this meeting, and they stay with their body",
            place=str(meeting),
            remedy="withdraw the meeting and take its minutes in under the other body",
        )
    concerned = _concerned(meeting)
    if not concerned:
        return
    lock(concerned)
    items, rulings = facts.load(facts.connected(concerned))
    found = replay(
        (_moved_item(one, meeting, after) for one in items),
        _moved_rulings(rulings, meeting, after),
    )
    losing = ended_otherwise(found)
    if losing:
        with logged(actor, "tracking.meeting_changes", losing, ground=reason):
            put_back(losing)


def on_meeting_changed(*, meeting: Meeting, actor: Actor | None, reason: str, **_kwargs: Any) -> None:
    """Settle the items by the new order and date, and close or open the round of the meeting."""
    rounds.follow(actor, meeting)
    concerned = _concerned(meeting)
    if not concerned:
        return
    items = lock(concerned)
    with logged(actor, "tracking.meeting_changed", items, event_on=meeting.starts_on, ground=reason):
        Item.objects.filter(opened_by__meeting=meeting, carried_in=False).update(opened_on=meeting.starts_on)
        settle(items)


def objections(*, minutes: Minutes, **_kwargs: Any) -> list[str]:
    """A confirmation is not taken back once an item or a ruling rests on it."""
    found = []
    opened = Item.objects.filter(opened_by__minutes=minutes).count()
    if opened:
        found.append(
            ngettext(
                "已有 %(count)d 件列管事項依本紀錄開立。", "已有 %(count)d 件列管事項依本紀錄開立。", opened
            )
            % {"count": opened}
        )
    if Ruling.objects.filter(clause__minutes=minutes, standing=True).exists():
        found.append(_("已有列管事項之裁示依本紀錄登錄。"))
    return found


def _fall(actor: Actor | None, rulings: list[Ruling], reason: str) -> None:
    if rulings:
        items = lock({ruling.item_id for ruling in rulings})
        fall(actor, rulings, reason or "the clause was corrected", items, action="tracking.clause_falls")


def _concerned(meeting: Meeting) -> set[int]:
    """The items that the meeting opened or ruled on."""
    ruled = Ruling.objects.filter(clause__meeting=meeting).values_list("item_id", flat=True)
    opened = Item.objects.filter(opened_by__meeting=meeting).values_list("pk", flat=True)
    return {*ruled, *opened}


def _moved_item(item: ItemFacts, meeting: Meeting, after: MeetingFacts) -> ItemFacts:
    if item.carried_in or not Item.objects.filter(pk=item.id, opened_by__meeting=meeting).exists():
        return item
    return replace(item, opened=_when(after))


def _moved_rulings(
    rulings: Iterable[RulingFacts], meeting: Meeting, after: MeetingFacts
) -> Iterable[RulingFacts]:
    of_meeting = {
        ruling.pk: ruling
        for ruling in Ruling.objects.filter(clause__meeting=meeting).select_related("clause", "item")
    }
    lines = facts.lines_of_bodies()
    for one in rulings:
        stored = of_meeting.get(one.id)
        if stored is None:
            yield one
            continue
        counts = (
            stored.standing
            and stored.clause.standing
            and after.state == Meeting.State.HELD
            and stored.item.body_id in lines.get(after.body_id, ())
        )
        yield replace(one, when=_when(after), counts=counts)


def _when(meeting: MeetingFacts) -> When | None:
    return When(meeting.starts_on, meeting.order_in_day) if meeting.starts_on else None
