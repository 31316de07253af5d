"""Agencies of the registry by their names, made from the lexicon when they are first needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from lieguan import lexicon
from lieguan.lexicon import Agencies, AgencyRow
from lieguan.site.registry.models import Agency


def known() -> Agencies:
    """The agencies of the lexicon, with the site's own before them (the setting LIEGUAN_LEXICON).

    Raises LexiconError, which names the file and the row.
    """
    return _with_files(tuple(settings.LEXICON))


@cache
def _with_files(paths: Sequence[Path]) -> Agencies:
    return lexicon.with_files(paths)


def ensure(name: str, day: date | None = None) -> Agency:
    """The agency that had this full name on `day`; made on first use, with what the lexicon knows of it.

    A name that the lexicon does not know (總務組, a company) is an agency all the same: it was told to act.
    Needs the transaction of the action that asks for it.
    """
    found = _stored(name, day)
    if found is not None:
        return found
    row = _known(name, day)
    if row is None:
        return Agency.objects.create(name=name)
    return Agency.objects.get_or_create(
        name=row.name,
        valid_from=row.valid_from,
        defaults={
            "short_name": row.short_names[0] if row.short_names else "",
            "code": row.code or "",
            "oid": row.oid or "",
            "valid_to": row.valid_to,
        },
    )[0]


def _stored(name: str, day: date | None) -> Agency | None:
    agencies = Agency.objects.filter(name=name)
    if day is not None:
        began = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        stands = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        agencies = agencies.filter(began, stands)
    return agencies.order_by("-valid_from", "pk").first()


def _known(name: str, day: date | None) -> AgencyRow | None:
    rows = [row for row in known().named(name) if row.name == name and row.in_force(day)]
    return rows[0] if len(rows) == 1 else None
