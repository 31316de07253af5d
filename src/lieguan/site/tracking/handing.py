"""Handing an item over 移列 to another body of this site: it opens there as carried in, and both are linked.

The ruling ends it here; what becomes of it there is for the meetings there. Where the ruling falls, the item here is
tracked again, and the one there stays and says so: only a ruling of its own body ends it.
"""

from __future__ import annotations

from django.db.models import Q

from lieguan.site.log.actions import Actor
from lieguan.site.registry.models import Body
from lieguan.site.tracking import facts
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.opening import DutyEntry, create, due_fields
from lieguan.site.tracking.ruling_entry import RulingEntry
from lieguan.site.tracking.states import RulingKind
from lieguan.site.withholding.reading import reading_as


def body_named(entry: RulingEntry) -> Body | None:
    """The body of this site that an item is handed to by its full or short name, or None."""
    name = "".join(entry.handed_to.split())
    if entry.kind is not RulingKind.HAND_OVER or not name:
        return None
    found = list(Body.objects.filter(Q(name=name) | Q(short_name=name)).exclude(pk=entry.item.body_id)[:2])
    return found[0] if len(found) == 1 else None


def open_there(actor: Actor | None, ruling: Ruling) -> Item | None:
    """Open in the other body what a ruling just handed over to it. In the transaction of the ruling.

    Nothing opens where the ruling has no effect, because later minutes are in already.
    """
    if ruling.kind != RulingKind.HAND_OVER or ruling.handed_to_body is None:
        return None
    item = Item.objects.select_related("body").get(pk=ruling.item_id)
    handed = Duty.objects.filter(item=item, ended_by=ruling, moved_into=None).select_related("agency")
    if item.ended_by_id != ruling.pk and not handed:
        return None
    meeting = ruling.clause.meeting
    # What is withheld here is not handed on in words: the notice is, and the link leads to where they may be read.
    with reading_as(None):
        title, text = item.title, item.text
        entries = [_as_entry(duty) for duty in handed.order_by("position")]
    return create(
        actor,
        ruling.handed_to_body.pk,
        entries,
        meeting.starts_on,
        None,
        {
            "title": title,
            "text": text,
            # Its meetings can rule from the day on which it came.
            "opened_on": meeting.starts_on,
            "carried_in": True,
            "carried_in_from": f"{item.body.name}列管編號{item.number}，{meeting.title}移列",
            "handed_by": ruling,
            "group": "",
            **due_fields(facts.due_of(item)),
        },
    )


def _as_entry(duty: Duty) -> DutyEntry:
    return DutyEntry(
        name=str(duty),
        as_written=duty.as_written,
        role=duty.role,
        collective=duty.collective and duty.agency is None,
        open_list=duty.open_list,
        clause=None,
        agency=duty.agency,
    )
