"""What records asks the apps above before it changes a confirmed meeting, without knowing them.

Every signal is sent inside the transaction of the change and, `meeting_changed` excepted, before it, so a receiver
can act (tracking puts items back) or raise `Refused`, which undoes everything. Receivers are connected in the AppConfig.ready() of the
app above. `sender` is always the model class named below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What of a meeting the order of rulings rests on."""

    body_id: int
    starts_on: date | None
    order_in_day: int
    state: str


# Sender Clause. minutes: Minutes; clauses: list[Clause], each about to lose `standing` (removed by a correction,
# left out of a new edition, withdrawn with its meeting); actor: Account or None; reason: str.
clauses_falling = Signal()

# Sender Clause. minutes, actor, reason as above; changes: list[tuple[Clause, dict[str, Any]]]: clauses that stay,
# each with those of its fields `text`, `disposition`, `subject`, `rulings` that are about to change, and their
# new values. A receiver whose ruling no longer follows from the new words must let the ruling fall.
clauses_changing = Signal()

# Sender Meeting. meeting: Meeting as it stands; before, after: MeetingFacts; actor, reason as above. Sent where
# body, date, order in the day or state of a meeting that once was held is about to change.
meeting_changing = Signal()

# Sender Meeting. meeting: Meeting as it is now stored; before, after, actor, reason as above. Sent right after the
# change that `meeting_changing` announced: tracking settles its items by the new order.
meeting_changed = Signal()

# Sender Minutes. minutes: Minutes, about to go back from confirmed to draft. A receiver returns a list of words
# (list[str]) for what rests on it; any at all and the taking back is refused.
objections_to_taking_back = Signal()


def objections(minutes: Any) -> list[str]:
    """What the receivers of `objections_to_taking_back` say."""
    answers = objections_to_taking_back.send(sender=type(minutes), minutes=minutes)
    return [str(words) for _receiver, found in answers for words in found or ()]
