"""The second person 覆核: who confirms again a record that ends items."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lieguan.errors import Conflict, Refused
from lieguan.site.log import actions as log
from lieguan.site.records.actions.access import hold, must_be, need
from lieguan.site.records.models import Minutes, SecondConfirmation
from lieguan.site.registry.rights import Right


class SamePerson(Refused):
    """Who confirmed or corrected the record is not the second person."""

    code = "site.refused.same-person"


def confirm_second(actor: Any, minutes_pk: int, version: int) -> SecondConfirmation:
    """Confirm a record as the second person: what it ends can be entered from now on.

    version  the number of the record's version that the person saw; a correction needs another confirmation
    Raises NotAllowed, SamePerson, Conflict (not confirmed, corrected meanwhile, or confirmed again already).
    """
    with transaction.atomic():
        minutes = hold(minutes_pk)
        need(actor, Right.CONFIRM, minutes.body_id)
        must_be(minutes, Minutes.State.CONFIRMED)
        latest = minutes.meeting.versions.defer("record").order_by("-number").first()
        if latest.number != version:
            raise Conflict("the record was corrected", place=str(minutes), remedy="load the page again")
        if SecondConfirmation.objects.filter(version=latest).exists():
            raise Conflict("a second person confirmed it already", place=str(minutes), remedy="go on")
        if latest.made_by_id == actor.pk:
            raise SamePerson(
                "the first person is not the second",
                place=str(minutes),
                remedy="ask somebody else to confirm it",
            )
        made = SecondConfirmation.objects.create(version=latest, by=actor)
        log.append(
            actor, "records.confirm_second", minutes, after={"version": latest.number}, body_id=minutes.body_id,
            event_on=minutes.meeting.starts_on,
        )  # fmt: skip
    return made
