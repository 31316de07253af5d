"""Who owes a report 應填報 in the open round of a body, and who has not given it 未回報.

asked      a tracked duty of a named agency, not moved to a successor, on an item that the round does not leave out
answered   a report on it was submitted in the open round, and not returned
silent     asked and not answered, and the round's due date is over

Where no round is open, everything is asked and nothing is silent.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Progress, Round
from lieguan.site.tracking.states import ItemState

# What an agency still has to do something about.
OPEN = Q(state=ItemState.TRACKED, agency__isnull=False, moved_into__isnull=True)
SPOKEN = (Progress.State.SUBMITTED, Progress.State.ACCEPTED)


def asked() -> QuerySet[Duty]:
    """The duties on which a report is asked now."""
    left_out = Round.left_out.through.objects.filter(
        item_id=OuterRef("item_id"), round__closed_at__isnull=True
    )
    return Duty.objects.filter(OPEN, ~Exists(left_out))


def unanswered(body: Body | None = None) -> QuerySet[Duty]:
    """Those of them that no report answers yet, of one body or of all."""
    given = Progress.objects.filter(duty=OuterRef("pk"), state__in=SPOKEN, round__closed_at__isnull=True)
    found = asked().filter(~Exists(given))
    return found.filter(item__body=body) if body else found


def silent(over: date, **of: Any) -> QuerySet[Duty]:
    """Those that nobody answered though the round's due date is over; `of` narrows the duties.

    over  the last due date that is over today (workdays.last_over)
    """
    rounds = Round.objects.filter(body=OuterRef("item__body_id"), closed_at__isnull=True, due_on__lte=over)
    return unanswered().filter(Exists(rounds), **of)
