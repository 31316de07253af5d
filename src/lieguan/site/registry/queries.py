"""What other apps may read of bodies and agencies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.prepared import Prepared
from lieguan.site.registry.rights import TABLE, Right, grants_of


def body_called(slug: str) -> Body:
    """The body of this address. Raises Http404."""
    found = _BODY(slug)
    if not found:
        raise Http404
    return found[0]


_BODY = Prepared(lambda slug: Body.objects.filter(slug=slug))


def bodies_where(account: Any, right: Right) -> QuerySet[Body]:
    """The bodies in which `account` holds `right`: all of them for a role that holds it everywhere."""
    if account is None or not account.is_authenticated or not account.is_active:
        return Body.objects.none()
    scopes = [body for role, body, agency in grants_of(account) if right in TABLE[role] and agency is None]
    return Body.objects.all() if None in scopes else Body.objects.filter(pk__in=scopes)


def agencies_where(account: Any, right: Right) -> QuerySet[Agency]:
    """The agencies for which `account` holds `right` by a role of theirs, by name."""
    keys = [
        agency for role, _body, agency in grants_of(account) if agency is not None and right in TABLE[role]
    ]
    return Agency.objects.filter(pk__in=keys)


def names_of_bodies() -> dict[int, list[str]]:
    """{primary key: [name, short name]} of every body."""
    return {
        pk: [name, short] if short else [name]
        for pk, name, short in Body.objects.values_list("pk", "name", "short_name")
    }


def agencies_like(words: str) -> QuerySet[Agency]:
    """Agencies whose name, short name or code holds `words`; all for ""."""
    found = Agency.objects.select_related("parent", "successor")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words)
        )
    return found
