"""What does not fit in the head of a set of minutes. Pure: a record and its neighbours in, findings out.

Each finding has a stable code (the words for it are in wording.py), the field of the head that it is about, and
the values that the words need. None of them stops a confirmation: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lieguan.site.records.likeness import Identity
from lieguan.text.dates import find_dates, printed_weekday

# How far behind the printed day its weekday may stand: 113 年 12 月 31 日（星期二）.
_NEAR = 14
# How much of the text counts as the head, where no rule says where the day stands.
_HEAD = 3000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit."""

    code: str
    field: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another meeting of the same body."""

    title: str
    identity: Identity


def findings(
    record: Mapping[str, Any], neighbours: Sequence[Neighbour], *, body_known: bool
) -> list[Finding]:
    """All that does not fit in a record's head.

    neighbours  the other meetings of its body whose records are confirmed; empty where the body is not known
    """
    meeting = record["meeting"]
    found = []
    if not body_known:
        found.append(Finding("body-unknown", "body", {"body": meeting["body"] or ""}))
    if not meeting["starts_at"]:
        found.append(Finding("undated", "starts_at"))
    found.extend(_weekday(record))
    found.extend(_order_of_times(meeting))
    found.extend(_ordinal(Identity.of(meeting), neighbours))
    if not record["resolutions"]:
        found.append(Finding("no-resolution", "title"))
    return found


def _weekday(record: Mapping[str, Any]) -> Iterable[Finding]:
    starts = record["meeting"]["starts_at"]
    if not starts:
        return
    day = date.fromisoformat(starts[:10])
    printed = printed_weekday(_behind_the_day(record, day))
    if printed is not None and printed != day.weekday():
        yield Finding("weekday", "starts_at", {"printed": printed, "counted": day.weekday(), "day": day})


def _behind_the_day(record: Mapping[str, Any], day: date) -> str:
    """The words from where the source prints the day of the meeting, as far as its weekday may stand."""
    text = record["text"]
    entry = next((e for e in record["found"] if e["path"] == "/meeting/starts_at" and e["spans"]), None)
    if entry is not None:
        start, end = entry["spans"][0][0], entry["spans"][-1][1]
        return str(text[start : end + _NEAR])
    for found in find_dates(text[:_HEAD]):
        if found.day == day:
            return str(text[found.end : found.end + _NEAR])
    return ""


def _order_of_times(meeting: Mapping[str, Any]) -> Iterable[Finding]:
    starts, ends = meeting["starts_at"], meeting["ends_at"]
    if starts and ends and "T" in starts and "T" in ends:
        if datetime.fromisoformat(ends) <= datetime.fromisoformat(starts):
            yield Finding("ends-before-start", "ends_at", {"starts_at": starts, "ends_at": ends})
    elif starts and ends and ends[:10] < starts[:10]:
        yield Finding("ends-before-start", "ends_at", {"starts_at": starts, "ends_at": ends})


def _ordinal(mine: Identity, neighbours: Sequence[Neighbour]) -> Iterable[Finding]:
    """An ordinal follows that of the meeting before it by date, and is followed by that of the one after."""
    if mine.ordinal is None or mine.day is None:
        return
    row = [
        one for one in neighbours
        if one.identity.ordinal is not None and one.identity.day is not None
        and (one.identity.term, one.identity.year, one.identity.kind) == (mine.term, mine.year, mine.kind)
    ]  # fmt: skip
    before = max((o for o in row if o.identity.day < mine.day), key=lambda o: o.identity.day, default=None)
    after = min((o for o in row if o.identity.day > mine.day), key=lambda o: o.identity.day, default=None)
    if before is not None and before.identity.ordinal + 1 != mine.ordinal:
        values = {"ordinal": mine.ordinal, "last": before.identity.ordinal, "title": before.title}
        code = "ordinal-gap" if before.identity.ordinal < mine.ordinal else "ordinal-back"
        yield Finding(code, "ordinal", values)
    elif after is not None and after.identity.ordinal <= mine.ordinal:
        yield Finding(
            "ordinal-back", "ordinal",
            {"ordinal": mine.ordinal, "last": after.identity.ordinal, "title": after.title},
        )  # fmt: skip
