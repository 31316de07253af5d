"""Files of each format -> record, fuzzed; a fiftieth of what `make soak` tries."""

from __future__ import annotations

import os

import pytest

from fuzz import harness
from fuzz.targets import FILES

INPUTS = int(os.environ.get("LIEGUAN_FUZZ_FILES", "200"))
SEED = int(os.environ.get("LIEGUAN_SEED", "20261127"))


@pytest.mark.parametrize("name", FILES)
def test_files(name: str) -> None:
    harness.check(name, inputs=INPUTS, seed=SEED)
