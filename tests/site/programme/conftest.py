"""The sample programme in the database of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lieguan.site.programme import verification
from lieguan.site.records.sheets import rows_of
from scene import Scene

SAMPLES = Path(__file__).parents[3] / "samples"
Rows = list[list[str]]


@pytest.fixture
def scene(database: object) -> Iterator[Scene]:
    """A body with its secretariat; behind each test the facts are those of the log."""
    yield Scene()
    assert [str(problem) for problem in verification.verify()] == []


@pytest.fixture
def table() -> Callable[[int], Rows]:
    """The rows of the sample programme's table of this version."""

    def read(number: int) -> Rows:
        name = f"programme-{number}.csv"
        return rows_of((SAMPLES / name).read_bytes(), name)

    return read
