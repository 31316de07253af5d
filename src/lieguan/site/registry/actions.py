"""Changes of bodies and agencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from lieguan.errors import InvalidInput
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, require

BODY_FIELDS = ("name", "short_name", "slug", "secretariat", "predecessor", "second_person")
AGENCY_FIELDS = ("name", "short_name", "code", "oid", "parent", "successor", "valid_from", "valid_to")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def create_body(actor: Any, **values: Any) -> Body:
    """A new body. Without a `slug` it gets the next free `body-N`; it stands in addresses and can be changed."""
    with transaction.atomic():
        require(actor, Right.MANAGE_BODIES)
        body = Body()
        values["slug"] = values.get("slug") or _free_slug()
        _set(body, BODY_FIELDS, values)
        log.append(actor, "registry.create_body", body, after=_plain(body, BODY_FIELDS), body_id=body.pk)
    return body


def edit_body(actor: Any, body_pk: int, values: Mapping[str, Any]) -> Body:
    """Change a body's names, address, secretariat, predecessor, or whether a second person confirms what ends items."""
    with transaction.atomic():
        require(actor, Right.MANAGE_BODIES)
        body = Body.objects.select_for_update().get(pk=body_pk)
        before = _plain(body, BODY_FIELDS)
        if body.second_person and not values.get("second_person", True):
            # An entry of its own, and first: the database lets the switch go off right behind it alone (guards.py).
            log.append(
                actor, "registry.second_person_off", body, before={"second_person": True},
                after={"second_person": False}, body_id=body.pk,
            )  # fmt: skip
        _set(body, BODY_FIELDS, values)
        log.append(
            actor, "registry.edit_body", body, before=before, after=_plain(body, BODY_FIELDS), body_id=body.pk
        )
    return body


def set_submitting(actor: Any, agency_pk: int, *, desk_submits: bool) -> Agency:
    """Say whether the desk of an agency submits by itself, or an approver for it. Nothing where it is so already."""
    with transaction.atomic():
        require(actor, Right.SET_SUBMITTING, agency=agency_pk)
        agency = Agency.objects.select_for_update().get(pk=agency_pk)
        if agency.desk_submits != desk_submits:
            before, agency.desk_submits = agency.desk_submits, desk_submits
            agency.save(update_fields=["desk_submits", "modified_at"])
            log.append(
                actor, "registry.set_submitting", agency, before={"desk_submits": before},
                after={"desk_submits": desk_submits},
            )  # fmt: skip
    return agency


def create_agency(actor: Any, values: Mapping[str, Any]) -> Agency:
    """A new agency."""
    with transaction.atomic():
        require(actor, Right.MANAGE_BODIES)
        agency = Agency()
        _set(agency, AGENCY_FIELDS, values)
        log.append(actor, "registry.create_agency", agency, after=_plain(agency, AGENCY_FIELDS))
    return agency


def edit_agency(actor: Any, agency_pk: int, values: Mapping[str, Any]) -> Agency:
    """Change what is known of an agency."""
    with transaction.atomic():
        require(actor, Right.MANAGE_BODIES)
        agency = Agency.objects.select_for_update().get(pk=agency_pk)
        before = _plain(agency, AGENCY_FIELDS)
        _set(agency, AGENCY_FIELDS, values)
        log.append(actor, "registry.edit_agency", agency, before=before, after=_plain(agency, AGENCY_FIELDS))
    return agency


def _free_slug() -> str:
    taken = set(Body.objects.filter(slug__startswith="body-").values_list("slug", flat=True))
    number = 1
    while f"body-{number}" in taken:
        number += 1
    return f"body-{number}"


def _set(thing: Body | Agency, fields: tuple[str, ...], values: Mapping[str, Any]) -> None:
    for key in fields:
        if key in values:
            setattr(thing, key, values[key])
    if not thing.name.strip():
        raise InvalidInput("a name is needed", field="name")
    if isinstance(thing, Body) and not _SLUG.fullmatch(thing.slug):
        raise InvalidInput("an address has letters, digits and hyphens", field="slug")
    if isinstance(thing, Body) and thing.pk and _succeeds(thing.predecessor, thing.pk):
        raise InvalidInput(
            "the body would be its own predecessor",
            field="predecessor",
            place=thing.name,
            remedy="choose another",
        )
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as error:
        raise InvalidInput("the name or the address is taken", field="name", place=thing.name) from error


def _succeeds(body: Body | None, other: int) -> bool:
    """Whether `body` is the other one, or took over from it, however many times."""
    while body is not None and body.pk != other:
        body = body.predecessor
    return body is not None


def _plain(thing: Body | Agency, fields: tuple[str, ...]) -> dict[str, Any]:
    values = {}
    for key in fields:
        value = getattr(thing, key)
        values[key] = value.pk if isinstance(value, (Body, Agency)) else value
    return values
