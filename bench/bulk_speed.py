"""How fast a folder is read, with one process and with two: documents a second, how it scales, peak memory.

    python bench/bulk_speed.py [--documents 1000] [--rounds 3] [--jobs 2]

The folder holds copies of the samples (ODT, DOCX, PDF, Markdown in turn). Rounds alternate between one process and several,
the order changing; medians are compared. Starting and ending the processes is counted. Memory is the peak of the process
that plans and of the largest that reads; a folder a tenth as large shows that neither grows. Exit status 1 where two
processes are less than 1.8 times as fast as one; on a machine that does other things as well that says nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
WANTED = 1.8


@dataclass(frozen=True)
class Run:
    """One reading of a folder: seconds by the clock, and the peaks in MB."""

    seconds: float
    planner: float
    reader: float


def filled(folder: Path, count: int) -> Path:
    """A folder of so many documents, a hundred in each folder below it."""
    samples = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".odt", ".docx", ".pdf", ".md"))
    samples = [path for path in samples if path.stem.isdecimal()]
    for number in range(count):
        sample = samples[number % len(samples)]
        place = folder / f"{number // 100:03}" / f"{number:05}{sample.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample, place)
    return folder


def read(folder: Path, jobs: int) -> Run:
    """Reads the folder with so many processes, in a session of their own, whose memory is looked at as it runs."""
    with tempfile.TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "lieguan.cli",
            "read",
            str(folder),
            "--out",
            out,
            "--jobs",
            str(jobs),
        ]
        start = time.perf_counter()
        with subprocess.Popen(command, start_new_session=True) as process:
            peaks: dict[int, int] = {}
            while process.poll() is None:
                peaks |= {pid: peak for pid, peak in peaks_of(process.pid).items() if peak}
                time.sleep(0.1)
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        written = sum(1 for _ in Path(out).rglob("*.json"))
    expected = sum(1 for path in folder.rglob("*") if path.is_file())
    if written != expected:
        raise SystemExit(f"{written} records of {expected} documents")
    planner = peaks.pop(process.pid, 0)
    return Run(seconds, planner / 1024, max(peaks.values(), default=0) / 1024)


def peaks_of(session: int) -> dict[int, int]:
    """The peak in kB of each process of a session so far."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                # The name in brackets may hold spaces: the session is the fourth word behind it.
                words = (
                    (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                )
                if int(words[3]) != session:
                    continue
                status = (place / "status").read_text(encoding="utf-8", errors="replace").splitlines()
            except (OSError, IndexError):
                continue
            found[int(place.name)] = next(
                (int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0
            )
    return found


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        few = filled(Path(place, "few"), max(1, options.documents // 10))
        many = filled(Path(place, "many"), options.documents)
        small = read(few, options.jobs)
        runs: dict[int, list[Run]] = {1: [], options.jobs: []}
        for turn in range(options.rounds):
            for jobs in sorted(runs, reverse=bool(turn % 2)):
                runs[jobs].append(read(many, jobs))
    print(
        f"{'processes':>9}{'documents':>11}{'seconds':>9}{'a second':>10}{'planner MB':>12}{'reader MB':>11}"
    )
    print(
        f"{options.jobs:>9}{options.documents // 10:>11}{small.seconds:>9.1f}{'':>10}{small.planner:>12.0f}{small.reader:>11.0f}"
    )
    medians = {}
    for jobs, of_jobs in sorted(runs.items()):
        medians[jobs] = statistics.median(run.seconds for run in of_jobs)
        planner, reader = (max(getattr(run, name) for run in of_jobs) for name in ("planner", "reader"))
        rate = options.documents / medians[jobs]
        print(
            f"{jobs:>9}{options.documents:>11}{medians[jobs]:>9.1f}{rate:>10.1f}{planner:>12.0f}{reader:>11.0f}"
        )
    scaled = medians[1] / medians[options.jobs]
    ratios = [one.seconds / more.seconds for one, more in zip(runs[1], runs[options.jobs], strict=True)]
    print(f"{options.jobs} processes are {scaled:.2f} times as fast as one (by round: {', '.join(f'{r:.2f}' for r in ratios)}), "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    return int(scaled < WANTED * options.jobs / 2)


if __name__ == "__main__":
    sys.exit(main())
