"""Entering rulings, taking wrong ones back, and showing beforehand what late minutes would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lieguan.errors import Conflict, InvalidInput, OutOfOrder, Refused
from lieguan.site.log.actions import Actor
from lieguan.site.records.models import Clause, Meeting
from lieguan.site.records.queries import awaits_second
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import facts, handing, moving
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.opening import add_duties
from lieguan.site.tracking.replay import (
    Irregular,
    ItemFacts,
    Outcome,
    RulingFacts,
    Step,
    order,
    replay,
)
from lieguan.site.tracking.ruling_entry import RulingEntry
from lieguan.site.tracking.settling import (
    change,
    ended_otherwise,
    lock,
    logged,
    put_back,
    require_version,
    settle,
)
from lieguan.site.tracking.states import MOVES, Needs, RulingKind

# What is wrong with a ruling as it is entered. Those that merely come out of order are shown as differences.
PROBLEMS = {
    Irregular.FALLEN: "the clause does not stand, or its meeting was not held or is of another body",
    Irregular.UNDATED: "undated minutes cannot rule",
    Irregular.NOT_LATER: "only a later meeting can rule: this one is not later than the item's opening",
    Irregular.ALREADY_ENDED: "the item, or the duties named, had ended by then",
    Irregular.NOT_ENDED: "the item is tracked, there is nothing to resume",
    Irregular.TAKEN_UP: "the item had ended by then: this meeting would have to resume it",
    Irregular.MERGE_TARGET: "what it would be merged into is not tracked after that meeting",
}


class NeedsSecond(Refused):
    """A ruling that ends tracking rests on a record that no second person has confirmed; `meeting` is its meeting."""

    code = "site.refused.second-person"

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        super().__init__(
            "a second person has to confirm a record that ends items", place=str(meeting),
            remedy="let somebody else confirm it on its page",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """What entering rulings of earlier minutes changes about an item.

    before, after  the item's outcome without and with them
    irregular      later rulings that then have no effect, or another one: (ruling, why)
    """

    item: Item
    before: Outcome
    after: Outcome
    irregular: tuple[tuple[Ruling, Irregular], ...]


def enter_ruling(actor: Actor | None, entry: RulingEntry, *, accept_differences: bool = False) -> Ruling:
    """Enter one ruling; see `enter_rulings`."""
    return enter_rulings(actor, [entry], accept_differences=accept_differences)[0]


def enter_rulings(
    actor: Actor | None, entries: Sequence[RulingEntry], *, accept_differences: bool = False
) -> list[Ruling]:
    """Enter rulings of one or several clauses and move the items, in one transaction.

    accept_differences  the person has seen what rulings of earlier minutes change (`differences`) and accepts it

    Raises NotAllowed, InvalidInput (what the kind needs is missing), Conflict (entered already, or somebody changed
    the item), Refused (the rules), NeedsSecond, OutOfOrder with the differences where they were not accepted.
    """
    for entry in entries:
        require(actor, Right.RULE, body=entry.clause.meeting.body_id)
        require(actor, Right.RULE, body=entry.item.body_id)
    with change():
        items = lock(_concerned(entries))
        entries = _as_stored(entries, items)
        for entry in entries:
            _require_complete(entry)
            require_version(entry.item, entry.version)
        _require_second(entries)
        _require_regular(entries)
        found = differences(entries)
        if found and not accept_differences:
            raise OutOfOrder(
                "later minutes are in already: these rulings change what they did",
                differences=found,
                remedy="look at the differences and accept them",
            )
        return _write(actor, entries, set(items))


def differences(entries: Sequence[RulingEntry]) -> list[Difference]:
    """What these rulings change about what later meetings did. Nothing where they are the latest. Writes nothing."""
    ids, base, extra = _with(entries)
    rulings = [*base[1], *extra]
    late = _overtaken(base[1], extra)
    if late is None:
        return []
    without, after = replay(*base), replay(base[0], rulings)
    rows = {item.pk: item for item in Item.objects.filter(pk__in=ids)}
    stored = Ruling.objects.select_related("clause__meeting").in_bulk([one.id for one in base[1]])
    ruled = {one.item for one in extra}
    found = []
    for pk in sorted(ids):
        irregular = tuple(
            (stored[step.ruling], step.irregular)
            for step in after[pk].steps
            if step.ruling in stored and step.irregular and step not in without[pk].steps
        )
        # What a ruling does to its own item is no difference, unless later meetings ruled on that item.
        expected = pk in ruled and pk not in late
        if irregular or (not expected and _moved(without[pk], after[pk])):
            found.append(Difference(rows[pk], without[pk], after[pk], irregular))
    return found


def let_fall(actor: Actor | None, ruling: Ruling, because: str) -> dict[int, Outcome]:
    """An erratum: the ruling was entered wrongly. It stays visible, has no effect any more, and the item moves back.

    Enter the right one afterwards with `replaces`. Raises NotAllowed, InvalidInput, Conflict (it has fallen already).
    """
    require(actor, Right.RULE, body=ruling.item.body_id)
    if not because.strip():
        raise InvalidInput("an erratum needs its reason", field="because", remedy="say what was wrong")
    with change():
        items = lock([ruling.item_id])
        if not Ruling.objects.filter(pk=ruling.pk, standing=True).exists():
            raise Conflict("the ruling has fallen already", place=str(ruling), remedy="load the page again")
        return fall(actor, [ruling], because.strip(), items, action="tracking.erratum")


def fall(
    actor: Actor | None, rulings: Iterable[Ruling], because: str, items: Iterable[int], *, action: str
) -> dict[int, Outcome]:
    """Let standing rulings fall and settle `items`, which hold all that is joined to theirs. In a transaction."""
    fallen = [ruling.pk for ruling in rulings]
    wanted = set(items)
    with logged(actor, action, wanted, ground=because):
        resting = Item.objects.filter(pk__in=wanted, ended_by__in=fallen).values_list("pk", flat=True)
        duties = Duty.objects.filter(ended_by__in=fallen).values_list("item_id", flat=True)
        put_back({*resting, *duties})
        Ruling.objects.filter(pk__in=fallen).update(standing=False, fallen_because=because)
        return settle(wanted)


def _as_stored(entries: Sequence[RulingEntry], items: Mapping[int, Item]) -> list[RulingEntry]:
    """The entries with items and clauses as they are now, not as they were when the page was made; with the duties
    that were moved into those named, and the body of this site that an item is handed to by its name."""
    clauses = Clause.objects.select_related("meeting").in_bulk([entry.clause.pk for entry in entries])
    return [
        replace(
            entry,
            item=items[entry.item.pk],
            clause=clauses[entry.clause.pk],
            duties=moving.with_moved(entry.duties),
            handed_to_body=entry.handed_to_body or handing.body_named(entry),
        )
        for entry in entries
    ]


def _write(actor: Actor | None, entries: Sequence[RulingEntry], items: set[int]) -> list[Ruling]:
    """Write the rulings: first what will be tracked again goes back, as the guards ask."""
    ids, base, extra = _with(entries)
    after = replay(base[0], [*base[1], *extra])
    back = ended_otherwise(after)
    made = []
    # One entry of the log for each item, dated by the meeting; entries of one call are of one meeting or in order.
    on = max((e.clause.meeting.starts_on for e in entries if e.clause.meeting.starts_on), default=None)
    with logged(actor, "tracking.enter_ruling", sorted({*items, *ids}), event_on=on):
        put_back(back)
        for entry in sorted(entries, key=lambda one: (one.clause.position, one.item.number)):
            if entry.new_duties:
                add_duties(entry.item, entry.new_duties, on=entry.clause.meeting.starts_on)
            made.append(_insert(actor, entry))
        settle(ids)
    for ruling in made:
        handing.open_there(actor, ruling)
    return made


def _insert(actor: Actor | None, entry: RulingEntry) -> Ruling:
    ruling = Ruling.objects.create(
        item=entry.item,
        clause=entry.clause,
        kind=entry.kind.value,
        words=entry.words or entry.clause.text,
        whole=not entry.duties,
        merged_into=entry.merged_into,
        handed_to=entry.handed_to,
        handed_to_body=entry.handed_to_body,
        due_as_written=entry.due.as_written,
        due_on=entry.due.on,
        due_next_meeting=entry.due.next_meeting,
        due_recurrence=entry.due.recurrence,
        reason_code=entry.reason_code,
        reason=entry.reason,
        by_reference=entry.by_reference,
        delegated_act=entry.delegated_act,
        replaces=entry.replaces,
        entered_by_id=getattr(actor, "pk", None),
    )
    ruling.duties.set(entry.duties)
    return ruling


def _with(
    entries: Sequence[RulingEntry],
) -> tuple[set[int], tuple[list[ItemFacts], list[RulingFacts]], list[RulingFacts]]:
    """The items concerned, their facts as stored, and the new rulings as facts with negative ids."""
    ids = facts.connected(_concerned(entries))
    items, rulings = facts.load(ids)
    lines = facts.lines_of_bodies()
    extra = []
    for number, entry in enumerate(entries, 1):
        meeting = entry.clause.meeting
        extra.append(
            RulingFacts(
                id=-number,
                item=entry.item.pk,
                kind=entry.kind,
                when=facts.when_of(meeting),
                position=entry.clause.position,
                counts=(
                    entry.clause.standing
                    and meeting.state == Meeting.State.HELD
                    and entry.item.body_id in lines.get(meeting.body_id, ())
                ),
                whole=not entry.duties,
                duties=frozenset(duty.pk for duty in entry.duties),
                merged_into=entry.merged_into.pk if entry.merged_into else None,
                due=entry.due,
            )
        )
    return ids, (items, rulings), extra


def _concerned(entries: Sequence[RulingEntry]) -> set[int]:
    targets = {entry.merged_into.pk for entry in entries if entry.merged_into}
    return targets | {entry.item.pk for entry in entries}


def _overtaken(stored: Sequence[RulingFacts], new: Sequence[RulingFacts]) -> set[int] | None:
    """The items on which a later clause than that of a new ruling has ruled; None where none did on any item here."""
    counting = [one for one in stored if one.counts]
    if not any(_later(other, one) for other in counting for one in new):
        return None
    return {
        one.item for one in new if any(_later(other, one) for other in counting if other.item == one.item)
    }


def _later(one: RulingFacts, than: RulingFacts) -> bool:
    """Whether a ruling comes after another one; undated ones come nowhere."""
    if one.when is None or than.when is None:
        return False
    return order(one.when, one) > order(than.when, than)


def _moved(before: Outcome, after: Outcome) -> bool:
    """Whether a ruling taken in late moved the item after all, or only stands earlier in its history."""
    return (before.ending, before.due, before.duties) != (after.ending, after.due, after.duties)


def _require_regular(entries: Sequence[RulingEntry]) -> None:
    """Refuse a ruling that the rules do not allow, looking at what had happened up to its own meeting."""
    _, base, extra = _with(entries)
    outcomes: dict[object, dict[int, Outcome]] = {}
    for one, entry in zip(extra, entries, strict=True):
        # What later clauses did is no reason to refuse; it is a difference to be shown.
        place = order(one.when, one) if one.when is not None else None
        if place not in outcomes:
            known = [other for other in [*base[1], *extra] if not _later(other, one)]
            outcomes[place] = replay(base[0], known)
        step = outcomes[place][entry.item.pk].step_of(one.id)
        if step is not None and step.irregular is not None:
            _refuse(entry, step)


def _refuse(entry: RulingEntry, step: Step) -> None:
    assert step.irregular is not None
    error = Refused(
        PROBLEMS[step.irregular],
        place=f"item {entry.item.number}, {entry.kind.value}",
        remedy="check the clause, the meeting's date and the item",
    )
    error.code = f"{Refused.code}.{step.irregular.value}"
    raise error


def _require_second(entries: Sequence[RulingEntry]) -> None:
    """Refuse what ends tracking before a second person confirmed its record, where the body asks for one."""
    meetings = {entry.clause.meeting_id for entry in entries if MOVES[entry.kind].ends}
    for meeting in Meeting.objects.filter(pk__in=meetings).select_related("body").order_by("pk"):
        if awaits_second(meeting):
            raise NeedsSecond(meeting)


def _require_complete(entry: RulingEntry) -> None:
    """Refuse what is missing or makes no sense for the kind."""
    place = f"item {entry.item.number}, {entry.kind.value}"
    move = MOVES[entry.kind]
    present = {
        Needs.MERGED_INTO: entry.merged_into is not None,
        Needs.HANDED_TO: bool(entry.handed_to.strip()) or entry.handed_to_body is not None,
        Needs.REASON_CODE: bool(entry.reason_code),
    }
    for need in move.needs:
        if not present[need]:
            raise InvalidInput(
                f"a ruling of this kind needs {need.value}",
                field=need.value,
                place=place,
                remedy="fill it in",
            )
    if entry.merged_into is not None and entry.kind is not RulingKind.MERGE:
        raise InvalidInput("only a merge merges", field="merged_into", place=place, remedy="leave it empty")
    if move.ends and entry.due:
        raise InvalidInput(
            "a ruling that ends tracking sets no deadline", field="due", place=place, remedy="leave it empty"
        )
    if any(duty.item_id != entry.item.pk for duty in entry.duties):
        raise InvalidInput(
            "a duty named is of another item",
            field="duties",
            place=place,
            remedy="name the item's own duties",
        )
    if Ruling.objects.filter(
        item=entry.item, clause=entry.clause, kind=entry.kind.value, standing=True
    ).exists():
        raise Conflict("this ruling was entered already", place=place, remedy="look at the item's page")
