"""Minutes with a gold record, printed and photographed at 200 dpi; bench/scan_accuracy.py does it with all of them."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from lieguan.engine import read
from lieguan.record.codec import to_json

pytestmark = [pytest.mark.real]

BENCH = Path(__file__).parents[2] / "bench"
#: The shortest documents: two and three pages, a second or two each.
STEMS = ("cipas_t002", "cipas_c223")


def test_a_scan_gives_nine_tenths_of_what_the_original_gives(
    real_minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    bench, accuracy = importlib.import_module("scan_accuracy"), importlib.import_module("accuracy")
    score = accuracy.load_scorer(real_minutes)
    files = {path.stem: path for path in (real_minutes / "minutes").iterdir()}
    tally = score.Tally()
    for stem in STEMS:
        scan, _ = bench.photographed(bench.printed(files[stem]))
        record = to_json(read(scan, name=f"{stem}.pdf")[0])
        score.score(json.loads((real_minutes / "gold" / f"{stem}.json").read_text("utf-8")), record, tally)
    parts = [accuracy.f1(*tally[part]) for part in score.PARTS]
    assert sum(parts) / len(parts) >= 0.9, "\n".join(tally.differences)
