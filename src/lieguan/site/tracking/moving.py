"""Reorganisation 機關改制: the open duties of an agency move to its successor.

The old duty stays with its reports, and points at the successor's; nobody owes anything on it any more. Rulings that
name the successor's duty name what was moved into it, too, so that both end together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from lieguan.errors import InvalidInput
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.registry import actions as registry
from lieguan.site.registry import agencies
from lieguan.site.registry.models import Agency
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import owing
from lieguan.site.tracking.models import Duty, Progress
from lieguan.site.tracking.reporting import facts_of
from lieguan.site.tracking.settling import change, lock, logged
from lieguan.site.tracking.states import DutyRole, ItemState


@dataclass(frozen=True, slots=True)
class Moved:
    """What a reorganisation did.

    duties  the successor's, one for each that moved
    left    those that could not: the successor's own duty on the item has ended, so a meeting has to resume it first
    """

    successor: Agency
    duties: tuple[Duty, ...]
    left: tuple[Duty, ...]


def open_duties(agency: Agency) -> QuerySet[Duty]:
    """What would move: the agency's open duties, in all bodies."""
    found = Duty.objects.filter(owing.OPEN, agency=agency).select_related("item__body", "agency")
    return found.order_by("item__body", "item__number")


def move_duties(actor: Actor | None, agency: Agency, name: str, on: date) -> Moved:
    """Move the open duties of an agency to the one that takes over its business on the day `on`.

    name  the successor's full official name
    The agency ends on the day before, unless another end is known; its successor is kept. Done again, it moves what
    was opened in between.

    Raises NotAllowed, InvalidInput.
    """
    require(actor, Right.MANAGE_BODIES)
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise InvalidInput(
            "the successor's name is missing or too long", field="name", remedy="give its full official name"
        )
    with change():
        successor = agencies.ensure(name, on)
        if successor.pk == agency.pk or _succeeds(agency, successor):
            raise InvalidInput(
                "an agency does not succeed itself", field="name", place=name, remedy="name another one"
            )
        agency = Agency.objects.get(pk=agency.pk)
        ends = agency.valid_to or on - timedelta(days=1)
        if (agency.successor_id, agency.valid_to) != (successor.pk, ends):
            registry.edit_agency(actor, agency.pk, {"successor": successor, "valid_to": ends})
        # The items are locked first, as every change of an item does.
        items = list(open_duties(agency).values_list("item_id", flat=True))
        lock(items)
        moved, left = [], []
        with logged(actor, "tracking.move_duties", items, event_on=on, ground=f"{agency} → {successor}"):
            for duty in open_duties(agency):
                target = _target(actor, duty, successor, on)
                (moved if target else left).append(target or duty)
    return Moved(successor, tuple(moved), tuple(left))


def with_moved(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties, and all that were moved into them, however many times."""
    found = list(duties)
    edge = [duty.pk for duty in found]
    while edge:
        before = list(Duty.objects.filter(moved_into__in=edge).exclude(pk__in=[one.pk for one in found]))
        found += before
        edge = [duty.pk for duty in before]
    return tuple(found)


def _target(actor: Actor | None, duty: Duty, successor: Agency, on: date) -> Duty | None:
    """The successor's duty on the same item, made where it has none; None where its own has ended."""
    target = duty.item.duties.filter(agency=successor).first()
    if target is None:
        target = Duty.objects.create(
            item=duty.item,
            agency=successor,
            clause_id=duty.clause_id,
            as_written=duty.as_written,
            role=duty.role,
            open_list=duty.open_list,
            position=duty.position,
            moved_from=duty,
            named_by_id=getattr(actor, "pk", None),
            named_at=timezone.now(),
        )
    elif target.state != ItemState.TRACKED or target.moved_into_id is not None:
        return None
    elif duty.role == DutyRole.LEAD and target.role != DutyRole.LEAD:
        Duty.objects.filter(pk=target.pk).update(role=duty.role)
    Duty.objects.filter(pk=duty.pk).update(moved_into=target, moved_on=on)
    _move_draft(actor, duty, target)
    return target


def _move_draft(actor: Actor | None, duty: Duty, target: Duty) -> None:
    """A draft goes on as the successor's, where it has none; what was submitted stays the old agency's."""
    draft = Progress.objects.filter(duty=duty, state=Progress.State.DRAFT).first()
    if draft is None or target.progress.filter(state=Progress.State.DRAFT).exists():
        return
    before = facts_of(draft)
    last = target.progress.filter(round=draft.round_id).aggregate(Max("version"))["version__max"] or 0
    draft.duty, draft.version = target, last + 1
    draft.save(update_fields=["duty", "version"])
    log.append(
        actor, "tracking.move_draft", draft, before=before, after=facts_of(draft), body_id=duty.item.body_id
    )


def _succeeds(agency: Agency, other: Agency) -> bool:
    """Whether `agency` took over from `other`, however many times: the line would run in a circle."""
    seen: set[int] = set()
    here: Agency | None = other
    while here is not None and here.pk not in seen:
        if here.pk == agency.pk:
            return True
        seen.add(here.pk)
        here = here.successor
    return False
