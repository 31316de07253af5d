"""Every change of a body. (Agencies come of themselves, agencies.py; accounts and roles: accounts/actions.py.)"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from lieguan.errors import InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Account, Agency, Body
from lieguan.site.registry.rights import Right, require


@transaction.atomic
def create_body(
    actor: Account,
    name: str,
    slug: str,
    *,
    short_name: str = "",
    secretariat: Agency | None = None,
    predecessor: Body | None = None,
) -> Body:
    """Enter a body that meets.

    slug         its word in addresses (outlying-islands); it never changes
    secretariat  the agency or unit that serves it
    predecessor  the body whose items it took over: its meetings rule on those too
    Raises NotAllowed, InvalidInput.
    """
    require(actor, Right.MANAGE_BODIES)
    body = Body(slug=slug.strip())
    return _store(actor, "registry.create_body", body, name, short_name, secretariat, predecessor)


@transaction.atomic
def change_body(
    actor: Account,
    body: Body,
    *,
    name: str,
    short_name: str = "",
    secretariat: Agency | None = None,
    predecessor: Body | None = None,
) -> Body:
    """Change what is said of a body. Raises NotAllowed, InvalidInput, and Refused where it would succeed itself."""
    require(actor, Right.MANAGE_BODIES)
    body = Body.objects.select_for_update().get(pk=body.pk)
    before = values(body)
    above = predecessor
    while above is not None:
        if above.pk == body.pk:
            raise Refused("the body would be its own predecessor", place=body.name, remedy="choose another")
        above = above.predecessor
    return _store(actor, "registry.change_body", body, name, short_name, secretariat, predecessor, before)


def values(body: Body) -> dict[str, Any]:
    """What the log keeps of a body."""
    return {
        "name": body.name,
        "short_name": body.short_name,
        "slug": body.slug,
        "secretariat": body.secretariat_id,
        "predecessor": body.predecessor_id,
    }


def _store(
    actor: Account,
    action: str,
    body: Body,
    name: str,
    short_name: str,
    secretariat: Agency | None,
    predecessor: Body | None,
    before: dict[str, Any] | None = None,
) -> Body:
    body.name, body.short_name = " ".join(name.split()), " ".join(short_name.split())
    body.secretariat, body.predecessor = secretariat, predecessor
    try:
        body.full_clean()
    except ValidationError as error:
        field, said = next(iter(error.message_dict.items()))
        raise InvalidInput(" ".join(said), field=field, place=name) from None
    body.save()
    log.append(actor, action, body, before=before, after=values(body), body_id=body.pk)
    return body
