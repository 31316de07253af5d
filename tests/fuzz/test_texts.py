"""Text -> record, fuzzed; a fiftieth of what `make soak` tries."""

from __future__ import annotations

import os

from fuzz import harness

INPUTS = int(os.environ.get("LIEGUAN_FUZZ_TEXTS", "20000"))
SEED = int(os.environ.get("LIEGUAN_SEED", "20261127"))


def test_texts() -> None:
    harness.check("text", inputs=INPUTS, seed=SEED)
