"""The lexicon: what is known beforehand about agencies, titles, names and the calendar, as data with sources.

`resolve` finds an agency by what minutes call it; `check` counts what is verified and what is not.
"""

from __future__ import annotations

from datetime import date

from lieguan.lexicon.agencies import EDITION, Agencies, AgencyRow, standard, with_files
from lieguan.lexicon.check import Report, check

__all__ = ["Agencies", "AgencyRow", "Report", "check", "resolve", "standard", "version", "with_files"]


def version() -> str:
    """The edition of the data files, as year and month; a record says which one made it."""
    return EDITION


def resolve(
    short: str, *, body: str | None = None, day: date | None = None, place: str | None = None
) -> AgencyRow | None:
    """The agency that `short` means in a meeting of `body` on `day`; see `Agencies.resolve`."""
    return standard().resolve(short, body=body, day=day, place=place)
