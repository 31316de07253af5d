"""How papers name a meeting: 第7次會議, 第2屆第3次會議, 109年度第1次會議."""

from __future__ import annotations

import re

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.text.dates import ROC_EPOCH

NEXT = "下次會議"
_KIND = {Meeting.Kind.EXTRAORDINARY: "臨時會議", Meeting.Kind.WRITTEN: "書面審議"}
_RECORD = re.compile("(?:會議)?(?:紀錄|記錄|議事錄)$")


def label(meeting: Meeting, body: Body) -> str:
    """The meeting without the name of its body: what its title says behind that name, else from its numbers.

    A meeting without numbers whose title does not begin with the body's name keeps its whole title.
    """
    title, name = "".join(meeting.title.split()), "".join(body.name.split())
    if title.startswith(name):
        said = _RECORD.sub("", title.removeprefix(name))
        if said:
            return said if said.endswith(("會議", "會", "審議")) else f"{said}會議"
    if meeting.ordinal is None:
        return meeting.title
    return numbered(meeting, meeting.ordinal)


def numbered(meeting: Meeting, ordinal: int) -> str:
    """A meeting with this ordinal, in the term or year of `meeting` and of its kind."""
    term = f"第{meeting.term}屆" if meeting.term else ""
    year = f"{meeting.year - ROC_EPOCH}年度" if meeting.year else ""
    return f"{term}{year}第{ordinal}次{_KIND.get(Meeting.Kind(meeting.kind), '會議')}"


def following(meeting: Meeting | None) -> str:
    """The meeting after `meeting`, as far as its number tells: within a year the count may begin again."""
    if meeting is None or meeting.ordinal is None or meeting.year or meeting.kind != Meeting.Kind.REGULAR:
        return NEXT
    return numbered(meeting, meeting.ordinal + 1)
