"""Dates as people in Taiwan write them: `{% load roc %}{{ meeting.starts_on|roc }}` → 113年12月31日.

In English the same filters give 31 December 2024.
"""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()

# The Republic-of-China year N is the year N + 1911.
ROC_OFFSET = 1911
WEEKDAYS = "一二三四五六日"
NOON = 12


def _day(value: date | str | None) -> date | datetime | None:
    """A date, or a date and time in Taiwan's zone, from what models and records hold."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def roc(value: date | str | None) -> str:
    """The day: 113年12月31日, or 31 December 2024.

    value   a date, a datetime or an ISO 8601 string; None, "" and what is no date give ""
    """
    day = _day(value)
    if day is None:
        return str(value or "")
    if _english():
        return date_format(day, "j F Y")
    year = day.year - ROC_OFFSET
    named = f"{year}年" if year > 0 else f"民國前{1 - year}年"
    return f"{named}{day.month}月{day.day}日"


@register.filter
def roc_weekday(value: date | str | None) -> str:
    """The day with its weekday: 113年12月31日（星期二）, or Tuesday 31 December 2024."""
    day = _day(value)
    if day is None:
        return str(value or "")
    return date_format(day, "l j F Y") if _english() else f"{roc(day)}（星期{WEEKDAYS[day.weekday()]}）"


@register.filter
def roc_time(value: datetime | str | None) -> str:
    """The day and the time: 113年12月31日 下午2時30分, or 31 December 2024, 14:30. The day alone where no time is."""
    day = _day(value)
    if not isinstance(day, datetime) or (isinstance(value, str) and "T" not in value):
        return roc(value)
    if _english():
        return f"{roc(day)}, {day:%H:%M}"
    half, hour = ("上午", day.hour) if day.hour < NOON else ("下午", day.hour - NOON or NOON)
    minute = f"{day.minute}分" if day.minute else ""
    return f"{roc(day)} {half}{hour}時{minute}"


@register.filter
def iso(value: date | str | None) -> str:
    """The ISO form, for <time datetime="…">."""
    day = _day(value)
    return day.isoformat(timespec="minutes") if isinstance(day, datetime) else str(day or "")
