"""Who finds what is withheld: those who may read it. For everybody else it is neither found nor counted."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from django.db.models import QuerySet

from lieguan.site.log.models import Entry as LogEntry
from lieguan.site.records.models import Clause, Point, RecordVersion, Statement
from lieguan.site.records.restricting import MINUTES
from lieguan.site.registry.prepared import Prepared
from lieguan.site.registry.rights import TABLE, Right, grants_of
from lieguan.site.search import kinds
from lieguan.site.tracking.models import VOICES, WORDS, Item, Progress
from lieguan.site.tracking.restricting import agencies_of
from lieguan.site.withholding.models import Cover
from lieguan.site.withholding.queries import holding
from lieguan.site.withholding.reading import inside

# How the log calls a restriction.
RESTRICTION = "withholding.restriction"


def viewers(account: Any) -> list[str]:
    """The names under which this account may find what is withheld from others."""
    if account is None or not account.is_authenticated or not account.is_active:
        return []
    scopes = {
        "" if body is None else f":{body}"
        for role, body, agency in grants_of(account)
        if agency is None and Right.READ_WITHHELD in TABLE[role]
    }
    return [f"withheld{scope}" for scope in sorted(scopes)]


def seen_by(usual: tuple[str, ...], *keys: str) -> tuple[str, ...]:
    """Who may find something of these keys: `usual`, or where it is withheld those who may read it."""
    held = holding(*keys)
    if held is None:
        return usual
    return ("withheld", f"withheld:{held.body}", *(f"agency:{one}" for one in agencies_of(held.restriction)))


def keys() -> QuerySet[Any]:
    """The keys of all that is withheld from somebody."""
    return Cover.objects.filter(restriction__lifted_at=None).values_list("key", flat=True)


def not_yet(mark: int | None) -> tuple[str, ...]:
    """The rows of restrictions that the index has not followed yet: they are left out until it has.

    mark  the last entry of the log that it followed
    """
    made = {one for (one,) in _RESTRICTED_SINCE(mark or 0)}
    return tuple(
        kind.row_key(pk)
        for kind in kinds.registered()
        for one in made
        for pk in kind.touched(RESTRICTION, one)
    )


_RESTRICTED_SINCE = Prepared(
    lambda mark: (
        LogEntry.objects.filter(kind=RESTRICTION, number__gt=mark).order_by().values_list("object_id")
    )
)


def covered(model: Any, restriction: str) -> Iterable[int]:
    """The rows of a model of which a restriction, whether it stands or not, covers words."""
    known = list(Cover.objects.filter(restriction=restriction).values_list("key", flat=True))
    items = [key.partition(":")[2] for key in known if key.startswith((WORDS, VOICES))]
    minutes = [key.partition(":")[2] for key in known if key.startswith(MINUTES)]
    conditions = {
        Clause: {"uid__in": known},
        Point: {"uid__in": known},
        Statement: {"uid__in": known},
        Item: {"pk__in": items},
        Progress: {"duty__item__in": items},
        RecordVersion: {"minutes__in": minutes},
    }
    if model not in conditions:
        return ()
    return model.objects.filter(**conditions[model]).values_list("pk", flat=True)


def place_of_part(version: RecordVersion, number: int, kinds: Container[str]) -> int | None:
    """Where the part that is the `number`th of a whole record stands among those that the reader of the moment is given.

    kinds  those of parts that are searched: redaction leaves all of them, and takes some others out between them
    """
    with inside():
        whole = version.record.get("parts") or []
    before = sum(part["kind"] in kinds for part in whole[:number])
    given = [at for at, part in enumerate(version.record.get("parts") or []) if part["kind"] in kinds]
    return given[before] if number < len(whole) and before < len(given) else None
