"""Working days 辦公日, for deadlines and reminders: the official calendar where it is known, else Monday to Friday. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from lieguan.lexicon.calendar import is_working_day

_SATURDAY = 5
_DAY = timedelta(days=1)


def works(day: date) -> bool:
    """Whether government offices work on this day."""
    known = is_working_day(day)
    return day.weekday() < _SATURDAY if known is None else known


def on_or_after(day: date) -> date:
    """This day, or the next working day where it is none. A period that ends on a day off ends on that one
    (行政程序法 §48 IV)."""
    while not works(day):
        day += _DAY
    return day


def on_or_before(day: date) -> date:
    """This day, or the last working day before it."""
    while not works(day):
        day -= _DAY
    return day


def last_over(today: date) -> date:
    """The last due date that is over today: all of them up to this one are, none after it is."""
    return on_or_before(today - _DAY)
