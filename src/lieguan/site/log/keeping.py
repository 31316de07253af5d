"""Answers kept in the process until a fact changes: every change of one writes to the log."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from lieguan.site.log.queries import end

Value = TypeVar("Value")


class KeptUntilChange(Generic[Value]):
    """A query about facts that is asked with one number and is the same for every reader.

    Its answer is right as long as the log's end is the one that stood before it was asked. Safe for threads.

    find  the query; what it gives is shared and must not be changed
    room  how many answers are kept; those asked for longest ago go first
    """

    def __init__(self, find: Callable[[int], Value], room: int = 256) -> None:
        self._find, self._room = find, room
        self._end = ""
        self._kept: OrderedDict[int, Value] = OrderedDict()
        self._lock = Lock()

    def __call__(self, number: int) -> Value:
        """The answer, kept or found."""
        now = end()
        with self._lock:
            if now != self._end:
                self._kept.clear()
                self._end = now
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
        found = self._find(number)
        with self._lock:
            # A log without entries has no end that could tell of a change.
            if now and now == self._end:
                self._kept[number] = found
                if len(self._kept) > self._room:
                    self._kept.popitem(last=False)
        return found
