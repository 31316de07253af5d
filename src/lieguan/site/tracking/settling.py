"""Writing what replay.py computed, in the order that the guards ask for, and logging what changed by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from lieguan.errors import Conflict
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.tracking import facts
from lieguan.site.tracking.models import Duty, Item
from lieguan.site.tracking.replay import Ending, Outcome
from lieguan.site.tracking.states import ItemState
from lieguan.site.withholding.reading import inside


@contextmanager
def change() -> Iterator[None]:
    """The transaction of an action, which works on the words themselves, whoever acts. What the database refuses because of somebody else is told as a Conflict.

    The actions look before they write; what is refused all the same was changed by another transaction in between.
    """
    try:
        with inside(), transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(
            f"the database refused it: {str(error).splitlines()[0]}",
            remedy="somebody changed the same thing at the same time: load the page again and look",
        ) from error
    except OperationalError as error:
        if not transaction.get_connection().in_atomic_block and _told_by_database(error):
            raise Conflict(
                "two people changed the same things at the same moment",
                remedy="load the page again and send it once more",
            ) from error
        raise


def _told_by_database(error: OperationalError) -> bool:
    """Whether it is a deadlock, a failed serialization (PostgreSQL) or a lock not got in time (SQLite)."""
    return any(
        words in str(error) for words in ("deadlock detected", "could not serialize", "database is locked")
    )


def lock(items: Iterable[int]) -> dict[int, Item]:
    """The items and all that merges join to them, locked until the end of the transaction (PostgreSQL)."""
    wanted = facts.connected(items)
    return {item.pk: item for item in Item.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def require_version(item: Item, version: int | None) -> None:
    """Refuse with Conflict where somebody changed the item since `version` was shown."""
    if version is not None and item.version != version:
        raise Conflict(
            f"somebody changed the item since version {version}",
            place=f"item {item.number}",
            remedy="load the page again, look at what changed, and send it once more",
        )


@contextmanager
def logged(
    actor: Actor | None,
    action: str,
    items: Iterable[int],
    *,
    event_on: date | None = None,
    ground: str = "",
) -> Iterator[None]:
    """Log what the block changes of these items, an entry an item, and count their versions up."""
    wanted = list(items)
    before = facts.snapshots(wanted)
    yield
    after = facts.snapshots(wanted)
    changed = [pk for pk in wanted if before.get(pk) != after[pk]]
    Item.objects.filter(pk__in=[pk for pk in changed if pk in before]).update(
        version=F("version") + 1, modified_at=timezone.now()
    )
    for item in Item.objects.filter(pk__in=changed).order_by("pk"):
        was, became = facts.changes(before.get(item.pk, {}), after[item.pk])
        log.append(
            actor,
            action,
            item,
            before=was or None,
            after=became or None,
            body_id=item.body_id,
            event_on=event_on,
            ground=ground,
        )


def put_back(items: Iterable[int]) -> None:
    """Track the items and their duties again for now; `settle` follows in the same transaction."""
    wanted = list(items)
    now = timezone.now()
    for model, chosen in ((Item, {"pk__in": wanted}), (Duty, {"item__in": wanted})):
        ended = model.objects.filter(**chosen).exclude(state=ItemState.TRACKED)
        fields = {"state": ItemState.TRACKED.value, "ended_by": None}
        if model is Item:
            fields |= {"ended_on": None, "modified_at": now}
        ended.update(**fields)


def settle(items: Iterable[int]) -> dict[int, Outcome]:
    """Bring these items, and those that merges join to them, to what their standing rulings make of them."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("settle needs the transaction of the change")
    found = facts.outcomes(items)
    rows = Item.objects.in_bulk(found)
    duties = Duty.objects.filter(item__in=found).in_bulk()
    # First everything that must be tracked again, then what ends: a duty before its item.
    again = ended_otherwise(found)
    put_back(again)
    for pk, outcome in found.items():
        standing = pk not in again
        _end_duties(outcome, duties, standing=standing)
        _write_item(rows[pk], outcome, standing=standing)
    return found


def ended_otherwise(outcomes: Mapping[int, Outcome]) -> list[int]:
    """The items of which the row, or a duty's, is ended, but not as its outcome says."""
    items = dict(Item.objects.filter(pk__in=outcomes).values_list("pk", "ended_by_id"))
    duties = dict(Duty.objects.filter(item__in=outcomes).values_list("pk", "ended_by_id"))

    def otherwise(now: int | None, wanted: Ending) -> bool:
        return now is not None and now != wanted.by

    return [
        pk
        for pk, outcome in outcomes.items()
        if otherwise(items[pk], outcome.ending)
        or any(otherwise(duties[duty], ending) for duty, ending in outcome.duties.items())
    ]


def _end_duties(outcome: Outcome, duties: dict[int, Duty], *, standing: bool) -> None:
    for pk, ending in outcome.duties.items():
        if ending.by is not None and not (standing and duties[pk].ended_by_id == ending.by):
            Duty.objects.filter(pk=pk).update(state=ending.state, ended_by=ending.by)


def _write_item(item: Item, outcome: Outcome, *, standing: bool) -> None:
    ending, due = outcome.ending, outcome.due
    wanted = {
        "state": ending.state.value,
        "ended_by_id": ending.by,
        "ended_on": ending.on,
        "due_as_written": due.as_written,
        "due_on": due.on,
        "due_next_meeting": due.next_meeting,
        "due_recurrence": due.recurrence,
    }
    now = {name: getattr(item, name) for name in wanted}
    if not standing:
        now |= {"state": ItemState.TRACKED.value, "ended_by_id": None, "ended_on": None}
    if now != wanted:
        Item.objects.filter(pk=item.pk).update(**wanted, modified_at=timezone.now())
