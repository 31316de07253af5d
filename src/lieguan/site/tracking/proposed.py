"""The nouns of what a record proposes: clauses and known items in, items and rulings out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from lieguan.record.nouns import Agency, Deadline, Ruling
from lieguan.site.tracking.replay import NO_DUE, Due
from lieguan.site.tracking.states import ItemState, Labelled, RulingKind, gettext_noop


class Basis(Labelled):
    """What a proposal rests on."""

    INSTRUCTED = "instructed", gettext_noop("本段指示機關辦理")
    TRACKED = "tracked", gettext_noop("本段決定列管")
    NAMED = "named", gettext_noop("本段以名稱指明")
    LIKE = "like", gettext_noop("名稱相近")
    NUMBER = "number", gettext_noop("本段以編號指明")
    AGENDA = "agenda", gettext_noop("依案由")
    REST = "rest", gettext_noop("其餘事項")
    ADOPTED = "adopted", gettext_noop("依列管建議")
    MENTIONED = "mentioned", gettext_noop("本段提及列管事項")
    UNKNOWN = "unknown", gettext_noop("開立之會議紀錄未收錄")
    AFTER = "after", gettext_noop("解除列管後仍應辦理之事項")


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """A clause of the confirmed record with its sub-clauses; the values are those of the record format."""

    id: int
    text: str
    agenda_title: str = ""
    disposition: str = ""
    rulings: tuple[Ruling, ...] = ()
    agencies: tuple[Agency, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    children: tuple[ClauseFacts, ...] = ()

    def walk(self) -> Iterator[ClauseFacts]:
        """The clause and all that stands below it, in the record's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Recommended:
    """What the secretariat recommended on an item to the meeting."""

    kind: RulingKind
    extend_to: date | None = None
    merge_into: int | None = None
    handed_to: str = ""
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item as it stood when the meeting began."""

    id: int
    number: int
    title: str
    state: ItemState = ItemState.TRACKED
    agencies: frozenset[str] = frozenset()
    recommended: Recommended | None = None

    @property
    def tracked(self) -> bool:
        """Whether it was tracked when the meeting began."""
        return self.state is ItemState.TRACKED


@dataclass(frozen=True, slots=True)
class DutyProposal:
    """An agency told to act, and the (sub-)clause that tells it."""

    agency: Agency
    clause: int


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """An item that a clause opens, or that it shows to have been opened elsewhere (`carried_in`).

    number  the number that the minutes call it by, where they do
    """

    key: str
    clause: int
    title: str
    basis: Basis
    certainty: str
    ticked: bool
    duties: tuple[DutyProposal, ...] = ()
    due: Due = NO_DUE
    carried_in: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RulingProposal:
    """A ruling that a clause gives on one item.

    item        the item; None where it is carried in by `opening`, the key of an ItemProposal
    subject     what the clause calls it; empty for 其餘
    likeness    of the subject and the item's title, from 0 to 1; None where it is not by name
    candidates  other items that could be meant, best first
    agencies    those whose duties alone the clause releases, by the names of the item's duties; empty: the whole item
    delegated   whether the clause lets somebody else release: then it is entered with that act, once it is done
    """

    key: str
    clause: int
    kind: RulingKind
    basis: Basis
    certainty: str
    ticked: bool
    item: int | None = None
    opening: str = ""
    subject: str = ""
    words: str = ""
    likeness: float | None = None
    candidates: tuple[int, ...] = ()
    by_reference: bool = False
    merged_into: int | None = None
    handed_to: str = ""
    due: Due = NO_DUE
    reason_code: str = ""
    reason: str = ""
    new_duties: tuple[DutyProposal, ...] = ()
    agencies: tuple[str, ...] = ()
    delegated: bool = False


@dataclass(slots=True)
class Proposals:
    """Everything that one record proposes, in its order."""

    items: list[ItemProposal] = field(default_factory=list)
    rulings: list[RulingProposal] = field(default_factory=list)


def duties_of(clause: ClauseFacts) -> tuple[DutyProposal, ...]:
    """Who is told to act in the clause and below it: each agency once, with the first role that is written."""
    found: dict[str, DutyProposal] = {}
    for one in clause.walk():
        for agency in one.agencies:
            earlier = found.get(agency.name)
            if earlier is None:
                found[agency.name] = DutyProposal(agency, one.id)
            elif earlier.agency.role is None and agency.role is not None:
                found[agency.name] = DutyProposal(replace(earlier.agency, role=agency.role), earlier.clause)
    return tuple(found.values())


def due_of(deadlines: Iterable[Deadline]) -> Due:
    """The deadline of an item: the last date, else the next meeting, else the rhythm of reporting."""
    known = list(deadlines)
    dated = [(one.date, one.as_written) for one in known if one.date]
    if dated:
        on, words = max(dated)
        return Due(words, on=date.fromisoformat(on))
    for one in known:
        if one.relative == "next-meeting":
            return Due(one.as_written, next_meeting=True)
    for one in known:
        if one.recurrence:
            return Due(one.as_written, recurrence=one.recurrence)
    return Due(known[0].as_written) if known else NO_DUE
