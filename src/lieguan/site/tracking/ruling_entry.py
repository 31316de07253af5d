"""A ruling as a person confirmed it, on its way into the tables."""

from __future__ import annotations

from dataclasses import dataclass

from lieguan.site.records.models import Clause
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.opening import DutyEntry
from lieguan.site.tracking.replay import NO_DUE, Due
from lieguan.site.tracking.states import RulingKind


@dataclass(frozen=True, slots=True)
class RulingEntry:
    """A ruling as a person confirmed it.

    words          the words of the clause that show it; the whole clause where empty
    duties         the duties that it names; empty: the whole item
    handed_to      the body that it is handed to, as written; handed_to_body where it is one of this site's
    due            the deadline that it sets, for rulings that keep the item tracked
    delegated_act  what the delegate did, where the clause delegates the release
    new_duties     agencies that the clause adds to the item
    version        the item's version that the person saw
    """

    item: Item
    clause: Clause
    kind: RulingKind
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
    replaces: Ruling | None = None
    new_duties: tuple[DutyEntry, ...] = ()
    version: int | None = None
