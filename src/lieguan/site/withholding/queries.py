"""What pages may ask of restrictions."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.withholding.models import Restriction
from lieguan.site.withholding.reading import Held, current


def standing(kind: str, key: str) -> Restriction | None:
    """The restriction of a thing itself that stands, or None."""
    return Restriction.objects.filter(kind=kind, key=key, lifted_at=None).first()


def of_body(body: Body) -> QuerySet[Restriction]:
    """All restrictions of a body, those that stand first."""
    return (
        Restriction.objects.filter(body=body)
        .select_related("made_by", "lifted_by")
        .order_by(F("lifted_at").asc(nulls_first=True), "-pk")
    )


def holding(*keys: str) -> Held | None:
    """The restriction that covers one of these keys, whoever reads: so that who may read it sees that others do not."""
    covers = current().covers
    return next((held for key in keys for held in covers.get(key, ()) if not held.unless), None)


def may_restrict(account: Any, body: Body | int) -> bool:
    """Whether this account may restrict things of the body, and lift their restrictions."""
    return allowed(account, Right.RESTRICT, body=body)
