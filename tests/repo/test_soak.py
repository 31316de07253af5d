"""The long runs are of tests that are there, with counts that these read; the page has a line for each that was made."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from repo import tracked


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("soak", tracked.ROOT / "scripts" / "soak.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["soak"] = module  # its dataclass looks for the module that it stands in
    spec.loader.exec_module(module)
    return module


SOAK = tool()


@pytest.mark.parametrize("name", SOAK.RUNS)
def test_a_run_is_of_tests_that_read_its_counts(name: str) -> None:
    chosen = SOAK.RUNS[name]
    tests = tracked.text(Path(chosen.target))
    for setting in (*chosen.counts, *filter(None, [chosen.seed])):
        assert f'"{setting}"' in tests


def test_the_page_describes_each_run_and_its_lines_are_whole() -> None:
    page = tracked.text(Path("docs/soak.md"))
    described = re.findall(r"^\| ([a-z-]+) \| [^|]+ \|$", page, re.MULTILINE)
    assert set(described) - {"run", "---"} == set(SOAK.RUNS)
    lines = re.findall(r"^\| \d{4}-\d\d-\d\d \|.*$", page, re.MULTILINE)
    for line in lines:
        _day, name, seed, _counts, result, _took, _revision = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        assert name in SOAK.RUNS
        assert seed.isdecimal()
        assert re.match(r"\d+ (?:passed|failed)", result), line
