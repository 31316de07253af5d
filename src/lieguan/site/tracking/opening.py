"""Opening items, carrying them in, and what may be edited of them afterwards: never how they were opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Max
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.records.models import Clause, Meeting
from lieguan.site.registry import agencies
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import facts, words
from lieguan.site.tracking.models import Duty, Item
from lieguan.site.tracking.replay import NO_DUE, Due
from lieguan.site.tracking.settling import change, lock, logged, require_version, settle
from lieguan.site.tracking.states import DutyRole, ItemState
from lieguan.site.withholding.actions import grow

TITLE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """One agency told to act, as a person confirmed it.

    name        the full official name; of a collective (相關部會) as written
    collective  nobody is named yet: the duty has no agency until the secretariat names some
    open_list   the list ends in 等
    clause      the (sub-)clause that gives the duty
    agency      an agency of the registry, where it is known already
    """

    name: str
    as_written: str = ""
    role: str = ""
    collective: bool = False
    open_list: bool = False
    clause: Clause | None = None
    agency: Agency | None = None


def open_item(
    actor: Actor | None,
    clause: Clause,
    *,
    title: str,
    duties: Sequence[DutyEntry] = (),
    due: Due = NO_DUE,
    group: str = "",
    carried_in: bool = False,
    opened_on: date | None = None,
    carried_in_from: str = "",
    number: int | None = None,
) -> Item:
    """Open an item by a clause of a confirmed record, word for word; or carry in one that the clause speaks of.

    carried_in       the clause rules on an item whose opening nobody has; `opened_on` is then the day printed
                     somewhere, or None, and `carried_in_from` says where it comes from
    number           編號; the next one of the body where None

    Raises NotAllowed, Refused (the clause does not stand, its meeting was not held), Conflict (the clause opened an
    item of that title already), InvalidInput.
    """
    meeting = clause.meeting
    require(actor, Right.OPEN_ITEM, body=meeting.body_id)
    with change():
        # Locked, so that it still stands when this transaction ends, and two clicks come one after the other.
        clause = Clause.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=clause.pk)
        _require_standing(clause)
        title = _title(title)
        if Item.objects.filter(opened_by=clause, title=title).exists():
            raise Conflict(
                "this clause opened an item of the same title already",
                place=title,
                remedy="look at the item instead of opening it again",
            )
        on = opened_on if carried_in else clause.meeting.starts_on
        text = words.text_of(clause)
        return create(
            actor,
            clause.meeting.body_id,
            duties,
            clause.meeting.starts_on,
            number,
            {
                "title": title,
                "text": text,
                "opened_by": clause,
                "opened_on": on,
                "carried_in": carried_in,
                "carried_in_from": carried_in_from,
                "group": group.strip(),
                **due_fields(due),
            },
        )


def carry_in(
    actor: Actor | None,
    body: Body,
    *,
    title: str,
    text: str,
    source: str,
    duties: Sequence[DutyEntry] = (),
    due: Due = NO_DUE,
    group: str = "",
    opened_on: date | None = None,
    number: int | None = None,
) -> Item:
    """Carry in an item from an old table, without a clause: `source` says which.

    text       決議事項 as the table has it
    opened_on  the day of the opening meeting as the table has it, or None
    """
    require(actor, Right.OPEN_ITEM, body=body)
    if not source.strip():
        raise InvalidInput(
            "a carried-in item must say where it comes from", field="source", remedy="name the table or paper"
        )
    with change():
        return create(
            actor,
            body.pk,
            duties,
            opened_on,
            number,
            {
                "title": _title(title),
                "text": text,
                "opened_on": opened_on,
                "carried_in": True,
                "carried_in_from": source.strip(),
                "group": group.strip(),
                **due_fields(due),
            },
        )


def edit_item(
    actor: Actor | None,
    item: Item,
    *,
    version: int | None = None,
    title: str | None = None,
    group: str | None = None,
    due: Due | None = None,
    parent: Item | Literal["as it is"] | None = "as it is",
) -> Item:
    """Change the title, the group, the item above or the deadline as opened. The opening words and facts stay.

    parent   the item of which this one is a part 分項; None for none
    version  the item's version that the person saw; Conflict where somebody changed it since
    """
    require(actor, Right.OPEN_ITEM, body=item.body_id)
    with change():
        item = lock([item.pk])[item.pk]
        require_version(item, version)
        fields: dict[str, Any] = {}
        if title is not None:
            fields["title"] = _title(title)
        if group is not None:
            fields["group"] = group.strip()
        if due is not None:
            fields["opening_due"] = facts.due_to_json(due)
        if parent != "as it is":
            fields["parent"] = _above(item, parent)
        with logged(actor, "tracking.edit_item", [item.pk]):
            if fields:
                Item.objects.filter(pk=item.pk).update(**fields)
            settle([item.pk])
    item.refresh_from_db()
    return item


def add_duty(actor: Actor | None, item: Item, entry: DutyEntry, *, version: int | None = None) -> Duty:
    """Add an agency to a tracked item."""
    require(actor, Right.OPEN_ITEM, body=item.body_id)
    with change():
        item = lock([item.pk])[item.pk]
        require_version(item, version)
        _require_tracked(item)
        with logged(actor, "tracking.add_duty", [item.pk]):
            made = add_duties(item, [entry], on=_today())
        if not made:
            raise Conflict(
                "the agency has a duty on this item already",
                place=f"item {item.number}",
                remedy="change that duty",
            )
        return made[0]


def change_duty(
    actor: Actor | None, duty: Duty, *, name: str, role: str = "", version: int | None = None
) -> Duty:
    """Correct which agency a duty is of, and its role. What the minutes wrote stays."""
    require(actor, Right.OPEN_ITEM, body=duty.item.body_id)
    with change():
        item = lock([duty.item_id])[duty.item_id]
        require_version(item, version)
        agency = agencies.ensure(_name(name), item.opened_on)
        if item.duties.filter(agency=agency).exclude(pk=duty.pk).exists():
            raise Conflict(
                "the agency has a duty on this item already", place=name, remedy="change that duty instead"
            )
        with logged(actor, "tracking.change_duty", [item.pk]):
            Duty.objects.filter(pk=duty.pk).update(agency=agency, role=_role(role))
    duty.refresh_from_db()
    return duty


def name_agencies(
    actor: Actor | None, duty: Duty, names: Sequence[str], *, version: int | None = None
) -> list[Duty]:
    """Say whom 相關部會, or the 等 at the end of a list, stands for. The words stay; who named them and when is kept.

    A collective duty becomes the first agency's, the others get one each; to an open list they are added.
    """
    require(actor, Right.OPEN_ITEM, body=duty.item.body_id)
    if not names:
        raise InvalidInput("no agency was named", field="names", remedy="name at least one agency")
    with change():
        item = lock([duty.item_id])[duty.item_id]
        require_version(item, version)
        _require_tracked(item)
        duty = Duty.objects.get(pk=duty.pk)
        if not duty.collective and not duty.open_list:
            raise Refused(
                "the duty names its agency already",
                place=str(duty),
                remedy="change the duty, or add another",
            )
        stamp = {"named_by_id": getattr(actor, "pk", None), "named_at": timezone.now()}
        found = [agencies.ensure(_name(name), _today()) for name in names]
        taken = set(item.duties.filter(agency__in=found).values_list("agency_id", flat=True))
        left = [agency for agency in dict.fromkeys(found) if agency.pk not in taken]
        made = []
        with logged(actor, "tracking.name_agencies", [item.pk]):
            if duty.agency_id is None and left:
                Duty.objects.filter(pk=duty.pk).update(agency=left.pop(0), **stamp)
                made.append(Duty.objects.get(pk=duty.pk))
            position = item.duties.count()
            for offset, agency in enumerate(left):
                made.append(
                    Duty.objects.create(
                        item=item,
                        agency=agency,
                        as_written=duty.as_written,
                        role=duty.role,
                        clause_id=duty.clause_id,
                        position=position + offset,
                        moved_from=duty,
                        **stamp,
                    )
                )
        return made


def add_duties(item: Item, entries: Iterable[DutyEntry], *, on: date | None) -> list[Duty]:
    """Write the duties of a tracked item; an agency that has one already is left out. In the caller's transaction."""
    taken = {pk for pk in item.duties.values_list("agency_id", flat=True) if pk is not None}
    position = item.duties.count()
    made = []
    for entry in entries:
        agency = None if entry.collective else entry.agency or agencies.ensure(_name(entry.name), on)
        if agency is not None and agency.pk in taken:
            continue
        if agency is not None:
            taken.add(agency.pk)
        made.append(
            Duty.objects.create(
                item=item,
                agency=agency,
                clause=entry.clause,
                as_written=entry.as_written or entry.name,
                role=_role(entry.role),
                collective=entry.collective,
                open_list=entry.open_list,
                position=position + len(made),
            )
        )
    return made


def create(
    actor: Actor | None,
    body_id: int,
    duties: Iterable[DutyEntry],
    on: date | None,
    number: int | None,
    fields: dict[str, Any],
) -> Item:
    """A new item of a body, with its duties. In the caller's transaction, which has asked for the right.

    on      the day by which agencies are looked up
    number  the next one of the body where None
    fields  what the row holds besides
    """
    # Numbers are given one after the other: whoever opens an item of this body waits for the one before.
    Body.objects.select_for_update(no_key=True).get(pk=body_id)
    if number is None:
        number = (Item.objects.filter(body=body_id).aggregate(Max("number"))["number__max"] or 0) + 1
    elif Item.objects.filter(body=body_id, number=number).exists():
        raise InvalidInput(
            f"there is an item {number} already",
            field="number",
            remedy="leave it empty for the next free one",
        )
    item = Item(body_id=body_id, number=number, **fields)
    action = "tracking.carry_in" if item.carried_in else "tracking.open_item"
    item.save(force_insert=True)
    add_duties(item, duties, on=on)
    log_opening(actor, action, item)
    if item.opened_by is not None:
        # An item that a withheld clause opens holds its words.
        grow(actor, {clause.uid for _depth, clause in words.tree(item.opened_by)})
    return item


def log_opening(actor: Actor | None, action: str, item: Item) -> None:
    """Log a new item with all its duties."""
    log.append(
        actor,
        action,
        item,
        after=facts.snapshots([item.pk])[item.pk],
        body_id=item.body_id,
        event_on=item.opened_by.meeting.starts_on if item.opened_by else item.opened_on,
    )


def _above(item: Item, parent: Item | None) -> Item | None:
    """The item above, where it can be: of the same body, and no part of this one."""
    here = parent
    while here is not None:
        if here.pk == item.pk or here.body_id != item.body_id:
            raise InvalidInput(
                "an item is part of another one of its body, and not of its own parts",
                field="parent",
                place=f"item {item.number}",
                remedy="choose another",
            )
        here = here.parent
    return parent


def _require_standing(clause: Clause) -> None:
    if not clause.standing or clause.meeting.state != Meeting.State.HELD:
        raise Refused(
            "the clause does not stand in a confirmed record",
            place=clause.uid,
            remedy="confirm the minutes first, or choose a clause that stands",
        )


def _require_tracked(item: Item) -> None:
    if item.state != ItemState.TRACKED:
        raise Refused(
            "the item is not tracked any more",
            place=f"item {item.number}",
            remedy="enter the ruling that resumes it first",
        )


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InvalidInput("the item has no title", field="title", remedy="give it a title")
    if len(title) > TITLE_LIMIT:
        raise InvalidInput(
            f"the title has {len(title)} characters", field="title", remedy=f"keep it to {TITLE_LIMIT}"
        )
    return title


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise InvalidInput(
            "the agency's name is missing or longer than 120 characters",
            field="agency",
            place=name[:20],
            remedy="give its full official name",
        )
    return name


def _role(role: str) -> str:
    if role not in {"", *DutyRole}:
        raise InvalidInput(f"there is no role {role!r}", field="role", remedy="lead, support or empty")
    return role


def due_fields(due: Due) -> dict[str, Any]:
    """A deadline as an item that opens with it holds it."""
    return {
        "due_as_written": due.as_written,
        "due_on": due.on,
        "due_next_meeting": due.next_meeting,
        "due_recurrence": due.recurrence,
        "opening_due": facts.due_to_json(due),
    }


def _today() -> date:
    return timezone.localdate()
