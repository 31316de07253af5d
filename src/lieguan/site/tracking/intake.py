"""Taking confirmed minutes into tracking: what they propose, read from the database, and a person's answer to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from lieguan.errors import InvalidInput, Refused
from lieguan.record.nouns import Agency, Deadline
from lieguan.record.nouns import Ruling as RulingWords
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.records.models import Clause, Meeting, Minutes
from lieguan.site.records.queries import current_record
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import facts, rounds
from lieguan.site.tracking.models import Duty, Item, Recommendation, Review, Ruling
from lieguan.site.tracking.opening import DutyEntry, open_item
from lieguan.site.tracking.printed import printed_recommendations
from lieguan.site.tracking.proposals import propose
from lieguan.site.tracking.proposed import ClauseFacts, DutyProposal, KnownItem, Proposals, Recommended
from lieguan.site.tracking.replay import NO_DUE, Due, When, replay
from lieguan.site.tracking.ruling import enter_rulings
from lieguan.site.tracking.ruling_entry import RulingEntry
from lieguan.site.tracking.settling import change
from lieguan.site.tracking.states import ItemState, RulingKind


@dataclass(frozen=True, slots=True)
class Opening:
    """An item that a person wants opened by a clause of the minutes. `key` is what rulings call it by."""

    key: str
    clause: Clause
    title: str
    duties: tuple[DutyEntry, ...] = ()
    due: Due = NO_DUE
    group: str = ""
    carried_in: bool = False
    opened_on: date | None = None
    carried_in_from: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A ruling that a person wants entered: on `item`, or on what `opening` (a key) carries in."""

    clause: Clause
    kind: RulingKind
    item: Item | None = None
    opening: str = ""
    words: str = ""
    duties: tuple[Duty, ...] = ()
    merged_into: Item | None = None
    handed_to: str = ""
    handed_to_body: Body | None = None
    due: Due = NO_DUE
    reason_code: str = ""
    reason: str = ""
    by_reference: bool = False
    delegated_act: str = ""
    new_duties: tuple[DutyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: items that were opened now and rulings that were entered now."""

    items: tuple[Item, ...]
    rulings: tuple[Ruling, ...]


def proposals_for(minutes: Minutes) -> Proposals:
    """What confirmed minutes propose. What a clause did already (opened an item, ruled on one) is left out.

    A constant number of queries.
    """
    clauses = list(minutes.clauses.filter(standing=True).order_by("position"))
    made = propose(_trees(clauses), known_items(minutes.meeting) if minutes.meeting else [])
    opened = set(Item.objects.filter(opened_by__in=clauses).values_list("opened_by_id", flat=True))
    ruled = set(
        Ruling.objects.filter(clause__in=clauses, standing=True).values_list("clause_id", "item_id", "kind")
    )
    items = [one for one in made.items if one.clause not in opened]
    waiting = {one.key for one in items}
    return Proposals(
        items,
        [
            one
            for one in made.rulings
            if (one.clause, one.item, one.kind.value) not in ruled
            and (not one.opening or one.opening in waiting)
        ],
    )


def known_items(meeting: Meeting) -> list[KnownItem]:
    """The items of the meeting's body, and of those that it succeeded, as they stood when the meeting began."""
    bodies = facts.lines_of_bodies()[meeting.body_id]
    when = facts.when_of(meeting)
    rows = {item.pk: item for item in Item.objects.filter(body__in=bodies)}
    items, rulings = facts.load(facts.connected(rows))
    before = [one for one in rulings if when is None or one.when is None or one.when < when]
    outcomes = replay(items, before)
    opened = {one.id for one in items if _had_opened(one.opened, when, carried_in=one.carried_in)}
    agencies: dict[int, set[str]] = defaultdict(set)
    for item_id, name, written in Duty.objects.filter(item__in=rows).values_list(
        "item_id", "agency__name", "as_written"
    ):
        agencies[item_id].add(name or written)
    recommended = _recommended(meeting, {item.number: pk for pk, item in rows.items()})
    return [
        KnownItem(
            pk,
            item.number,
            item.title,
            outcomes[pk].ending.state,
            frozenset(agencies[pk]),
            recommended.get(pk),
        )
        for pk, item in sorted(rows.items(), key=lambda pair: (pair[1].body_id, pair[1].number))
        if pk in opened
    ]


def take_in(
    actor: Actor | None,
    minutes: Minutes,
    openings: Sequence[Opening],
    choices: Sequence[Choice],
    *,
    accept_differences: bool = False,
) -> Taken:
    """Open the items and enter the rulings that a person confirmed, all or nothing, and close the round.

    Done twice it does nothing the second time: a clause that opened an item before opens no other one, and a ruling
    that stands is not entered again.

    Raises NotAllowed, InvalidInput, Refused, OutOfOrder (see `enter_rulings`).
    """
    require(actor, Right.OPEN_ITEM, body=minutes.body_id)
    require(actor, Right.RULE, body=minutes.body_id)
    with change():
        # Locked: a second click waits for the first and then finds it done.
        minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)
        if minutes.state != Minutes.State.CONFIRMED or minutes.meeting is None:
            raise Refused(
                "the minutes are not confirmed", place=str(minutes), remedy="confirm the record first"
            )
        _require_own(minutes, [*(one.clause for one in openings), *(one.clause for one in choices)])
        by_key, made = _open_all(actor, minutes, openings)
        entries = [entry for choice in choices if (entry := _entry(choice, by_key)) is not None]
        rulings = enter_rulings(actor, entries, accept_differences=accept_differences) if entries else []
        closed = rounds.close(actor, minutes.meeting)
        Review.objects.update_or_create(minutes=minutes, defaults={"done_by_id": getattr(actor, "pk", None)})
        log.append(
            actor,
            "tracking.take_in",
            minutes,
            after={
                "items": [item.pk for item in made],
                "rulings": [ruling.pk for ruling in rulings],
                "round": closed.pk if closed else None,
            },
            body_id=minutes.body_id,
            event_on=minutes.meeting.starts_on,
        )
    return Taken(tuple(made), tuple(rulings))


def as_proposed(
    minutes: Minutes, proposals: Proposals | None = None
) -> tuple[tuple[Opening, ...], tuple[Choice, ...]]:
    """The answer of a person who takes over every ticked proposal as it is."""
    made = proposals or proposals_for(minutes)
    clauses = {clause.pk: clause for clause in minutes.clauses.select_related("meeting")}
    items = Item.objects.in_bulk(
        {pk for one in made.rulings for pk in (one.item, one.merged_into) if pk is not None}
    )
    openings = tuple(
        Opening(
            one.key,
            clauses[one.clause],
            one.title,
            duty_entries(one.duties, clauses),
            one.due,
            carried_in=one.carried_in,
            number=one.number,
        )
        for one in made.items
        if one.ticked
    )
    choices = tuple(
        Choice(
            clauses[one.clause],
            one.kind,
            items.get(one.item) if one.item is not None else None,
            one.opening,
            one.words,
            merged_into=items.get(one.merged_into) if one.merged_into is not None else None,
            handed_to=one.handed_to,
            due=NO_DUE if one.opening else one.due,
            reason_code=one.reason_code,
            reason=one.reason,
            by_reference=one.by_reference,
            new_duties=duty_entries(one.new_duties, clauses),
        )
        for one in made.rulings
        if one.ticked
    )
    return openings, choices


def duty_entries(duties: Sequence[DutyProposal], clauses: dict[int, Clause]) -> tuple[DutyEntry, ...]:
    """Proposed duties as entries of an action."""
    return tuple(
        DutyEntry(
            name=duty.agency.name,
            as_written=duty.agency.as_written,
            role=duty.agency.role or "",
            collective=duty.agency.collective,
            open_list=duty.agency.open,
            clause=clauses.get(duty.clause),
        )
        for duty in duties
    )


def _had_opened(opened: When | None, meeting: When | None, *, carried_in: bool) -> bool:
    if opened is None or meeting is None:
        return carried_in or meeting is None
    return opened < meeting


def _recommended(meeting: Meeting, numbers: Mapping[int, int]) -> dict[int, Recommended]:
    """What was recommended to the meeting on each item: what was entered here, else what its minutes print."""
    record = current_record(meeting) or {}
    printed = printed_recommendations(record.get("text") or "")
    found = {
        numbers[number]: replace(one, merge_into=numbers.get(one.merge_into or 0))
        for number, one in printed.items()
        if number in numbers
    }
    entered = rounds.of_meeting(meeting)
    for row in Recommendation.objects.filter(round=entered) if entered else ():
        found[row.item_id] = Recommended(
            RulingKind(row.kind), row.extend_to, row.merge_into_id, row.hand_to, row.reason, row.reason_code
        )
    return found


def _trees(clauses: Sequence[Clause]) -> list[ClauseFacts]:
    """The clauses as facts, each with those below it; those without a parent."""
    below: dict[int | None, list[Clause]] = defaultdict(list)
    standing = {clause.pk for clause in clauses}
    for clause in clauses:
        below[clause.parent_id if clause.parent_id in standing else None].append(clause)

    def tree(clause: Clause) -> ClauseFacts:
        return replace(clause_facts(clause), children=tuple(map(tree, below[clause.pk])))

    return [tree(clause) for clause in below[None]]


def clause_facts(clause: Clause) -> ClauseFacts:
    """The values of one clause, as the record has them."""
    return ClauseFacts(
        clause.pk,
        clause.text,
        clause.agenda_title,
        clause.disposition,
        tuple(
            RulingWords(one["disposition"], tuple(one.get("subjects") or ()), bool(one.get("by_reference")))
            for one in clause.rulings or ()
        ),
        tuple(Agency(**_known_fields(Agency, one)) for one in clause.agencies or ()),
        tuple(Deadline(**_known_fields(Deadline, one)) for one in clause.deadlines or ()),
    )


def _known_fields(noun: type, value: dict[str, Any]) -> dict[str, Any]:
    """Without `spans`, which tracking has no use for, and without what a later format adds."""
    names = {one.name for one in fields(noun)} - {"spans"}
    return {name: value[name] for name in names & set(value)}


def _require_own(minutes: Minutes, clauses: Sequence[Clause]) -> None:
    if any(clause.minutes_id != minutes.pk or not clause.standing for clause in clauses):
        raise InvalidInput(
            "a clause is not a standing one of these minutes",
            field="clause",
            place=str(minutes),
            remedy="load the page again: the record was corrected meanwhile",
        )


def _open_all(
    actor: Actor | None, minutes: Minutes, openings: Sequence[Opening]
) -> tuple[dict[str, Item], list[Item]]:
    """Open what no earlier click opened; the items by their keys, and those that are new."""
    earlier: dict[int, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(opened_by__minutes=minutes).order_by("pk"):
        earlier[item.opened_by_id or 0].append(item)
    by_key, made = {}, []
    for one in openings:
        if earlier[one.clause.pk]:
            same = [item for item in earlier[one.clause.pk] if item.title == one.title]
            by_key[one.key] = (same or earlier[one.clause.pk])[0]
            continue
        item = open_item(
            actor,
            one.clause,
            title=one.title,
            duties=one.duties,
            due=one.due,
            group=one.group,
            carried_in=one.carried_in,
            opened_on=one.opened_on,
            carried_in_from=one.carried_in_from,
            number=one.number,
        )
        by_key[one.key] = item
        made.append(item)
    return by_key, made


def _entry(choice: Choice, by_key: dict[str, Item]) -> RulingEntry | None:
    """The ruling to enter; None where it stands already."""
    item = choice.item or by_key.get(choice.opening)
    if item is None:
        raise InvalidInput(
            "a ruling names no item",
            field="item",
            place=choice.clause.text[:30],
            remedy="choose the item, or carry it in",
        )
    kind = choice.kind
    if Ruling.objects.filter(item=item, clause=choice.clause, kind=kind.value, standing=True).exists():
        return None
    return RulingEntry(
        item=item,
        clause=choice.clause,
        kind=kind,
        words=choice.words,
        duties=choice.duties,
        merged_into=choice.merged_into,
        handed_to=choice.handed_to,
        handed_to_body=choice.handed_to_body,
        due=choice.due,
        reason_code=choice.reason_code,
        reason=choice.reason,
        by_reference=choice.by_reference,
        delegated_act=choice.delegated_act,
        new_duties=choice.new_duties if item.state == ItemState.TRACKED or kind is RulingKind.RESUME else (),
    )


def reviewed(minutes: Minutes) -> bool:
    """Whether a person went through the proposals of these minutes."""
    return Review.objects.filter(minutes=minutes).exists()
