"""What confirmed minutes mean for tracking: the items that their clauses open, and the rulings on tracked items. Pure.

Nothing here is written; a person ticks, edits and adds (intake.py shows it and takes the answer). Each proposal says
what it rests on and how sure it is; what is a guess is not ticked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lieguan.record.nouns import Ruling
from lieguan.site.tracking import naming
from lieguan.site.tracking.likeness import LIKELY, SAME, Match, ranked
from lieguan.site.tracking.proposed import (
    Basis,
    ClauseFacts,
    ItemProposal,
    KnownItem,
    Proposals,
    RulingProposal,
    due_of,
    duties_of,
)
from lieguan.site.tracking.replay import NO_DUE, Due
from lieguan.site.tracking.states import MOVES, ReasonCode, RulingKind
from lieguan.site.tracking.titles import title_of

# Characters of the shortest name by which an agency is known without the ministry above it (水利署).
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """What a subject turned out to be."""

    basis: Basis
    certainty: str
    item: KnownItem | None = None
    likeness: float | None = None
    candidates: tuple[int, ...] = ()


def propose(clauses: Sequence[ClauseFacts], known: Sequence[KnownItem]) -> Proposals:
    """What the clauses of a record (those without a parent, in order) propose about the known items of its body."""
    return _Proposing(clauses, known).run()


class _Proposing:
    """One record's proposals in the making."""

    def __init__(self, clauses: Sequence[ClauseFacts], known: Sequence[KnownItem]) -> None:
        self.clauses = clauses
        self.known = {item.id: item for item in known}
        self.made = Proposals()
        self.carried: dict[str, str] = {}
        # Items that a clause disposes of by name or number: they are not among 其餘. An extension disposes of nothing.
        self.disposed: set[int] = set()

    def run(self) -> Proposals:
        """Named items first, then 其餘, then new items; given back in the record's order."""
        ruling = [clause for top in self.clauses for clause in top.walk() if clause.rulings]
        for clause in ruling:
            for index, entry in enumerate(clause.rulings):
                if not self._is_rest(clause, entry):
                    self._named(clause, index, entry)
        for clause in ruling:
            for index, entry in enumerate(clause.rulings):
                if self._is_rest(clause, entry):
                    self._rest(clause, index, entry)
        self._openings()
        order = {
            clause.id: place for place, clause in enumerate(c for top in self.clauses for c in top.walk())
        }
        self.made.items.sort(key=lambda one: order[one.clause])
        self.made.rulings.sort(key=lambda one: order[one.clause])
        return self.made

    # Rulings

    def _is_rest(self, clause: ClauseFacts, entry: Ruling) -> bool:
        if entry.subjects:
            return all(naming.is_rest(subject) for subject in entry.subjects)
        return naming.is_tracking_report(clause.agenda_title)

    def _named(self, clause: ClauseFacts, index: int, entry: Ruling) -> None:
        """One ruling for each item that the entry names; for the agenda's item where it names none."""
        kind = _kind(entry)
        if kind is None and not entry.by_reference:
            return
        subjects = [subject for subject in entry.subjects if not naming.is_rest(subject)]
        if not subjects:
            found = self._find(clause.agenda_title, kind, by_agenda=True)
            if found.item is None and kind is RulingKind.TRACK:
                return  # 本案列管: the clause opens an item
            subjects = [clause.agenda_title] if clause.agenda_title else []
        for subject in subjects:
            found = self._find(subject, kind, by_agenda=not entry.subjects)
            alone = len(subjects) == 1 and len(clause.rulings) == 1
            self._rule(clause, index, entry, kind, subject, found, alone=alone)

    def _rest(self, clause: ClauseFacts, index: int, entry: Ruling) -> None:
        for item in sorted(self.known.values(), key=lambda one: one.number):
            if item.tracked and item.id not in self.disposed:
                found = _Found(
                    Basis.REST, "likely" if entry.subjects or entry.by_reference else "guess", item
                )
                self._rule(clause, index, entry, _kind(entry), "", found, alone=False)

    def _rule(
        self,
        clause: ClauseFacts,
        index: int,
        entry: Ruling,
        kind: RulingKind | None,
        subject: str,
        found: _Found,
        *,
        alone: bool,
    ) -> None:
        made = RulingProposal(
            key=f"ruling-{clause.id}-{index}-{found.item.id if found.item else naming.slug(subject)}",
            clause=clause.id,
            kind=kind or RulingKind.TRACK,
            basis=found.basis,
            certainty=found.certainty,
            ticked=found.certainty != "guess",
            item=found.item.id if found.item else None,
            subject=subject,
            words=clause.text if alone else naming.phrase(clause.text, subject),
            likeness=found.likeness,
            candidates=found.candidates,
            by_reference=entry.by_reference,
        )
        if entry.by_reference and kind is None:
            made = _adopted(made, found.item)
        limited = self._limited(made, clause)
        waits, made = limited is not made, limited
        made = self._completed(made, clause, named=bool(subject), alone=alone)
        if found.item is None:
            made = replace(made, opening=self._carry_in(clause, subject, made))
        elif made.kind is not RulingKind.EXTEND and (made.ticked or waits) and subject:
            self.disposed.add(found.item.id)
        self.made.rulings.append(made)

    def _limited(self, made: RulingProposal, clause: ClauseFacts) -> RulingProposal:
        """A release of some agencies' duties alone, or one that somebody else is yet to give.

        Neither is ticked: which duties a part means, and whether the delegate has acted, is for a person to say.
        """
        if made.kind is not RulingKind.RELEASE:
            return made
        words = made.words or clause.text
        item = self.known.get(made.item) if made.item is not None else None
        parts = naming.released_parts(words) or (naming.released_parts(clause.text) if made.subject else "")
        named = _agencies_in(parts, clause, item.agencies) if item and parts else ()
        some = named if item and len(named) < len(item.agencies) else ()
        delegated = naming.delegates(words)
        if not some and not delegated:
            return made
        return replace(made, agencies=some, delegated=delegated, certainty="guess", ticked=False)

    def _completed(
        self, made: RulingProposal, clause: ClauseFacts, *, named: bool, alone: bool
    ) -> RulingProposal:
        """What the kind needs, from the words of the clause; unticked where it is not there."""
        if made.kind is RulingKind.MERGE and made.merged_into is None:
            target = naming.merge_target(clause.text)
            found = self._find(target, RulingKind.TRACK) if target else None
            into = found.item.id if found and found.item and found.item.id != made.item else None
            made = replace(made, merged_into=into, ticked=made.ticked and into is not None)
        if made.kind is RulingKind.HAND_OVER and not made.handed_to:
            to = naming.handed_to(clause.text) or next((one.name for one in clause.agencies), "")
            made = replace(made, handed_to=to, ticked=made.ticked and bool(to))
        if made.kind is RulingKind.END and not made.reason_code:
            code = naming.reason_code(clause.text)
            made = replace(
                made, reason_code=code or ReasonCode.OTHER_APPROVED, ticked=made.ticked and bool(code)
            )
        if MOVES[made.kind].ends or made.by_reference:
            return made
        if made.kind is RulingKind.EXTEND or (named and alone):
            made = replace(made, due=due_of(clause.deadlines))
        item = self.known.get(made.item) if made.item is not None else None
        if named and alone and item is not None:
            new = tuple(duty for duty in duties_of(clause) if duty.agency.name not in item.agencies)
            made = replace(made, new_duties=new)
        return made

    def _carry_in(self, clause: ClauseFacts, subject: str, ruling: RulingProposal) -> str:
        """The key of the proposal that carries in what nobody opened here; one for each name."""
        slug = naming.slug(subject)
        if slug not in self.carried:
            keeps = not MOVES[ruling.kind].ends
            made = ItemProposal(
                key=f"item-{clause.id}-{slug}",
                clause=clause.id,
                title=subject,
                basis=Basis.UNKNOWN,
                certainty=ruling.certainty,
                ticked=ruling.ticked,
                duties=duties_of(clause) if keeps else (),
                due=ruling.due if keeps else NO_DUE,
                carried_in=True,
                number=naming.number_of(subject),
            )
            self.carried[slug] = made.key
            self.made.items.append(made)
        return self.carried[slug]

    # Which item is meant

    def _find(self, subject: str, kind: RulingKind | None, *, by_agenda: bool = False) -> _Found:
        number = naming.number_of(subject)
        if number is not None:
            return self._numbered(subject, number, kind)
        matches = self._matches(subject, kind)
        if not matches:
            return _Found(Basis.UNKNOWN, "guess" if by_agenda else "likely")
        best, others = matches[0], tuple(match.item for match in matches[1:4])
        item = self.known[best.item]
        certainty = "sure" if best.likeness >= SAME else "likely" if best.likeness >= LIKELY else "guess"
        if not _fits(item, kind) or (others and matches[1].likeness == best.likeness and not item.tracked):
            certainty = "guess"
        basis = Basis.AGENDA if by_agenda else Basis.NAMED if best.likeness >= SAME else Basis.LIKE
        if by_agenda and certainty == "sure":
            certainty = "likely"
        return _Found(basis, certainty, item, best.likeness, others)

    def _numbered(self, subject: str, number: int, kind: RulingKind | None) -> _Found:
        item = next((one for one in self.known.values() if one.number == number), None)
        if item is None:
            return _Found(Basis.UNKNOWN, "guess")
        sure = "sure" if naming.says_number(subject) else "likely"
        return _Found(Basis.NUMBER, sure if _fits(item, kind) else "guess", item)

    def _matches(self, subject: str, kind: RulingKind | None) -> list[Match]:
        """Items by likeness; of equals, those that such a ruling can be on come first."""
        found = ranked(subject, {item.id: item.title for item in self.known.values()})
        return sorted(found, key=lambda match: (-match.likeness, not _fits(self.known[match.item], kind)))

    # New items

    def _openings(self) -> None:
        units = [unit for top in self.clauses for unit in _units(top)]
        by_agenda: dict[str, int] = defaultdict(int)
        for unit in units:
            by_agenda[unit.agenda_title] += _opens(unit)
        for unit in units:
            if not _opens(unit):
                self._after_release(unit)
                continue
            mentioned = self._mentioned(unit, alone=by_agenda[unit.agenda_title] == 1)
            if mentioned is not None:
                self.made.rulings.append(mentioned)
                continue
            self._open(unit, alone=by_agenda[unit.agenda_title] == 1)

    def _open(self, unit: ClauseFacts, *, alone: bool) -> None:
        duties = duties_of(unit)
        tracked = unit.disposition == "track" or any(
            _kind(entry) is RulingKind.TRACK for entry in unit.rulings
        )
        # An instruction to nobody, or one on what is put off, is for a person to decide.
        waits = unit.disposition in {"defer", "reject"} or not (duties or tracked)
        firm = (
            tracked or any(duty.agency.role for duty in duties) or any(one.deadlines for one in unit.walk())
        )
        self.made.items.append(
            ItemProposal(
                key=f"item-{unit.id}",
                clause=unit.id,
                title=title_of(
                    unit.text,
                    unit.agenda_title,
                    alone=alone,
                    told=[duty.agency.as_written for duty in duties],
                ),
                basis=Basis.TRACKED if tracked else Basis.INSTRUCTED,
                certainty="guess" if waits else "sure" if firm else "likely",
                ticked=not waits,
                duties=duties,
                due=due_of(unit.deadlines) or due_of(d for one in unit.walk() for d in one.deadlines),
            )
        )

    def _mentioned(self, unit: ClauseFacts, *, alone: bool) -> RulingProposal | None:
        """An instruction that begins with the name of a tracked item, or stands under its title, goes on with it."""
        quoted = naming.leading_name(unit.text)
        subject = quoted or (unit.agenda_title if alone else "")
        if not subject or naming.is_tracking_report(subject):
            return None
        best = next(iter(self._matches(subject, RulingKind.TRACK)), None)
        if best is None or best.likeness < SAME or not self.known[best.item].tracked:
            return None
        item = self.known[best.item]
        self.disposed.add(item.id)
        return RulingProposal(
            key=f"ruling-{unit.id}-mentioned-{item.id}",
            clause=unit.id,
            kind=RulingKind.TRACK,
            basis=Basis.MENTIONED,
            certainty="likely",
            ticked=True,
            item=item.id,
            subject=subject,
            words=unit.text,
            likeness=best.likeness,
            due=due_of(unit.deadlines),
            new_duties=tuple(duty for duty in duties_of(unit) if duty.agency.name not in item.agencies),
        )

    def _after_release(self, unit: ClauseFacts) -> None:
        """同意「X」解除列管…並請各業管部會…積極辦理: what is still to be done can be opened, if a person wants it."""
        ends = [one for one in self.made.rulings if one.clause == unit.id and MOVES[one.kind].ends]
        if len(ends) != 1 or ends[0].kind is not RulingKind.RELEASE or not unit.agencies:
            return
        self.made.items.append(
            ItemProposal(
                key=f"item-{unit.id}",
                clause=unit.id,
                title=ends[0].subject or title_of(unit.text, unit.agenda_title, alone=True),
                basis=Basis.AFTER,
                certainty="guess",
                ticked=False,
                duties=duties_of(unit),
                due=due_of(unit.deadlines),
            )
        )


def _agencies_in(parts: str, clause: ClauseFacts, agencies: Iterable[str]) -> tuple[str, ...]:
    """Those of an item's agencies that the words name: whole, as the clause writes them, or without the ministry above."""
    written = {one.name: one.as_written for one in clause.agencies}
    return tuple(
        sorted(
            name
            for name in agencies
            if any(said in parts for said in (name, written.get(name) or name, *_below_ministry(name)))
        )
    )


def _below_ministry(name: str) -> Iterator[str]:
    """經濟部水利署 -> 水利署; nothing where what is left would be too short to mean it."""
    for mark in "部院會府":
        above, _mark, own = name.partition(mark)
        if above and len(own) >= SHORTEST:
            yield own


def _kind(entry: Ruling) -> RulingKind | None:
    """The kind of ruling; None for an entry that adopts recommendations, or decides nothing on tracking."""
    return RulingKind(entry.disposition) if entry.disposition in set(RulingKind) else None


def _fits(item: KnownItem, kind: RulingKind | None) -> bool:
    """Whether a ruling of this kind can be on the item as it stood."""
    return item.state in MOVES[kind or RulingKind.TRACK].sources


def _adopted(made: RulingProposal, item: KnownItem | None) -> RulingProposal:
    """The ruling that the recommendation on the item gives; not ticked where there is none."""
    recommended = item.recommended if item else None
    if recommended is None:
        return replace(made, certainty="guess", ticked=False)
    due = Due(on=recommended.extend_to) if recommended.extend_to else NO_DUE
    return replace(
        made,
        kind=recommended.kind,
        basis=Basis.ADOPTED,
        merged_into=recommended.merge_into,
        handed_to=recommended.handed_to,
        reason=recommended.reason,
        reason_code=recommended.reason_code,
        due=NO_DUE if MOVES[recommended.kind].ends else due,
    )


def _opens(unit: ClauseFacts) -> bool:
    """Whether the clause opens an item: it tells agencies to act, or decides to track, and rules on no known item."""
    told = any(one.agencies for one in unit.walk())
    rules = any(_kind(entry) or entry.by_reference for one in unit.walk() for entry in one.rulings)
    if rules:
        first = unit.rulings[0] if unit.rulings else None
        return (
            first is not None
            and not first.subjects
            and _kind(first) is RulingKind.TRACK
            and not naming.is_tracking_report(unit.agenda_title)
        )
    return told or unit.disposition == "track" or naming.instructs(unit.text)


def _units(clause: ClauseFacts) -> list[ClauseFacts]:
    """The clauses that can each open an item: the clause as a whole, or, under a mere lead-in, each below it."""
    stands = clause.agencies or clause.rulings or naming.leading_name(clause.text) or not clause.children
    if stands:
        return [clause]
    return [unit for child in clause.children for unit in _units(child)]
