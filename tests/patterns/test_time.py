"""Each pattern of the package takes no more than twelve times as long for ten times the input, whatever it is pumped with."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from patterns.found import Call, calls, compiled, functions
from patterns.pumped import inputs

SHORT, LONG, TIMES = 10_000, 100_000, 12
#: Inputs for each pattern at the most; `make soak` tries them all.
INPUTS = int(os.environ.get("LIEGUAN_PATTERN_INPUTS", "6"))
#: Seconds of processor time that a clock can be believed for, and after which a pattern is given up.
LEAST, MOST = 0.0005, 3.0
#: A busy machine makes one run slow, never fast: so often is a pattern that looks slow timed again.
TRIES = 20

FILES = sorted({call.place.file for call in calls()})


@contextmanager
def given_up() -> Iterator[None]:
    """Python's engine looks for signals as it goes. A timer of processor time makes its clock a coarse one on some systems, so
    a timer by the clock asks how much of it was used.
    """
    start = time.process_time()

    def stop(*_: object) -> None:
        if time.process_time() - start >= MOST:
            raise TimeoutError
        signal.setitimer(signal.ITIMER_REAL, MOST)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds(action: Callable[[str], object], text: str, times: int = 1) -> float:
    """Processor time of doing it so often; MOST where it takes longer."""
    start = time.process_time()
    try:
        with given_up():
            for _ in range(times):
                action(text)
    except TimeoutError:
        return MOST
    return time.process_time() - start


def slow(action: Callable[[str], object], short: str, long: str) -> str | None:
    """What was measured, where it grows faster than the input.

    The short one as often as the long one is longer: both then take about as long, and a clock errs as much in one.
    """
    often = LONG // SHORT
    one = ten = MOST
    for _ in range(TRIES):
        one = min(one, seconds(action, short, often))
        if one >= MOST:
            return f"over {MOST} s for {len(short)}, {often} times"
        ten = min(ten, seconds(action, long))
        if ten >= MOST:
            return f"{one / often:.4f} s, then over {MOST} s"
        most = TIMES * max(one / often, LEAST)
        if ten <= most:
            return None
        if ten >= 4 * most:
            break
    return f"{one / often:.4f} s, then {ten:.4f} s"


def actions(pattern: re.Pattern[str], used: set[str]) -> Iterator[tuple[str, Callable[[str], object]]]:
    """What is done with the pattern: at one place, on the whole, or from each place on."""
    if "match" in used:
        yield "match", pattern.match
    if "fullmatch" in used:
        yield "fullmatch", pattern.fullmatch
    if used - {"match", "fullmatch"}:
        yield "search", lambda text: sum(1 for _ in pattern.finditer(text))


def patterns(call: Call) -> set[tuple[str, int]]:
    """What the call compiles."""
    found = compiled().get(call.place, set())
    if not found and call.pattern is not None:
        found = {(call.pattern, 0)}
    return found


def complaints(call: Call) -> Iterator[str]:
    for pattern, flags in patterns(call):
        made = re.compile(pattern, flags)
        pumped = (inputs(pattern, flags, length, INPUTS) for length in (SHORT, LONG))
        for short, long in zip(*pumped, strict=True):
            for name, action in actions(made, functions(call)):
                said = slow(action, short, long)
                if said is not None:
                    yield f"{call.place}: {name} of {pattern[:200]!r} on {short[:40]!r}…: {said}"


@pytest.mark.parametrize("file", FILES)
def test_time_of_each_pattern(file: str) -> None:
    of_file = [call for call in calls() if call.place.file == file]
    unheard = [str(call.place) for call in of_file if not patterns(call)]
    assert not unheard, f"no document compiles the patterns at {unheard}: add a call to patterns/found.py"
    slow_ones = [line for call in of_file for line in complaints(call)]
    assert not slow_ones, "\n".join(slow_ones)


@pytest.mark.parametrize(
    ("pattern", "used"),
    [
        (r"\s+$", "search"), (r"(?:a+)+b", "match"), (r"[【〔][^】〕]+[】〕]", "search"), (r"列管.*(?:報告|情形)", "search"),
    ],
)  # fmt: skip
def test_slow_patterns_are_told(pattern: str, used: str) -> None:
    made = re.compile(pattern)
    pumped = zip(inputs(pattern, 0, SHORT), inputs(pattern, 0, LONG), strict=True)
    assert any(slow(action, *texts) for texts in pumped for _, action in actions(made, {used}))


def test_calls_are_found_and_what_they_are_used_with() -> None:
    assert len(calls()) > 300
    kept = {call.name: functions(call) for call in calls() if call.place.file == "reading/noise.py"}
    assert kept["_CONTENTS"] == {"search"}
