#!/usr/bin/env python
"""One target fuzzed by atheris in a process of its own: `harness.py TARGET FOLDER --inputs N --seed S`.

FOLDER is made anew: `start/` the inputs it begins with, `found/` those that reached something new, `faults/` one input
for each distinct fault with what was raised. A fault does not stop the run; a process that dies or hangs does, and leaves
its input in FOLDER. `run()` starts it and says what came of it, `check()` fails where that is not right.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import traceback
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
#: Where runs leave what they found, a folder for each target.
FOUND = TESTS.parent / ".fuzz"
#: Seconds by the clock after which an input is taken for one that never ends, however busy the machine is.
HANGS = 300
MEGABYTES = 2048


@dataclass(frozen=True)
class Outcome:
    """`inputs` that were tried, how many of them could be opened, and what each fault says; `end` is the last that was printed."""

    inputs: int
    opened: int
    faults: list[str]
    status: int
    end: str


def run(target: str, folder: Path, *, inputs: int, seed: int) -> Outcome:
    """Fuzzes one target with so many inputs, in another process."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = folder / "log"
    with log.open("wb") as stream:
        status = subprocess.run(
            [sys.executable, __file__, target, str(folder), f"--inputs={inputs}", f"--seed={seed}"],
            stdout=stream, stderr=subprocess.STDOUT, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))},
        ).returncode  # fmt: skip
    said = log.read_text(encoding="utf-8", errors="replace")
    faults = [path.read_text(encoding="utf-8") for path in sorted((folder / "faults").glob("*.txt"))]
    tried = [path.stat().st_size for path in (folder / "tried", folder / "opened") if path.is_file()]
    return Outcome(*(tried or [0, 0]), faults, status, said[-3000:])


def check(target: str, *, inputs: int, seed: int) -> None:
    """Fuzzes one target; fails where an input broke a law, ended the process or never ended."""
    if find_spec("atheris") is None:
        pytest.skip("NOT FUZZED: atheris is not published for this platform")
    folder = FOUND / target
    came = run(target, folder, inputs=inputs, seed=seed)
    assert not came.faults, f"seed {seed}; the inputs are in {folder / 'faults'}\n\n" + "\n\n".join(
        came.faults
    )
    assert came.status == 0, f"seed {seed}; ended with {came.status}, the input is in {folder}\n{came.end}"
    assert came.inputs >= inputs
    # Inputs that cannot be opened try little.
    assert came.opened > came.inputs // 4


def main() -> int:
    """The process that fuzzes. Never returns: the fuzzer ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--inputs", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    import atheris

    with atheris.instrument_imports(include=["lieguan.reading", "lieguan.sources", "lieguan.text"]):
        from fuzz import corpus
        from fuzz.targets import LARGEST, TARGETS

        target = TARGETS[options.target]
    folder: Path = options.folder
    start, found = folder / "start", folder / "found"
    for place in (start, found, folder / "faults"):
        place.mkdir()
    for number, data in enumerate([*target.seeds(), *corpus.load(target.name)]):
        (start / f"{number:05}").write_bytes(data)
    counts = Counts(folder)

    def one_input(data: bytes) -> None:
        try:
            counts.add(opened=target.check(data))
        except Exception as error:
            counts.add(opened=False)
            keep_fault(folder / "faults", data, error)

    def changed(data: bytes, largest: int, seed: int) -> bytes:
        return target.mutate(data, random.Random(seed), lambda given: atheris.Mutate(given, largest))

    arguments = [
        sys.argv[0], str(found), str(start), f"-runs={options.inputs}", f"-seed={options.seed}", f"-max_len={LARGEST}",
        "-len_control=0", f"-timeout={HANGS}", f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={folder}/", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(arguments, one_input, custom_mutator=changed)
    atheris.Fuzz()
    return 0


class Counts:
    """How many inputs were tried and opened, as the sizes of two files: a process that is killed has counted too."""

    def __init__(self, folder: Path) -> None:
        self._tried, self._opened = ((folder / name).open("ab", buffering=0) for name in ("tried", "opened"))

    def add(self, *, opened: bool) -> None:
        self._tried.write(b".")
        if opened:
            self._opened.write(b".")


def keep_fault(folder: Path, data: bytes, error: Exception) -> None:
    """The first input of each distinct fault: what was raised, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    name = re.sub(r"\W+", "-", f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}")
    if not (folder / name).exists():
        (folder / name).write_bytes(data)
        told = "".join(traceback.format_exception(error, limit=-6))
        (folder / f"{name}.txt").write_text(f"{name}: {data[:300]!r}\n{told}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
