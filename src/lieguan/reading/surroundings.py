"""What the document says of itself that other rules need: its body's seat, its day, the short names that it defines.

Reads:  text, meeting. Returns a new context; carries the body over from the meeting before in a proceedings book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from lieguan.lexicon import Agencies
from lieguan.lexicon.agencies import normal
from lieguan.reading.context import Context, Finding
from lieguan.reading.days import days_of
from lieguan.reading.state import Reading
from lieguan.text.width import folded

_SEAT = re.compile(r"^(?:國立|私立|財團法人|社團法人)?([\u4e00-\u9fff]{1,3}[市縣])")
_SHORT_FOR = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9]{2,30})（(?:以下|下)(?:簡|合|並)?稱[「『]?([^（）「」『』，、]{1,16})[」』]?）"
)
#: What may stand between the beginning of the clause and the long form of a short name.
_BEFORE_NAME = re.compile(
    r".*(?:成立|召開之?|委託|函請|依據|所屬|前於|包括)(?=.{4})|^(?:由|依|請|倘|經|為|與|及|就|對|據|按|會同)(?=.{4})"
)
_OWN_AGENCY = re.compile(r"(本[部會署院])([\u4e00-\u9fff]{2,8}(?:局|署|處))")
#: What the offices of agencies are called, outside their seat.
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:分署|分局|辦事處|管理處|工程處|工務段|工務所|工作站|監理[所站]|分處|分駐所|派出所)$"
)
#: 南投縣國姓鄉公所
_TOWN_OFFICE = re.compile(r"[\u3400-\u9fff]{2}[鄉鎮市區]公所$")
#: So much of the text is looked through for the place that it names.
_FAR = 6000
_UNIT_ENDS = re.compile(r"(?:分局|分署|處|署|局|所)")
_SHORTEST = 4
Carried = TypeVar("Carried")


def context_of(reading: Reading) -> Context:
    """What is known of the meeting so far; agencies and short names that were known stay."""
    meeting = reading.meeting
    if meeting.body is None and reading.book is not None:
        meeting.body, meeting.term = _carried(reading.book.body), meeting.term or _carried(reading.book.term)
    body = meeting.body.value if meeting.body else None
    seat = _SEAT.match(body) if body else None
    named = _place_named(reading) if body is None else None
    day = date.fromisoformat(meeting.starts_at.value[:10]) if meeting.starts_at else None
    aliases = reading.context.aliases or {**_own(reading, day), **_aliases(reading.document.text)}
    return Context(
        body=body,
        day=day,
        place=seat[1] if seat else named,
        aliases=aliases,
        offices=reading.context.offices,
        agencies=reading.context.agencies,
        days=days_of(reading),
    )


def offices(organisations: Iterable[str], agencies: Agencies) -> dict[str, str]:
    """花蓮管理處 for 農業部農田水利署花蓮管理處: what stands behind the agency's name, where it names one office alone; 鄉公所 for the
    only one that came.
    """
    found: dict[str, set[str]] = {}
    for whole in organisations:
        if _TOWN_OFFICE.search(whole):
            found.setdefault(whole[-len("鄉公所") :], set()).add(whole)
        known = agencies.longest_at(normal(whole), 0)
        own = _OFFICE.search(whole, known) if known else None
        if own is not None:
            for name in _from_each_unit(own.group()):
                found.setdefault(name, set()).add(whole)
    return {
        name: wholes.pop() for name, wholes in found.items() if len(wholes) == 1 and not agencies.named(name)
    }


def _from_each_unit(name: str) -> Iterator[str]:
    """東區養護工程分局花蓮工務段, and 花蓮工務段."""
    yield name
    for match in _UNIT_ENDS.finditer(name):
        if len(name) - match.end() >= _SHORTEST:
            yield name[match.end() :]


def _place_named(reading: Reading) -> str | None:
    """The place that the text names more often than all others, where no title says whose body met."""
    named = reading.context.agencies.places.named_in(reading.document.text[:_FAR])
    most = named.most_common(1)
    return most[0][0] if most and 3 * most[0][1] >= 2 * named.total() else None


def _carried(finding: Finding[Carried] | None) -> Finding[Carried] | None:
    """What the meeting before said, for this one; its place is in that meeting's text, not in this one's."""
    return Finding(finding.value, "head.book", "likely") if finding is not None else None


def _own(reading: Reading, day: date | None) -> dict[str, str]:
    """本部 where the text speaks of 本部國有財產局: the ministry that the agency belongs to."""
    found: dict[str, str] = {}
    for match in _OWN_AGENCY.finditer(reading.document.text):
        for length in range(len(match[2]), 2, -1):
            row = reading.context.agencies.resolve(match[2][:length], day=day)
            if row is not None and row.parent and row.parent.endswith(match[1][-1]):
                found.setdefault(match[1], row.parent)
                break
    return found


def _aliases(text: str) -> dict[str, str]:
    """Short names that the document defines: 「財政部國有財產局（以下簡稱國產局）」."""
    found: dict[str, str] = {}
    if "稱" not in text:
        return found
    for match in _SHORT_FOR.finditer(folded(text)):
        long, short = match[1], match[2].strip()
        before = _BEFORE_NAME.match(long)
        found.setdefault(short, long[before.end() :] if before else long)
    return found
