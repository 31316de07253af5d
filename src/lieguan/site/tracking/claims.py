"""What a progress report claims and does not back: rules on words, dates and evidence. Pure; no Django, no clock.

The words are in data/claims.toml. A flag refuses nothing: it is shown to the agency before it submits, and to the
secretariat beside the report.

no-evidence      done is claimed (by the state, or in words), and nothing is attached
no-date          it is to be done later, or still being considered, and no day to come is named
considered       release is asked for, or done is claimed, while it is still being considered
past-due         the due date has passed, it is not done, and no extension is asked for
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lieguan.site.tracking.states import Labelled, RulingKind, gettext_noop
from lieguan.text.dates import find_dates
from lieguan.text.periods import find_counts, find_periods, find_recurrences
from lieguan.text.width import folded

DATA = Path(__file__).with_name("data") / "claims.toml"
DONE = "done"  # Progress.Status.DONE
_SENTENCE = re.compile(r"[^。；\n]+")


class Flag(Labelled):
    """檢核提示."""

    NO_EVIDENCE = "no-evidence", gettext_noop("表示已完成，但未附佐證資料")
    NO_DATE = "no-date", gettext_noop("尚待辦理或研議，但未寫明日期")
    CONSIDERED = "considered", gettext_noop("仍在研議或評估，不宜視為完成或解除列管")
    PAST_DUE = "past-due", gettext_noop("已逾期程，但未建議展延")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A report as it is written.

    as_of, next_step_on   days, None where none is given
    due_on                the item's due date, None where it has none
    evidence              whether anything is attached
    """

    text: str
    status: str
    as_of: date
    next_step: str = ""
    next_step_on: date | None = None
    wish: str = ""
    due_on: date | None = None
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One flag, and the words that raised it; none where a field did."""

    flag: Flag
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    done: tuple[str, ...]
    not_done: tuple[str, ...]
    later: tuple[str, ...]
    considered: tuple[str, ...]


@cache
def _words() -> _Words:
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return _Words(
        tuple(table["done"]["words"]),
        tuple(table["done"]["except"]),
        tuple(table["later"]["words"]),
        tuple(table["considered"]["words"]),
    )


def check(report: Claimed) -> list[Found]:
    """The flags of a report, in the order of `Flag`."""
    said = folded(f"{report.text}\n{report.next_step}")
    words = _words()
    done = _done(folded(report.text), words)
    claims_done = report.status == DONE or bool(done)
    considered = _in(said, words.considered)
    later = (*_in(said, words.later), *considered)
    found = []
    if claims_done and not report.evidence:
        found.append(Found(Flag.NO_EVIDENCE, done))
    if later and report.next_step_on is None and not _names_day_to_come(said, report.as_of):
        found.append(Found(Flag.NO_DATE, later))
    if considered and (report.status == DONE or report.wish == RulingKind.RELEASE):
        found.append(Found(Flag.CONSIDERED, considered))
    overdue = report.due_on is not None and report.due_on < report.as_of
    if overdue and report.status != DONE and report.wish != RulingKind.EXTEND:
        found.append(Found(Flag.PAST_DUE))
    return found


def _in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in text)


def _done(text: str, words: _Words) -> tuple[str, ...]:
    """The words that claim completion, in sentences that do not take them back."""
    found: dict[str, None] = {}
    for sentence in _SENTENCE.findall(text):
        for part in re.split("，", sentence):
            if not any(word in part for word in words.not_done):
                found.update(dict.fromkeys(_in(part, words.done)))
    return tuple(found)


def _names_day_to_come(text: str, as_of: date) -> bool:
    """Whether the text names a day after `as_of`, a part of a year that ends after it, or a rhythm."""
    days = [one.day for one in find_dates(text, day=as_of)]
    days += [one.last for one in find_periods(text, as_of) if one.named]
    days += [one.day for one in find_counts(text, as_of)]
    return any(day is not None and day > as_of for day in days) or bool(find_recurrences(text))
