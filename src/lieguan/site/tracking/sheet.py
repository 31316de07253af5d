"""The sheet of the proposals page: the clauses of confirmed minutes in their order, each with what it proposes.

Built the same way to show the page and to take the answer, so that every row finds its fields again by its key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lieguan.site.records.models import Clause, Minutes
from lieguan.site.records.queries import standing_clauses
from lieguan.site.tracking import actions, intake
from lieguan.site.tracking.board import standing_duties
from lieguan.site.tracking.forms.proposals import ItemRow, RulingRow
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.naming import released_parts
from lieguan.site.tracking.proposals import due_of, duties_of
from lieguan.site.tracking.proposed import RulingProposal
from lieguan.site.tracking.states import MOVES
from lieguan.site.tracking.titles import title_of

# Rulings that can be added by hand at once; the page can be opened again for more.
ADDED_RULINGS = 3


@dataclass(slots=True)
class Proposed:
    """A row of the page with the proposal that it came from."""

    row: Any
    proposal: Any


@dataclass(slots=True)
class Block:
    """A clause without a parent, with what stands below it and what it proposes.

    lines    (depth, clause) of the clause and its sub-clauses
    items    proposed items;  rulings: proposed rulings
    added    a row to open another item by this clause, or by one below it
    opened, ruled   what rests on it already
    """

    clause: Clause
    lines: list[tuple[int, Clause]] = field(default_factory=list)
    items: list[Proposed] = field(default_factory=list)
    rulings: list[Proposed] = field(default_factory=list)
    added: ItemRow | None = None
    opened: list[Item] = field(default_factory=list)
    ruled: list[Ruling] = field(default_factory=list)

    @property
    def proposes(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.items or self.rulings or self.opened or self.ruled)


@dataclass(slots=True)
class Sheet:
    """All blocks, the rulings added by hand, and the keys of what is proposed."""

    blocks: list[Block]
    added: list[RulingRow]
    keys: list[str]

    @property
    def item_rows(self) -> Iterator[ItemRow]:
        """Every row that may open an item."""
        for block in self.blocks:
            yield from (one.row for one in block.items)
            if block.added:
                yield block.added

    @property
    def ruling_rows(self) -> Iterator[RulingRow]:
        """Every row that may enter a ruling."""
        for block in self.blocks:
            yield from (one.row for one in block.rulings)
        yield from self.added

    def is_valid(self) -> bool:
        """Whether everything ticked can be taken; looks at every row, so that all errors show at once."""
        wrong = [row for row in (*self.item_rows, *self.ruling_rows) if not row.is_valid()]
        return not wrong

    def answer(self) -> tuple[list[actions.Opening], list[actions.Choice]]:
        """What was ticked."""
        openings = [row.opening() for row in self.item_rows if row.ticked]
        return openings, [row.choice() for row in self.ruling_rows if row.ticked]


def build(minutes: Minutes, data: Mapping[str, Any] | None = None) -> Sheet:
    """The sheet of confirmed minutes, as proposed, or as `data` (a POST) answers it."""
    clauses = {clause.pk: clause for clause in standing_clauses(minutes)}
    made = intake.proposals_for(minutes)
    blocks = _blocks(clauses)
    _show_what_rests(blocks, clauses)
    by_clause = {clause.pk: block for block in blocks.values() for _depth, clause in block.lines}
    for proposal in made.items:
        row = ItemRow(
            data,
            prefix=proposal.key,
            clauses=[clauses[proposal.clause]],
            title=proposal.title,
            duties=intake.duty_entries(proposal.duties, clauses),
            due=proposal.due,
            carried_in=proposal.carried_in,
            ticked=proposal.ticked,
        )
        by_clause[proposal.clause].items.append(Proposed(row, proposal))
    targets = _targets(minutes)
    openings = [(one.key, one.title) for one in made.items if one.carried_in]
    duties = _duties(one.item for one in made.rulings if one.item is not None and MOVES[one.kind].ends)
    for proposal in made.rulings:
        ruling = RulingRow(
            data,
            prefix=proposal.key,
            clauses=[clauses[proposal.clause]],
            items=targets,
            openings=openings,
            proposed=proposal,
            new_duties=intake.duty_entries(proposal.new_duties, clauses),
            duties=duties[proposal.item or 0] if _may_be_partial(proposal, clauses) else (),
        )
        by_clause[proposal.clause].rulings.append(Proposed(ruling, proposal))
    for block in blocks.values():
        block.added = _added(block, data)
    added = [
        RulingRow(
            data, prefix=f"added-{number}", clauses=list(clauses.values()), items=targets, openings=openings
        )
        for number in range(ADDED_RULINGS)
    ]
    keys = [one.key for one in made.items] + [one.key for one in made.rulings]
    return Sheet(list(blocks.values()), added, keys)


def _duties(items: Iterable[int]) -> Mapping[int, list[Duty]]:
    """The duties of these items that nobody moved, by the item."""
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in standing_duties().filter(item__in=set(items)):
        found[duty.item_id].append(duty)
    return found


def _may_be_partial(proposal: RulingProposal, clauses: Mapping[int, Clause]) -> bool:
    """Whether the words suggest that some agencies alone are released: they name agencies, or speak of a part."""
    if not MOVES[proposal.kind].ends:
        return False
    clause = clauses[proposal.clause]
    return bool(proposal.agencies or clause.agencies or released_parts(clause.text))


def _blocks(clauses: Mapping[int, Clause]) -> dict[int, Block]:
    """A block for each clause without a standing parent; those below it in the record's order."""
    blocks: dict[int, Block] = {}
    above: dict[int, tuple[int, int]] = {}  # clause -> (its block, its depth)
    for clause in clauses.values():
        block, depth = above.get(clause.parent_id or 0, (clause.pk, -1))
        above[clause.pk] = (block, depth + 1)
        blocks.setdefault(block, Block(clause)).lines.append((depth + 1, clause))
    return blocks


def _show_what_rests(blocks: Mapping[int, Block], clauses: Mapping[int, Clause]) -> None:
    by_clause = {clause.pk: block for block in blocks.values() for _depth, clause in block.lines}
    for item in Item.objects.filter(opened_by__in=clauses).order_by("number"):
        by_clause[item.opened_by_id or 0].opened.append(item)
    for ruling in (
        Ruling.objects.filter(clause__in=clauses, standing=True).select_related("item").order_by("pk")
    ):
        by_clause[ruling.clause_id].ruled.append(ruling)


def _targets(minutes: Minutes) -> dict[int, Item]:
    """The items that these minutes can rule on: those that there were when the meeting began; tracked ones first."""
    if minutes.meeting is None:
        return {}
    known = sorted(intake.known_items(minutes.meeting), key=lambda one: not one.tracked)
    rows = Item.objects.in_bulk([one.id for one in known])
    return {one.id: rows[one.id] for one in known}


def _added(block: Block, data: Mapping[str, Any] | None) -> ItemRow:
    """The row that opens another item by a clause of the block."""
    told = intake.clause_facts(block.clause)
    return ItemRow(
        data,
        prefix=f"more-{block.clause.pk}",
        clauses=[clause for _depth, clause in block.lines],
        title=title_of(block.clause.text, block.clause.agenda_title, alone=False),
        duties=intake.duty_entries(duties_of(told), {}),
        due=due_of(told.deadlines),
    )
