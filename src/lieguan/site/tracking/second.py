"""Records that wait for their second person 覆核, and what they would end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lieguan.site.records.models import Clause, Minutes, RecordVersion, SecondConfirmation
from lieguan.site.records.queries import awaits_second
from lieguan.site.registry.accounts.queries import holders
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Right
from lieguan.site.tracking import intake, overview
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import MOVES, RulingKind

ENDS = {kind.value for kind, move in MOVES.items() if move.ends}


@dataclass(frozen=True, slots=True)
class Ending:
    """One item that the record proposes to end: by which clause, and how. `item` is None where it is to be chosen."""

    clause: Clause
    kind: RulingKind
    item: Item | None
    subject: str


@dataclass(frozen=True, slots=True)
class Second:
    """How a record stands with its second person.

    version  the record as it stands; `version.made_by` is the first person
    done     the second confirmation of it, or None
    others   who may confirm it: all who may confirm records of the body, but the first
    """

    version: RecordVersion
    done: SecondConfirmation | None
    others: Sequence[Account]

    @property
    def first(self) -> Any:
        """Who confirmed or corrected it last."""
        return self.version.made_by


def needed(minutes: Minutes) -> bool:
    """Whether these minutes end items and wait for a second person."""
    if minutes.meeting is None or not minutes.meeting.body.second_person:
        return False
    return minutes.pk in _that_end([minutes]) and awaits_second(minutes.meeting)


def standing(minutes: Minutes) -> Second | None:
    """How confirmed minutes stand with their second person; None where they are not confirmed."""
    if minutes.meeting is None or minutes.state != Minutes.State.CONFIRMED:
        return None
    version = minutes.meeting.versions.select_related("made_by").defer("record").order_by("-number").first()
    if version is None:
        return None
    done = SecondConfirmation.objects.filter(version=version).select_related("by").first()
    others = [one for one in holders(Right.CONFIRM, minutes.body) if one.pk != version.made_by_id]
    return Second(version, done, others)


def endings(minutes: Minutes) -> list[Ending]:
    """What confirmed minutes propose to end, in their order."""
    made = [one for one in intake.proposals_for(minutes).rulings if MOVES[one.kind].ends]
    clauses = Clause.objects.in_bulk({one.clause for one in made})
    items = Item.objects.in_bulk({one.item for one in made if one.item is not None})
    return [
        Ending(clauses[one.clause], one.kind, items.get(one.item) if one.item else None, one.subject)
        for one in made
    ]


def waiting(bodies: Iterable[Body]) -> list[Minutes]:
    """Records of these bodies that end items, that nobody took into tracking yet, and that no second person confirmed."""
    asked = [body for body in bodies if body.second_person]
    if not asked:
        return []
    found = list(overview.unreviewed(asked).select_related("meeting__body"))
    ending = _that_end(found)
    return [one for one in found if one.pk in ending and awaits_second(one.meeting)]


def _that_end(minutes: Sequence[Minutes]) -> set[int]:
    """Which of the minutes have a standing clause that says so of items, or adopts what others recommended."""
    clauses = Clause.objects.filter(minutes__in=minutes, standing=True)
    return {
        pk
        for pk, disposition, rulings in clauses.values_list("minutes_id", "disposition", "rulings")
        if disposition in ENDS
        or any(one.get("disposition") in ENDS or one.get("by_reference") for one in rulings or ())
    }
