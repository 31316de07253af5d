"""The index lives through anything: killed while it is written, damaged, asked for anew; and it is quick to follow.

LIEGUAN_KILLS (4) says how often the process that keeps it is killed, LIEGUAN_SEED when.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from live_site import LIEGUAN, site_environment

KILLS = int(os.environ.get("LIEGUAN_KILLS", "4"))
SEED = int(os.environ.get("LIEGUAN_SEED", "1"))
# What may pass between the commit of a document and its being found; seconds.
FINDABLE = 1.0


@dataclass
class Site:
    """A site in a folder of its own, and the process that does what it is told to it."""

    environment: dict[str, str]
    process: subprocess.Popen[str]

    def do(self, told: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(told + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        assert said, f"{told}: the process ended"
        return said

    def caught_up(self) -> bool:
        try:
            held, newest = self.do("mark").split()
        except ValueError:
            return False
        return held == newest

    @contextmanager
    def keeping(self) -> Iterator[subprocess.Popen[bytes]]:
        """`lieguan work`, killed at the end."""
        keeper = subprocess.Popen([LIEGUAN, "work"], env=self.environment, stderr=subprocess.DEVNULL)
        try:
            yield keeper
        finally:
            keeper.kill()
            keeper.wait()

    @property
    def index(self) -> Path:
        return next(Path(self.environment["LIEGUAN_DATA"]).glob("search-?"), Path("/nonexistent"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    environment = site_environment(tmp_path_factory.mktemp("indexed") / "data")
    program = Path(__file__).with_name("indexed_site.py")
    with subprocess.Popen(
        [sys.executable, str(program)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        made = Site(environment, process)
        assert made.do("lay") == "laid"
        made.do("add 100 第一份")
        yield made
        process.kill()


def until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def writing(site: Site) -> tuple[int, ...]:
    """What changes with each file that the index writes."""
    return tuple(sorted(file.stat().st_mtime_ns for file in site.index.glob("*") if file.exists()))


def test_killed_at_any_moment_it_opens_mends_and_is_complete(site: Site) -> None:
    chance = random.Random(SEED)
    for number in range(KILLS):
        site.do(f"add {chance.randrange(50, 800)} 第{number}輪")
        if number % 5 == 4:
            subprocess.run([LIEGUAN, "index"], env=site.environment, check=True, capture_output=True)
            site.do("add 200 又一份")
        before = writing(site)
        with site.keeping():
            until(lambda seen=before: writing(site) != seen)
            time.sleep(chance.random() * 0.2)
    with site.keeping():
        until(site.caught_up)
    wanted, missing, too_many = site.do("check").split()
    assert int(wanted) > KILLS * 50
    assert (missing, too_many) == ("0", "0")


def test_a_document_of_a_hundred_paragraphs_is_found_within_a_second(site: Site) -> None:
    taken = []
    with site.keeping():
        until(site.caught_up)
        for number in range(5):
            site.do(f"add 100 夜間{number}演練")
            start = time.monotonic()
            until(lambda word=f"夜間{number}演練": site.do(f"find {word}") == "100", 20)
            taken.append(time.monotonic() - start)
    assert statistics.median(taken) <= FINDABLE, taken


def test_damaged_files_are_built_anew(site: Site) -> None:
    with site.keeping():
        until(site.caught_up)
    (site.index / "meta.json").write_text("{", encoding="utf-8")
    with site.keeping():
        until(lambda: _mended(site) and site.caught_up())
    assert site.do("check").split()[1:] == ["0", "0"]


def _mended(site: Site) -> bool:
    return (site.index / "meta.json").is_file() and len((site.index / "meta.json").read_bytes()) > 1


def test_one_command_builds_it_anew_whether_it_is_kept_or_not(site: Site) -> None:
    for kept in (False, True):
        with site.keeping() if kept else contextmanager(lambda: iter([None]))():
            if kept:
                until(site.caught_up)
                time.sleep(1)
            said = subprocess.run(
                [LIEGUAN, "index"],
                env=site.environment,
                check=True,
                capture_output=True,
                text=True,
                timeout=60,
            ).stdout
            assert ("by the process that keeps it" in said) is kept
        assert site.do("check").split()[1:] == ["0", "0"]
