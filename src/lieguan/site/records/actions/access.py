"""Who may do what to minutes whose body may not be known yet, and taking hold of a row before it is changed."""

from __future__ import annotations

from typing import Any

from lieguan.errors import Conflict, NotAllowed
from lieguan.site.records.models import Minutes
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed, holds


def may(account: Any, right: Right, body: Body | int | None) -> bool:
    """Whether `account` holds `right` in the body; where none is known yet, TAKE_IN anywhere is what counts."""
    if body is None:
        return holds(account, Right.TAKE_IN)
    return allowed(account, right, body=body)


def need(account: Any, right: Right, body: Body | int | None) -> None:
    """Refuse with NotAllowed where `may` says no."""
    if not may(account, right, body):
        raise NotAllowed(
            f"{account} has no right to {right.value}",
            place=str(body or "minutes without a body"),
            remedy="ask the administrator of the site for the role",
        )


def hold(minutes_pk: int) -> Minutes:
    """The minutes, locked until the transaction ends."""
    return Minutes.objects.select_for_update().get(pk=minutes_pk)


def must_be(minutes: Minutes, *states: str) -> None:
    """Refuse with Conflict where the minutes are in none of these states: somebody was quicker."""
    if minutes.state not in states:
        raise Conflict(
            f"the minutes are {minutes.state}", place=f"minutes {minutes.pk}", remedy="load the page again"
        )
