"""Whether an item is late, near its due date, or on time: computed, never typed.

late   逾期      still tracked, and the due date has passed
soon   即將到期  still tracked, and the due date is within SOON_DAYS days
ok     如期      still tracked, and the due date is further away
none             ended, or without a date (下次會議, 每季, or nothing printed)
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from lieguan.site.tracking.states import ItemState, Labelled, gettext_noop

# One month: the usual distance between asking the agencies and the meeting.
SOON_DAYS = 30


class Light(Labelled):
    """燈號. The words stand beside the shape and the colour."""

    LATE = "late", gettext_noop("逾期")
    SOON = "soon", gettext_noop("即將到期")
    OK = "ok", gettext_noop("如期")
    NONE = "none", gettext_noop("無期限")


def light(state: str, due_on: date | None, today: date) -> Light:
    """The light of an item, or of a duty with the item's due date."""
    if state != ItemState.TRACKED or due_on is None:
        return Light.NONE
    if due_on < today:
        return Light.LATE
    return Light.SOON if due_on <= today + timedelta(days=SOON_DAYS) else Light.OK


def lit(wanted: Light, today: date) -> Q:
    """The same rule as a condition on items."""
    tracked = Q(state=ItemState.TRACKED)
    until = today + timedelta(days=SOON_DAYS)
    return {
        Light.LATE: tracked & Q(due_on__lt=today),
        Light.SOON: tracked & Q(due_on__gte=today, due_on__lte=until),
        Light.OK: tracked & Q(due_on__gt=until),
        Light.NONE: ~tracked | Q(due_on__isnull=True),
    }[wanted]
