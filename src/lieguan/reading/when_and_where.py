"""When and where a meeting was held 時間、地點、散會: a part of stage 4 (head.py).

Reads:  the fields of the head, the adjournment. Writes: meeting.starts_at, ends_at, place; parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.state import Reading
from lieguan.record.nouns import Certainty
from lieguan.text.dates import find_dates, parse_adjournment, parse_meeting_time
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded

#: 中華民國101年10月8日上午9時至12時54分 / 中華民國101年10月11日上午9時至14時1分: a sitting of several days
_NEXT_DAY = re.compile(r"(?<=[分時]) *(?=中華民國 ?[0-9]{2,3} ?年)")
_CLOCK = re.compile(
    r"（?(?:上午|中午|下午|晚上|晚間)? ?[0-9一二三四五六七八九十]{1,3}(?:[時點：][^，。；]{0,8})?）?。?"
)
#: 下午2時53分至5時25分
_UNTIL = re.compile(
    r"(?P<half>[上中下]午|晚間|晚上)[0-9一二三四五六七八九十：時點分]{2,10} ?(?:至|到|~|-) ?(?P<until>(?:[上中下]午|晚間|晚上)?[0-9一二三四五六七八九十：時點分]{2,10})"
)
#: 2010年9月1日（星期三）晚上八時至十時: a day, and nothing beside it
_A_DAY = re.compile(
    r"(?:中華民國|民國|西元)? ?[0-9〇零一二三四五六七八九十○]{2,4} ?[年./-] ?[0-9一二三四五六七八九十]{1,3} ?[月./-] ?[0-9一二三四五六七八九十]{1,3} ?日?"
    r" ?(?:[（(]?(?:星期|週|周|禮拜)?[一二三四五六日天][)）]?)? ?(?P<clock>(?:[上中下]午|早上|晚上|晚間)?.{0,30}?[0-9一二三四五六七八九十] ?[時點：].{0,40})?"
)
#: 一樓交誼廳: where people meet
_A_ROOM = re.compile(
    r"[^，。；：！？]{0,40}(?:[室廳堂館樓]|教室|中心|辦公處|會所|校區)(?:[（(][^）)]{1,20}[)）])?"
)
#: What stands on the line below a label is no longer, and no sentence.
LONGEST_VALUE = 60
_SENTENCE_END = ("。", "；", "：", "！", "？")


def value_of(node: Node) -> Passage:
    """A field's words: behind its label, or the one line below a label that stands alone."""
    if node.title.text or not node.children:
        return node.title
    below = node.children[0]
    alone = below.role == "text" and not below.style and not below.children
    short = len(below.title.text) <= LONGEST_VALUE and below.title.text[-1:] not in _SENTENCE_END
    return below.title if alone and short else node.title


def times(reading: Reading, fields: list[Node]) -> None:
    """Fills when the meeting began and ended."""
    meeting = reading.meeting
    held = [node for node in fields if node.kind == "held"][:1]  # before the day that the page was put up
    times = held or [node for node in fields if node.kind == "time"]
    stated = [value for node in times if (value := value_of(node)).text]
    if stated:
        words = " ".join(value.text for value in stated[:2])
        spans = tuple(span for value in stated[:2] for span in value.spans())
        days = [parse_meeting_time(day) for day in _NEXT_DAY.split(words)]
        found = days[0]
        if len(days) > 1 and days[-1].ends_at is not None:
            found = found._replace(ends_at=days[-1].ends_at)
        if found.starts_at is not None:
            meeting.starts_at = Finding(found.starts_at, "head.time", "sure", spans)
        if found.ends_at is not None:
            meeting.ends_at = Finding(found.ends_at, "head.time.until", "sure", spans)
        _afternoon(reading, fields)
    if not times:
        _unlabelled(reading, placed=any(node.kind == "place" for node in fields))
    if meeting.starts_at is None and meeting.title is not None:
        dates = find_dates(meeting.title.value)
        if dates:
            _on_day(reading, dates[0].day, stated)
    _adjournment(reading)
    _mark_adjournment(reading)


def _on_day(reading: Reading, day: date, stated: Sequence[Passage]) -> None:
    """The day that the title names, with the clock that 時間：14:00–17:00 gives."""
    meeting = reading.meeting
    spans = meeting.title.spans if meeting.title is not None else ()
    clock = stated[0] if stated else None
    found = (
        parse_meeting_time(f"{day.year}年{day.month}月{day.day}日 {clock.text}")
        if clock is not None
        else None
    )
    if clock is None or found is None or found.starts_at is None or "T" not in found.starts_at:
        meeting.starts_at = Finding(day.isoformat(), "head.title.date", "likely", spans)
        return
    meeting.starts_at = Finding(found.starts_at, "head.title.date", "likely", clock.spans())
    if found.ends_at is not None:
        meeting.ends_at = Finding(found.ends_at, "head.title.date", "likely", clock.spans())


def _unlabelled(reading: Reading, *, placed: bool) -> None:
    """某某委員會第三次會議紀錄 / 2010年9月1日晚上八時 / 一樓交誼廳: the day and the place, on lines below the title."""
    behind = [node for node in takewhile(_is_of_head, reading.root.children) if node.role == "text"]
    titles = [index for index, node in enumerate(behind) if node.kind == "title"]
    for index in range(titles[-1] + 1, min(titles[-1] + 4, len(behind))) if titles else ():
        words = behind[index].title
        day = _A_DAY.fullmatch(folded(words.text).strip())
        found = parse_meeting_time(words.text) if day is not None else None
        if day is None or found is None or found.starts_at is None:
            continue
        certainty: Certainty = "likely" if day["clock"] else "guess"
        reading.meeting.starts_at = Finding(found.starts_at, "head.day", certainty, words.spans())
        if found.ends_at is not None:
            reading.meeting.ends_at = Finding(found.ends_at, "head.day", certainty, words.spans())
        reading.mark(words.spans(), "field", "meeting")
        below = behind[index + 1] if index + 1 < len(behind) else None
        if below is not None and not placed and _A_ROOM.fullmatch(folded(below.title.text).strip()):
            reading.meeting.place = Finding(below.title.text, "head.room", "likely", below.title.spans())
            reading.mark(below.title.spans(), "field", "meeting")
        return


def _is_of_head(node: Node) -> bool:
    return node.role in ("text", "field") or node.kind == "title"


def _afternoon(reading: Reading, fields: list[Node]) -> None:
    """下午2時53分至5時25分 on a line of its own below the time: the sitting went on until then."""
    lines = [
        below for node in fields if node.kind == "time" for below in node.children if below.role == "text"
    ]
    for below in lines:
        found = parse_meeting_time(below.title.text)
        if found.starts_at is not None and found.ends_at is not None:  # 10月11日（星期四）上午9時至14時1分
            reading.meeting.ends_at = Finding(found.ends_at, "head.time.until", "sure", below.title.spans())
            reading.mark(below.title.spans(), "field", "meeting")
            continue
        until = _UNTIL.fullmatch(folded(below.title.text).strip())
        stamp = (
            parse_adjournment(until["half"] + until["until"], _starts(reading)) if until is not None else None
        )
        if stamp is not None:
            reading.meeting.ends_at = Finding(stamp, "head.time.until", "sure", below.title.spans())
            reading.mark(below.title.spans(), "field", "meeting")


def _mark_adjournment(reading: Reading) -> None:
    """散會 / 12：15: the time on the line below is a field, whichever line gave the end."""
    for node in reading.root.children:
        for below in node.children if node.kind in ("adjourn", "ends") else ():
            if below.role == "text" and _CLOCK.fullmatch(folded(below.title.text).strip()):
                reading.mark(below.title.spans(), "field", "meeting")


def _adjournment(reading: Reading) -> None:
    """散會：下午 4 時 40 分, 散會（十時三十分）, wherever it stands."""
    meeting = reading.meeting
    for node in reading.root.children:
        unit = node.unit
        ends = node.kind in ("adjourn", "ends") and unit is not None
        planned = meeting.ends_at is None or meeting.ends_at.rule == "head.time.until"
        if not ends or unit is None or not planned:
            continue
        words = unit.content if unit.content.text else unit.passage.cut(unit.head)
        for below in node.children:
            if below.unit is not None and len(words.text) < 12:
                words = Passage(
                    words.text + below.unit.passage.text, words.pieces + below.unit.passage.pieces
                )
        stamp = parse_adjournment(words.text[:80], _starts(reading))
        if stamp is not None:
            meeting.ends_at = Finding(stamp, "head.adjourned", "sure", words.spans())


def _starts(reading: Reading) -> str | None:
    return reading.meeting.starts_at.value if reading.meeting.starts_at else None


def place(reading: Reading, fields: list[Node]) -> None:
    """Fills where it was held."""
    for node in fields:
        if node.kind == "place" and reading.meeting.place is None and (value := value_of(node)).text:
            below = _hanging(node) if value is node.title else None
            if below is not None:
                value = join((value, below))
                reading.mark(below.spans(), "field", "meeting")
            certainty: Certainty = "sure" if below is None else "likely"
            reading.meeting.place = Finding(value.text, "head.place", certainty, value.spans())


def _hanging(node: Node) -> Passage | None:
    """The one indented line below a place that its line was broken into."""
    only = node.children[0] if len(node.children) == 1 else None
    above, below = (one.unit.paragraph if one is not None and one.unit else None for one in (node, only))
    if only is None or above is None or below is None or only.style or only.role != "text":
        return None
    hangs = below.indent > above.indent + 1 and "：" not in folded(only.title.text)
    return only.title if hangs and len(only.title.text) <= LONGEST_VALUE else None
