"""What every rule may know about the document at hand, and how a rule says what it found.

Writes nothing: the context is frozen; the reader makes a new one when it learns the body or the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from lieguan.lexicon import Agencies, standard
from lieguan.record.nouns import Agency, Certainty, Deadline, Disposition, Ruling
from lieguan.record.spans import Spans

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """A value, the rule that found it (a dotted name such as `disposition.release`), how sure, and where."""

    value: Value
    rule: str
    certainty: Certainty
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Context:
    """The meeting that the words stand in.

    body     the committee that met, as its title names it
    day      the day of the meeting, from which 三日內 counts and by which agencies had their names
    place    the body's own seat where its name tells (臺北市 …), for 發展局 and the like
    aliases  short names that the document itself defines: 「財政部國有財產局（以下簡稱國產局）」
    offices  offices of agencies that came to the meeting, by their own names: 花蓮管理處 → 農業部農田水利署花蓮管理處
    agencies the agencies that are known: the package's, or those and a user's own files
    days     of a sitting of several days: where in the source a day is printed that heads what follows, and the day
    """

    body: str | None = None
    day: date | None = None
    place: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    agencies: Agencies = field(default_factory=standard, compare=False, repr=False)
    days: tuple[tuple[int, date], ...] = ()

    def at(self, spans: Spans) -> Context:
        """As it is for words at `spans`: of the day that is printed last before them."""
        before = [day for start, day in self.days if spans and start <= spans[0][0]]
        return replace(self, day=before[-1]) if before else self

    def heads_a_day(self, spans: Spans) -> bool:
        """The words at `spans` are such a day, and decide nothing."""
        return bool(spans) and any(start == spans[0][0] for start, _ in self.days)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one clause decides and asks, from its own words alone."""

    disposition: Finding[Disposition] | None = None
    subject: Finding[str] | None = None
    rulings: tuple[Finding[Ruling], ...] = ()
    agencies: tuple[Finding[Agency], ...] = ()
    deadlines: tuple[Finding[Deadline], ...] = ()
