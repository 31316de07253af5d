"""What earlier runs found is tried again."""

from __future__ import annotations

import gc

import pytest

from fuzz import corpus
from fuzz.targets import TARGETS
from lieguan.reading.entries import entries


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_before(name: str) -> None:
    kept = corpus.load(name)
    opened = sum(TARGETS[name].check(data) for data in kept)
    assert opened > len(kept) // 3


def test_an_input_is_kept_for_a_step_that_no_smaller_one_takes() -> None:
    inputs = [
        "決議：照案通過。".encode(),
        "決議：洽悉。\n決議：照案通過。".encode(),
        "決議：照案通過；".encode(),
    ]
    kept = corpus.smallest(inputs, TARGETS["text"].check)
    assert inputs[0] in kept
    assert inputs[2] not in kept


def test_a_generator_that_somebody_left_behind_takes_no_step_when_it_is_swept_up() -> None:
    left = entries("甲部長大文、乙次長（丙）、丁")
    next(left)
    cycle: list[object] = [left]
    cycle.append(cycle)
    del left, cycle
    assert corpus.steps_of(gc.collect) == set()


def test_a_step_of_other_code_in_a_folder_of_the_package_s_name_is_none() -> None:
    other = compile("for _ in range(2):\n    pass\n", "/srv/lieguan/.venv/other.py", "exec")
    assert corpus.steps_of(lambda: exec(other)) == set()


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_as_the_tool_writes_it(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    kept = corpus.load(name)
    written = (corpus.FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    corpus.save(name, kept)
    assert (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8") == written
