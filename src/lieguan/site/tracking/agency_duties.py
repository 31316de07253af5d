"""The duties of one agency over all bodies, by what became of them: for its page."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from lieguan.site.registry.models import Agency
from lieguan.site.tracking import workdays
from lieguan.site.tracking.models import Duty
from lieguan.site.tracking.states import ItemState, Labelled, gettext_noop


class DutyTab(Labelled):
    """The duties of an agency, by what became of them."""

    TRACKED = "tracked", gettext_noop("列管中")
    MOVED = "moved", gettext_noop("改制移轉")
    ENDED = "ended", gettext_noop("已結束列管")


_OPEN = Q(state=ItemState.TRACKED, moved_into=None)
_TABS = {
    DutyTab.TRACKED: _OPEN,
    DutyTab.MOVED: Q(moved_into__isnull=False),
    DutyTab.ENDED: ~Q(state=ItemState.TRACKED) & Q(moved_into=None),
}


def counted(agency: Agency, today: date) -> dict[str, int]:
    """How many duties of an agency stand under each tab, and `late`: those that are open and late; one query."""
    every = {tab.value: Count("pk", filter=condition) for tab, condition in _TABS.items()}
    late = Count("pk", filter=_OPEN & Q(item__due_on__lte=workdays.last_over(today)))
    found: dict[str, int] = Duty.objects.filter(agency=agency).aggregate(late=late, **every)
    return found


def under(agency: Agency, tab: DutyTab) -> QuerySet[Duty]:
    """The duties of an agency under a tab over all bodies, with item and body; what is due first comes first."""
    duties = Duty.objects.filter(_TABS[tab], agency=agency).select_related(
        "item__body", "ended_by__clause__meeting", "moved_into__agency"
    )
    return duties.order_by(F("item__due_on").asc(nulls_last=True), "item__body", "item__number")
