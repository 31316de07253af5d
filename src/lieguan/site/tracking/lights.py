"""The lights of an item: computed, never typed.

Of its deadline, as long as it is tracked and has a date:

late    逾期      the due date is over. One that is a day off is over at the end of the next working day
soon    即將到期  at risk: the due date is at most 30 days away (SOON_DAYS)
ok      如期      on time: it is further away
none    無期限    ended, or without a date (下次會議, 每季, or nothing printed)

Of its agencies: silent 未回報, where the due date of the open round is over and an agency that was asked has not
reported (owing.py). An item can be late and silent.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from lieguan.site.tracking import owing, workdays
from lieguan.site.tracking.states import ItemState, Labelled, gettext_noop

# One month: the usual distance between asking the agencies and the meeting.
SOON_DAYS = 30


class Light(Labelled):
    """燈號. The words stand beside the shape and the colour."""

    LATE = "late", gettext_noop("逾期")
    SOON = "soon", gettext_noop("即將到期")
    OK = "ok", gettext_noop("如期")
    NONE = "none", gettext_noop("無期限")
    SILENT = "silent", gettext_noop("機關未回報")


def light(state: str, due_on: date | None, today: date) -> Light:
    """The light of an item's deadline, or of a duty with the item's due date."""
    if state != ItemState.TRACKED or due_on is None:
        return Light.NONE
    if is_over(due_on, today):
        return Light.LATE
    return Light.SOON if due_on <= today + timedelta(days=SOON_DAYS) else Light.OK


def is_over(due_on: date, today: date) -> bool:
    """Whether a due date is over today."""
    return due_on <= workdays.last_over(today)


def lit(wanted: Light, today: date) -> Q:
    """The same rule as a condition on items."""
    tracked = Q(state=ItemState.TRACKED)
    over, until = workdays.last_over(today), today + timedelta(days=SOON_DAYS)
    if wanted is Light.SILENT:
        return tracked & Q(silence(today))
    return {
        Light.LATE: tracked & Q(due_on__lte=over),
        Light.SOON: tracked & Q(due_on__gt=over, due_on__lte=until),
        Light.OK: tracked & Q(due_on__gt=until),
        Light.NONE: ~tracked | Q(due_on__isnull=True),
    }[wanted]


def silence(today: date) -> Exists:
    """Whether an item is silent, as a condition on items."""
    return Exists(owing.silent(workdays.last_over(today), item=OuterRef("pk")))
