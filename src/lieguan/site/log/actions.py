"""Writing to the log: the only place that does."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from lieguan.site.log.models import Entry, Values

START = "0" * 64
# Any number that no other lock of this database uses: the chain has one end, so writers queue for it.
CHAIN_LOCK = 0x6C696567


class Actor(Protocol):
    """Who acts: an account, or the system itself."""

    pk: Any

    def __str__(self) -> str: ...


def canonical(value: Any) -> bytes:
    """One byte string for one value: sorted keys, no white space, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
    ).encode()


def values_digest(salt: str, value: Any) -> str:
    """The salted digest of a value, or "" where there is none."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest() if value is not None else ""


def entry_digest(entry: Entry) -> str:
    """The digest of an entry: over every field but itself."""
    fields = {
        "number": entry.number,
        "at": entry.at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor": entry.actor,
        "action": entry.action,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "body_id": entry.body_id,
        "event_on": entry.event_on.isoformat() if entry.event_on else None,
        "ground": entry.ground,
        "before_digest": entry.before_digest,
        "after_digest": entry.after_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(fields)).hexdigest()


def append(
    actor: Actor | None,
    action: str,
    target: Model,
    *,
    before: Any = None,
    after: Any = None,
    body_id: int | None = None,
    event_on: date | None = None,
    ground: str = "",
) -> Entry:
    """Write one entry at the end of the chain. Must be called inside the transaction that makes the change.

    action    app.verb, such as `tracking.open_item`
    before, after   JSON values of what changed (None where there was nothing)
    event_on  the day that the fact is of (the meeting's day), where it is not the day of writing
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("log.append needs the transaction of the change")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-number").first()
    salt = secrets.token_hex(16)
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        actor_id=actor.pk if actor is not None else None,
        actor=str(actor) if actor is not None else "lieguan",
        action=action,
        kind=target._meta.label_lower,
        object_id=str(target.pk),
        body_id=body_id,
        event_on=event_on,
        ground=ground,
        before_digest=values_digest(salt, before),
        after_digest=values_digest(salt, after),
        previous=last.digest if last else START,
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    plain = json.loads(canonical({"before": before, "after": after}))
    Values.objects.create(entry=entry, salt=salt, before=plain["before"], after=plain["after"])
    return entry
