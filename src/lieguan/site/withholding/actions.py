"""Restricting a thing, lifting the restriction, and following its words where they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput
from lieguan.lexicon.grounds import grounds
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.withholding import kinds
from lieguan.site.withholding.models import Cover, Restriction
from lieguan.site.withholding.reading import inside


@contextmanager
def change() -> Iterator[None]:
    """The transaction of an action, which works on the words themselves, whoever acts."""
    with inside(), transaction.atomic():
        yield


def restrict(actor: Any, kind: str, key: str, *, ground: int, reason: str) -> Restriction:
    """Withhold a thing from whoever has no right to it, from this moment on.

    Raises NotAllowed, InvalidInput (no such thing, no ground, no reason), Conflict (it is restricted already).
    """
    with change():
        thing = kinds.kind_named(kind).find(key)
        if thing is None:
            raise InvalidInput(f"there is no {kind} {key}", field="key", place="restriction")
        require(actor, Right.RESTRICT, body=thing.body)
        if ground not in grounds():
            raise InvalidInput(
                f"no ground {ground}", field="ground", place=key, remedy="choose one of the law's"
            )
        reason = _reason(reason)
        # Whoever restricts the same thing at the same time waits here, and then sees this restriction.
        Body.objects.select_for_update(no_key=True).get(pk=thing.body.pk)
        if Restriction.objects.filter(kind=kind, key=key, lifted_at=None).exists():
            raise Conflict("it is restricted already", place=f"{kind} {key}", remedy="load the page again")
        made = Restriction.objects.create(
            kind=kind, key=key, body=thing.body, ground=ground, reason=reason, made_by_id=getattr(actor, "pk", None)
        )  # fmt: skip
        always = kinds.followed(key for key, unless in thing.covers if not unless)
        covered = {*((key, "") for key in always), *(one for one in thing.covers if one[1])}
        _cover(made, covered)
        kinds.touch(always)
        log.append(
            actor, "withholding.restrict", made, body_id=thing.body.pk, event_on=thing.on, ground=reason,
            after=facts_of(made) | {"covers": sorted(map(list, covered))},
        )  # fmt: skip
    return made


def lift(actor: Any, restriction_pk: int, reason: str) -> Restriction:
    """Let everybody read it again; the restriction stays in the log and in the list of those that were."""
    with change():
        found = Restriction.objects.select_for_update().get(pk=restriction_pk)
        require(actor, Right.RESTRICT, body=found.body_id)
        reason = _reason(reason)
        if found.lifted_at is not None:
            raise Conflict("it is lifted already", place=str(found), remedy="load the page again")
        found.lifted_at, found.lifted_because = timezone.now(), reason
        found.lifted_by_id = getattr(actor, "pk", None)
        found.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        kinds.touch(found.covers.values_list("key", flat=True))
        log.append(
            actor, "withholding.lift", found, before={"lifted": False}, after={"lifted": True},
            body_id=found.body_id, ground=reason,
        )  # fmt: skip
    return found


def grow(actor: Any, keys: Iterable[str], split: Mapping[str, str] | None = None) -> None:
    """Follow withheld words that a change moved. In the caller's transaction, after the change.

    keys   of what was changed or made
    split  {key of a part that was just made: key of the paragraph that it was part of}
    """
    known = frozenset(keys) | frozenset((split or {}).values())
    touched = Restriction.objects.filter(lifted_at=None, covers__key__in=known, covers__unless="").distinct()
    for restriction in touched.order_by("pk"):
        covered = set(restriction.covers.filter(unless="").values_list("key", flat=True))
        parts = {part for part, whole in (split or {}).items() if whole in covered}
        new = kinds.followed(covered | parts) - covered
        if new:
            _cover(restriction, {(key, "") for key in new})
            log.append(
                actor, "withholding.grow", restriction, after={"covers": [[key, ""] for key in sorted(new)]},
                body_id=restriction.body_id,
            )  # fmt: skip


def facts_of(restriction: Restriction) -> dict[str, Any]:
    """What the log keeps of a restriction, beside what it covers."""
    return {"kind": restriction.kind, "key": restriction.key, "ground": restriction.ground, "lifted": False}


def _cover(restriction: Restriction, covered: Iterable[kinds.Covered]) -> None:
    Cover.objects.bulk_create(
        Cover(restriction=restriction, key=key, unless=unless) for key, unless in sorted(covered)
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("a reason is needed", field="reason", remedy="say why in a few words")
    return reason.strip()
