"""Dates as official papers print them: 115年11月30日."""

from __future__ import annotations

from datetime import date, datetime

from lieguan.text.dates import ROC_EPOCH

_WEEKDAYS = "一二三四五六日"
_NOON = 12


def _year(year: int) -> str:
    """Before 1912 the calendar counts backwards: 1911 is 民國前1年."""
    return f"{year - ROC_EPOCH}年" if year > ROC_EPOCH else f"民國前{ROC_EPOCH + 1 - year}年"


def format_roc_date(day: date | str, *, weekday: bool = False) -> str:
    """The day, given as a date or in ISO 8601: 113年12月31日, with its weekday 113年12月31日（星期二）.

    Raises ValueError where the string is no date.
    """
    if isinstance(day, str):
        day = datetime.fromisoformat(day)
    printed = f"{_year(day.year)}{day.month}月{day.day}日"
    return f"{printed}（星期{_WEEKDAYS[day.weekday()]}）" if weekday else printed


def format_roc_time(stamp: str) -> str:
    """A record's `starts_at`: 113年12月31日（星期二）下午2時30分; the date alone where no time is printed.

    Raises ValueError where the string is no ISO 8601 date or time.
    """
    moment = datetime.fromisoformat(stamp)
    printed = format_roc_date(moment, weekday=True)
    if "T" not in stamp:
        return printed
    half, hour = ("上午", moment.hour) if moment.hour < _NOON else ("下午", moment.hour - _NOON or _NOON)
    return f"{printed}{half}{hour}時" + (f"{moment.minute}分" if moment.minute else "")
