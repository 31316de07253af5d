"""Real minutes against records made by hand: what the reader must reach, part by part.

The documents are not in the repository; LIEGUAN_REAL_MINUTES names the folder (see conftest.py).
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lieguan.engine import read
from lieguan.record.codec import to_json

pytestmark = pytest.mark.real


@cache
def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def tallies(folder: Path) -> dict[str, tuple[Any, tuple[int, int, int]]]:
    """Each document's tally and its coverage (placed, unread, lost)."""
    files = {path.stem: path for path in (folder / "minutes").iterdir() if path.is_file()}
    found = {}
    for gold in sorted((folder / "gold").glob("*.json")):
        record = to_json(read(files[gold.stem])[0])
        tally = scorer(folder).Tally()
        scorer(folder).score(json.loads(gold.read_text(encoding="utf-8")), record, tally)
        found[gold.stem] = (tally, scorer(folder).coverage(record))
    return found


def f1(counts: list[list[int]]) -> float:
    right, gold, read_ = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (gold + read_) if gold + read_ else 1.0


def test_the_task_force_is_read_without_a_fault(real_minutes: Path) -> None:
    tally, (placed, unread, lost) = tallies(real_minutes)["smart-nation-05"]
    assert tally.differences == []
    assert lost == 0
    assert placed >= 0.99 * (placed + unread)


def test_ten_documents_together(real_minutes: Path) -> None:
    found = tallies(real_minutes)
    assert len(found) >= 10
    parts = {part: f1([tally[part] for tally, _ in found.values()]) for part in scorer(real_minutes).PARTS}
    differences = [f"{stem}: {line}" for stem, (tally, _) in found.items() for line in tally.differences]
    told = "\n".join(differences)
    assert sum(parts.values()) / len(parts) >= 0.97, told
    assert min(parts.values()) >= 0.93, told
    same, compared = (sum(tally.exact[i] for tally, _ in found.values()) for i in range(2))
    assert same / compared >= 0.98, told


def test_nothing_is_lost_and_little_unread(real_minutes: Path) -> None:
    placed, unread, lost = (
        sum(column) for column in zip(*(c for _, c in tallies(real_minutes).values()), strict=True)
    )
    assert lost == 0
    assert unread <= 0.01 * (placed + unread)


def more(folder: Path) -> list[Path]:
    return sorted((folder / "minutes" / "more").iterdir())


def test_more_layouts(real_minutes: Path) -> None:
    """Documents without a gold record: nothing raises, nothing is lost, at most a tenth is unread."""
    counts = []
    for path in more(real_minutes):
        if path.suffix == ".doc":
            continue  # needs LibreOffice: the next test
        counts += [scorer(real_minutes).coverage(to_json(record)) for record in read(path)]
    placed, unread, lost = (sum(column) for column in zip(*counts, strict=True))
    assert lost == 0
    assert unread <= 0.10 * (placed + unread)


@pytest.mark.office
def test_more_layouts_in_word_97(real_minutes: Path) -> None:
    for path in more(real_minutes):
        if path.suffix == ".doc":
            for record in read(path):
                placed, unread, lost = scorer(real_minutes).coverage(to_json(record))
                assert lost == 0
                assert unread <= 0.10 * (placed + unread)


def test_a_book_of_proceedings_is_several_meetings(real_minutes: Path) -> None:
    records = read(real_minutes / "minutes" / "more" / "tncc_ext08.txt")
    starts = [record.meeting.starts_at for record in records]
    assert len(records) == 6
    assert starts == sorted(start for start in starts if start)
    assert len({record.meeting.body for record in records[1:]}) == 1
