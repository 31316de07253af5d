"""The long runs: the tests of chance with the counts that were promised, and a line for each in docs/soak.md.

    make soak              all of them; hours
    make soak ONLY=races   one of them

`make test` runs the same tests with a fraction of the counts. A run that fails is written down too.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "soak.md"


@dataclass(frozen=True)
class Run:
    """One long run.

    target  what pytest is given
    counts  the settings of the environment that the tests read their counts from
    seed    the setting of the seed, where the tests take one
    """

    target: str
    counts: dict[str, str]
    seed: str = ""


RUNS = {
    "tracking-machine": Run(
        "tests/laws/test_tracking_machine.py",
        {"LIEGUAN_MACHINE_EXAMPLES": "2500", "LIEGUAN_MACHINE_STEPS": "40"},  # 10^5 steps
    ),
    # Nine kinds of race: more than 1,000 on each of two databases.
    "races": Run("tests/site/tracking/test_races.py", {"LIEGUAN_RACES": "125"}),
    "fuzz-text": Run("tests/fuzz/test_texts.py", {"LIEGUAN_FUZZ_TEXTS": "1000000"}, "LIEGUAN_SEED"),
    "fuzz-files": Run("tests/fuzz/test_files.py", {"LIEGUAN_FUZZ_FILES": "10000"}, "LIEGUAN_SEED"),
    "search-exact": Run(
        "tests/site/search/test_exactness.py",
        {"LIEGUAN_EXACT_QUERIES": "500", "LIEGUAN_EXACT_PARAGRAPHS": "320880"},
        "LIEGUAN_SEED",
    ),
    "search-life": Run("tests/site/search/test_life.py", {"LIEGUAN_KILLS": "200"}, "LIEGUAN_SEED"),
    # On each of two databases: 500 moments.
    "killed-server": Run("tests/laws/test_killed_server.py", {"LIEGUAN_KILLS": "250"}, "LIEGUAN_SEED"),
    "contract": Run("tests/site/api/test_contract.py", {"LIEGUAN_CONTRACT_EXAMPLES": "250"}),
    "permanence": Run("tests/site/records/test_permanence.py", {"LIEGUAN_PERMANENCE": "50"}, "LIEGUAN_SEED"),
    "growth": Run("tests/laws/test_growth.py", {"LIEGUAN_GROWTH_BYTES": "10000000"}),
    "patterns": Run("tests/patterns/test_time.py", {"LIEGUAN_PATTERN_INPUTS": "100"}),
    "tampering": Run("tests/laws/test_tampering.py", {"LIEGUAN_TAMPERINGS": "1000"}, "LIEGUAN_SEED"),
}


def run(name: str, chosen: Run) -> tuple[bool, str]:
    """Run it; whether it passed, and its line for the page."""
    seed = str(secrets.randbelow(10**9))
    environment = dict(os.environ) | chosen.counts | ({chosen.seed: seed} if chosen.seed else {})
    start = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", f"--hypothesis-seed={seed}", chosen.target],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-8000:], file=sys.stderr)
    totals = done.stdout.strip().splitlines()[-1].strip("= ") if done.stdout.strip() else "no word"
    totals = re.sub(r" in [\d.]+s.*", "", totals)
    counts = ", ".join(
        f"{key.removeprefix('LIEGUAN_').lower()} {value}" for key, value in chosen.counts.items()
    )
    minutes = (time.monotonic() - start) / 60
    day = datetime.now(UTC).date().isoformat()
    return (
        not done.returncode,
        f"| {day} | {name} | {seed} | {counts} | {totals} | {minutes:.1f} min | {_revision()} |",
    )


def _revision() -> str:
    """What was run: the commit, with a + where the tree differs from it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],  # noqa: S607 - git on PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"


def main() -> int:
    """The chosen runs, or all."""
    parser = argparse.ArgumentParser(description="the long runs")
    parser.add_argument("only", nargs="*", metavar="RUN", help=f"one of {', '.join(RUNS)}; all by default")
    options = parser.parse_args()
    if unknown := set(options.only) - set(RUNS):
        parser.error(f"no run {', '.join(sorted(unknown))}: one of {', '.join(RUNS)}")
    sound = True
    for name in options.only or RUNS:
        passed, line = run(name, RUNS[name])
        sound &= passed
        PAGE.write_text(PAGE.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
        print(line)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
