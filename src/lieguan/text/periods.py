"""Points in time that a text names without a full date 期限: 月底, 上旬, 第一季, 年底, 三個月內, 二週內, 每季.

Each is worked out from a day that the caller gives; nothing here reads the clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lieguan.text.dates import common_era
from lieguan.text.numerals import parse_number

Recurrence = Literal["monthly", "quarterly", "half-yearly", "yearly"]
_HAN = "〇○零一二三四五六七八九十百廿卅兩"
_N = rf"(?:[0-9]{{1,4}}|[{_HAN}]{{1,6}})"
_S = " {0,2}"
_YEAR = (
    rf"(?:(?P<word>本|今|明|次|翌|當|同){_S}（{_S}(?P<bracketed>{_N}){_S}年?度?）{_S}年度?"
    rf"|(?:中華民國|民國|西元)?{_S}(?<![0-9{_HAN}])(?P<year>{_N}){_S}年度?|(?P<bare>本|今|明|次|翌|當|同)年度?)"
)
_MONTH = (
    rf"(?:(?P<month>(?<![0-9{_HAN}])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正])){_S}月份?|(?P<thismonth>本|這個?|當|次|下個?|翌)月份?"
    # 於月底前, 請人事室月底前: this month's; 每月底 and 3個月底 are others
    rf"|(?<=[於在至迄請，。；：、室處局科課組部會司所署府院校系長])(?P<onlymonth>月)(?={_S}[底末]))"
)
_PERIOD = re.compile(
    rf"(?:{_YEAR}{_S})?(?:"
    rf"{_MONTH}{_S}(?P<part>上旬|中旬|下旬|初|中|底|末)?"
    rf"|第{_S}(?P<quarter>[1-4一二三四]){_S}季(?:度)?(?:底|末)?"
    rf"|(?P<half>上半年|下半年)(?:底|末)?"
    rf"|(?P<yearend>(?:年)?(?:底|終|末)))"
)
_COUNTED = re.compile(
    rf"(?<!月)(?P<n>{_N}|半){_S}(?P<unit>個?(?:工作|上班|辦公)[天日]|日曆天|[天日]|個?星期|個?禮拜|[週周]|個月|個?年|個?半月)"
    rf"{_S}(?:之)?(?P<half>半)?(?:內(?![政授])|以內|之內|後(?=[^，。；：]{{0,10}}(?:報告|提報|回報|檢討|提出|函報|提會)))"
)
_RECURRING = re.compile(
    r"(?P<monthly>每個?月|按月|逐月)|(?P<quarterly>每季|每一季|按季|逐季|每3個月|每三個月)"
    r"|(?P<half>每半年|每6個月|每六個月)|(?P<yearly>每年|每年度|逐年|按年|每一年)"
)


_WEEKDAY = re.compile(r"(本|這個?|下個?)(?:週|周|星期|禮拜)([一二三四五六日天])")
_WORKING = re.compile(r"工作|上班|辦公")


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text and its last day; `named` is False for a bare month (12月), which needs 前 or 底."""

    start: int
    end: int
    last: date | None
    named: bool


@dataclass(frozen=True, slots=True)
class FoundCount:
    """So long from the day of the meeting.

    day      the day counted to; None where the meeting's day is not known, or where working days are asked for
    working  how many working days, which the office calendar counts; None where the text counts other days
    """

    start: int
    end: int
    day: date | None
    working: int | None


def find_periods(text: str, day: date | None) -> list[FoundPeriod]:
    """Every named part of a year in `text` (folded): 114年5月底, 3月上旬, 第一季, 年底, 明年6月."""
    out = []
    for match in _PERIOD.finditer(text):
        if match["yearend"] and not _has_year(match) and match["yearend"] not in {"年底", "年終", "年末"}:
            continue
        last = _last(match, day)
        bare = match["month"] is not None or match["thismonth"] is not None
        start = match.end() - len(match.group().lstrip())  # not the space of 於 116 年 1 月底
        out.append(FoundPeriod(start, match.end(), last, not bare or match["part"] is not None))
    return out


def _has_year(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("word", "year", "bare"))


def _last(match: re.Match[str], day: date | None) -> date | None:
    year = _year(match, day)
    if year is None:
        return None
    if match["quarter"]:
        quarter = "1234一二三四".index(match["quarter"]) % 4 + 1
        return _month_end(year, quarter * 3)
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上半年" else date(year, 12, 31)
    if match["yearend"]:
        return date(year, 12, 31)
    month = _month(match, day)
    if month is None:
        return None
    if month > 12:
        year, month = year + 1, month - 12
    elif day is not None and match["month"] and not _has_year(match) and _passed(year, month, day):
        year += 1
    part = match["part"]
    if part == "上旬":
        return date(year, month, 10)
    if part == "中旬":
        return date(year, month, 20)
    if part == "初":
        return date(year, month, 10)
    if part == "中":
        return date(year, month, 15)
    return _month_end(year, month)


def _passed(year: int, month: int, day: date) -> bool:
    """A month without a year that lies far behind the meeting means the next one (a meeting in December: 1月底)."""
    return (day.year, day.month) > (year, month) and day.month - month >= 6


def _year(match: re.Match[str], day: date | None) -> int | None:
    number = match["bracketed"] or match["year"]
    if number:
        value = parse_number(number)
        year = common_era(value) if value is not None else None
        return year if year is not None and 1900 <= year <= 2200 else None
    if day is None:
        return None
    word = match["bare"] or match["word"] or ""
    return day.year + (1 if word in {"明", "次", "翌"} else 0)


def _month(match: re.Match[str], day: date | None) -> int | None:
    if match["onlymonth"]:
        return None if day is None else day.month
    if match["thismonth"]:
        if day is None:
            return None
        return day.month + (1 if match["thismonth"][0] in "次下翌" else 0)
    return 1 if match["month"] == "正" else parse_number(match["month"])


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def find_counts(text: str, day: date | None) -> list[FoundCount]:
    """Every 三日內, 二週內, 一個月內, 半年內, 一年後（… 報告） in `text` (folded), counted from `day`."""
    out = []
    for match in _COUNTED.finditer(text):
        value = None if match["n"] == "半" else parse_number(match["n"])
        if _WORKING.search(match["unit"]):
            out.append(FoundCount(match.start(), match.end(), None, value))
            continue
        counted = None if day is None else _counted(day, value, match["unit"], match["half"] is not None)
        out.append(FoundCount(match.start(), match.end(), counted, None))
    return out


def _counted(day: date, value: int | None, unit: str, and_half: bool) -> date | None:
    if value is None:  # 半年內, 半個月內
        return add_months(day, 6) if "年" in unit else day + timedelta(days=15)
    if value > 9999:
        return None
    if unit in {"天", "日", "日曆天"}:
        return day + timedelta(days=value)
    if unit.endswith(("星期", "禮拜", "週", "周")):
        return day + timedelta(weeks=value)
    if unit in {"個月", "個半月"}:
        months = add_months(day, value)
        return months + timedelta(days=15) if unit == "個半月" and months else months
    if unit in {"年", "個年"}:
        return add_months(day, 12 * value + (6 if and_half else 0))
    return None


def find_weekdays(text: str, day: date | None) -> list[tuple[int, int, date]]:
    """Every 本週五, 下週三 in `text` (folded), in the week of `day` or the next one; none without a day."""
    if day is None:
        return []
    monday = day - timedelta(days=day.weekday())
    out = []
    for match in _WEEKDAY.finditer(text):
        weeks = 0 if match[1][0] in "本這" else 1
        at = "一二三四五六日天".index(match[2])
        out.append((match.start(), match.end(), monday + timedelta(weeks=weeks, days=min(at, 6))))
    return out


def add_months(day: date, months: int) -> date | None:
    """The same day of a later month, or its last day; None beyond the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def find_recurrences(text: str) -> list[tuple[int, int, Recurrence]]:
    """Every 每月, 每季, 每半年, 每年 in `text` (folded)."""
    names: dict[str, Recurrence] = {
        "monthly": "monthly", "quarterly": "quarterly", "half": "half-yearly", "yearly": "yearly"
    }  # fmt: skip
    return [(m.start(), m.end(), names[m.lastgroup or ""]) for m in _RECURRING.finditer(text)]
