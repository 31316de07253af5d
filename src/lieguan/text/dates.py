"""Dates and times of day as official papers write them 日期與時間.

Republic-of-China years (民國 N 年 is N + 1911) and common-era years, in digits of any width or in Chinese
numerals, with 年月日 or with dots, slashes and hyphens; 本（105）年, 今年, 明年, 同日; times with 上午 … 分
or as 14:00. Nothing here reads the clock: what is relative counts from the day that the caller gives.

All patterns run on `folded` text and are linear: each repetition is bounded or cannot overlap its neighbour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from lieguan.text.numerals import parse_number
from lieguan.text.width import folded

ROC_EPOCH = 1911
TAIPEI = "+08:00"

_HAN = "〇○零一二三四五六七八九十百廿卅壹貳參肆伍陸柒捌玖拾"
_N = rf"(?:[0-9]{{1,4}}|[{_HAN}]{{1,6}})"
_S = r" {0,4}"
_YEAR_WORD = "(?:本|今|明|去|次|翌|同|當)年度?"
_YEAR = (
    rf"(?:(?:中華民國|民國|西元|公元){_S}(?P<era>{_N}){_S}年|"
    rf"(?:本|今|明|去){_S}（{_S}(?P<bracketed>{_N}){_S}年?）{_S}年|"
    rf"(?P<plain>(?<![0-9{_HAN}]){_N}){_S}年|(?P<word>{_YEAR_WORD}))"
)
_FULL = rf"{_YEAR}{_S}(?P<month>{_N}|元){_S}月{_S}(?:份{_S})?(?P<day>{_N}){_S}[日號]"
_MONTH_DAY = rf"(?<![0-9{_HAN}年])(?P<month2>{_N}|元){_S}月{_S}(?P<day2>{_N}){_S}[日號](?!內|以內)"
_DOTTED = (
    r"(?<![0-9./-])(?P<dy>[12][0-9]{3}|[1-9][0-9]{0,2})(?P<sep>[./-])(?P<dm>0?[1-9]|1[0-2])(?P=sep)"
    r"(?P<dd>3[01]|[12][0-9]|0?[1-9])(?![0-9./-]*[0-9])"
)
_SLASHED = r"(?<![0-9./-])(?P<sm>0?[1-9]|1[0-2])/(?P<sd>3[01]|[12][0-9]|0?[1-9])(?![0-9/.])"
#: 本月25日, 本（8）月15日, 次月10日
_MONTH_WORD = (
    rf"(?P<mword>本|這個?|次|下個?|翌){_S}(?:（{_S}(?P<mnumber>{_N}){_S}）{_S})?月份?{_S}"
    rf"(?P<mday>{_N}){_S}[日號](?!內|以內)"
)
_DATE = re.compile(f"{_FULL}|{_DOTTED}|{_MONTH_DAY}|{_SLASHED}|{_MONTH_WORD}")

_HALF = "上午|下午|中午|正午|晚間|晚上|夜間|凌晨|清晨|早上|傍晚|[AaPp]\\.?[Mm]\\.?"
_TIME = re.compile(
    rf"(?P<half>{_HALF})?{_S}(?:(?P<hour>{_N}){_S}[時點](?!候|間|程|機|效|段|值)"
    rf"(?:{_S}(?:(?P<minute>{_N}){_S}分|(?P<word>半|正|整)))?"
    r"|(?<![0-9：])(?P<h24>[01]?[0-9]|2[0-4])：(?P<m60>[0-5][0-9])(?:：[0-5][0-9])?(?![0-9：]))"
    rf"(?:{_S}(?P<after>[AaPp]\.?[Mm]))?"
)
#: What a database prints where no time was entered.
_NO_TIME = re.compile(r"(?<![0-9])00：00：00(?:\.0+)?(?![0-9])")
#: 上午9-11時, 上午9 at the end of the line
_BARE_HOUR = re.compile(rf"({_HALF})( {{0,2}}[0-9]{{1,2}})(?= {{0,2}}(?:$|[-~～－–—至到]))")
#: 20250307, 1140307 and 1430 behind it
_WRITTEN_CLOSE = re.compile(
    r"(?<![0-9])(20[0-9]{2}|1[0-9]{2}|0?[1-9][0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_CLOSE_TIME = re.compile(r"(?<![0-9：])([01][0-9]|2[0-3])([0-5][0-9])(?![0-9：])")
_WEEKDAY = re.compile(r"(?:星期|週|周|禮拜)([一二三四五六日天])|（([一二三四五六日])）")
_APART = re.compile(r"(?<![0-9])[0-9](?: [0-9])+(?![0-9])")
_BETWEEN = re.compile(r"至|到|[-~～－–—─〜]|迄")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `text[start:end]`. `year_printed` is False where the year was taken from the day."""

    start: int
    end: int
    day: date
    year_printed: bool
    slashed: bool = False  # month/day alone, which may also be a fraction


class MeetingTime(NamedTuple):
    """ISO 8601 with +08:00 to the minute, the date alone where no time is printed, or None."""

    starts_at: str | None
    ends_at: str | None


def common_era(year: int) -> int:
    """The year as the common era counts it: below 1000 it is the Republic of China's."""
    return year + ROC_EPOCH if year < 1000 else year


def find_dates(text: str, *, day: date | None = None) -> list[FoundDate]:
    """Every date in `text`, in order. `day` gives the year that 今年 and a bare 10月7日 mean.

    Without `day`, or before it in the text a date with its year, such dates are passed over. A day that no
    calendar has (2月30日) is passed over too.
    """
    out: list[FoundDate] = []
    year = day.year if day else None
    for match in _DATE.finditer(folded(text)):
        found = _from_match(match, day, year)
        if found is None:
            continue
        out.append(found)
        if found.year_printed:
            year = found.day.year
    return out


def parse_date(text: str, *, day: date | None = None) -> date | None:
    """The first date in `text`; 7 digits (1140102) count too."""
    found = find_dates(text, day=day)
    if found:
        return found[0].day
    compact = _WRITTEN_CLOSE.search(folded(text))
    if compact is None:
        return None
    return _date(int(compact[1]), int(compact[2]), int(compact[3]))


def _from_match(match: re.Match[str], day: date | None, year: int | None) -> FoundDate | None:
    group = match.groupdict()
    printed = True
    if group["dy"]:
        parts = (int(group["dy"]), int(group["dm"]), int(group["dd"]))
    elif group["mword"]:
        relative = _relative_month(group, day)
        if relative is None:
            return None
        parts, printed = relative, False
    else:
        if group["month"]:
            named = _year(group, day, year)
            printed = group["word"] is None
        else:
            named, printed = year, False
        named_month = group["month"] or group["month2"] or group["sm"]
        month = 1 if named_month == "元" else parse_number(named_month)
        dom = parse_number(group["day"] or group["day2"] or group["sd"])
        if named is None or month is None or dom is None:
            return None
        parts = (named, month, dom)
    value = _date(*parts)
    if value is None:
        return None
    return FoundDate(match.start(), match.end(), value, printed, slashed=bool(group["sm"]))


def _relative_month(group: dict[str, str | None], day: date | None) -> tuple[int, int, int] | None:
    """Year, month and day of 本月25日, counted from `day`."""
    dom = parse_number(group["mday"] or "")
    if day is None or dom is None:
        return None
    months = day.year * 12 + day.month - 1 + (0 if (group["mword"] or "")[0] in "本這" else 1)
    year, month = divmod(months, 12)
    told = parse_number(group["mnumber"]) if group["mnumber"] else month + 1
    return (year, month + 1, dom) if told == month + 1 else None


def _year(group: dict[str, str | None], day: date | None, year: int | None) -> int | None:
    number = group["era"] or group["bracketed"] or group["plain"]
    if number:
        return parse_number(number)
    word = (group["word"] or "")[0]
    if word in "同當":
        return year
    if day is None:
        return None
    return day.year + {"本": 0, "今": 0, "明": 1, "次": 1, "翌": 1, "去": -1}[word]


def _date(year: int, month: int, dom: int) -> date | None:
    try:
        return date(common_era(year), month, dom)
    except ValueError:
        return None


def printed_weekday(text: str) -> int | None:
    """The weekday that `text` prints (Monday 0), to be checked against the date; None where it prints none."""
    match = _WEEKDAY.search(folded(text))
    if match is None:
        return None
    return "一二三四五六日天".index(match[1] or match[2]) % 7


def find_times(text: str) -> list[tuple[int, int, int, bool]]:
    """Every time of day as (start, end, minutes since midnight, half of the day is printed)."""
    out = []
    for match in _TIME.finditer(folded(text)):
        minutes = _minutes(match)
        if minutes is not None:
            out.append((match.start(), match.end(), minutes, bool(match["half"] or match["after"])))
    return out


def _minutes(match: re.Match[str]) -> int | None:
    hour = parse_number(match["hour"] or match["h24"])
    if match["word"] == "半":
        minute: int | None = 30
    else:
        minute = parse_number(match["minute"] or match["m60"] or "0")
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    half = (match["half"] or match["after"] or "").upper().replace(".", "")
    if (half in {"下午", "晚間", "晚上", "夜間", "傍晚", "PM"} and hour < 12) or (
        half in {"中午", "正午"} and hour < 4
    ):
        hour += 12
    elif half in {"凌晨", "AM"} and hour == 12:
        hour = 0
    return hour % 24 * 60 + minute


def parse_meeting_time(text: str, *, day: date | None = None) -> MeetingTime:
    """When a meeting starts and, where the same line says so (至 …, 14:00-16:00), ends.

    >>> parse_meeting_time("113 年 12 月 31 日（星期二）下午 2 時 30 分")
    MeetingTime(starts_at='2024-12-31T14:30+08:00', ends_at=None)
    """
    text = _BARE_HOUR.sub(r"\1\2時", _NO_TIME.sub(" ", _close_digits(text)))
    close = _WRITTEN_CLOSE.search(text)
    if close is not None:
        text = text[: close.end()] + _CLOSE_TIME.sub(r"\1：\2", text[close.end() :])
    dates = find_dates(text, day=day)
    first = dates[0].day if dates else parse_date(text, day=day)
    if first is None:
        return MeetingTime(None, None)
    times = [t for t in find_times(text) if not dates or t[0] >= dates[0].start]
    if not times:
        return MeetingTime(first.isoformat(), None)
    start = times[0]
    starts_at = _stamp(first, start[2])
    if len(times) < 2 or not _BETWEEN.search(folded(text[start[1] : times[1][0]])):
        return MeetingTime(starts_at, None)
    end = times[1]
    last = next((d.day for d in dates[1:] if start[1] <= d.start < end[0]), first)
    minutes = end[2]
    if last == first and not end[3] and minutes <= start[2] and minutes + 720 < 1440:
        minutes += 720  # 下午2時至4時
    return MeetingTime(starts_at, _stamp(last, minutes))


def _close_digits(text: str) -> str:
    """1 0 1 年 → 101 年: digits that a converter set apart, one by one; folded."""
    return _APART.sub(lambda match: match.group().replace(" ", ""), folded(text))


def parse_adjournment(text: str, starts_at: str | None) -> str | None:
    """When a meeting ended: the last time in 「散會（下午 4 時 40 分）」, on the day of `starts_at` unless the
    text prints another. None where no time is printed or the day is not known.

    A time without 上午 or 下午 that lies before the start is taken as the afternoon's.
    """
    times = find_times(text)
    if not times:
        return None
    opened = date.fromisoformat(starts_at[:10]) if starts_at else None
    dates = find_dates(text, day=opened)
    day = dates[-1].day if dates else opened
    if day is None:
        return None
    minutes, told = times[-1][2], times[-1][3]
    began = _clock(starts_at)
    if began is not None and day == opened and minutes <= began:
        if not told and began < minutes + 720 < 1440:
            minutes += 720
        elif told and minutes < 6 * 60:
            day += timedelta(days=1)  # past midnight
    return _stamp(day, minutes)


def _clock(stamp: str | None) -> int | None:
    if stamp is None or "T" not in stamp:
        return None
    return int(stamp[11:13]) * 60 + int(stamp[14:16])


def _stamp(day: date, minutes: int) -> str:
    return f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}{TAIPEI}"
