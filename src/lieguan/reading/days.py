"""The days of a sitting that took several: a line that is one of them and nothing else heads what was decided on it.

Reads:  units, meeting.starts_at, meeting.ends_at. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lieguan.reading.state import Reading
from lieguan.text.dates import parse_date
from lieguan.text.width import folded

#: 101年9月24日（星期一）
_DAY = re.compile(
    r"(?:中華民國|民國)? ?[0-9]{2,4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日 ?(?:（(?:星期|週)[一二三四五六日]）)?"
)
_LONGEST = 40


def days_of(reading: Reading) -> tuple[tuple[int, date], ...]:
    """Where each such line begins in the source, and its day; none where the sitting took one day."""
    first, last = reading.meeting.starts_at, reading.meeting.ends_at
    if first is None or last is None or first.value[:10] == last.value[:10]:
        return ()
    return tuple(_lines(reading, date.fromisoformat(first.value[:10]), date.fromisoformat(last.value[:10])))


def _lines(reading: Reading, first: date, last: date) -> Iterator[tuple[int, date]]:
    for unit in reading.units:
        words = unit.passage.text
        if len(words) > _LONGEST or _DAY.fullmatch(folded(words).strip()) is None:
            continue
        day, spans = parse_date(words), unit.passage.spans()
        if day is not None and spans and first <= day <= last:
            yield spans[0][0], day
