"""The house: sizes of files and functions, names of rooms, nothing of anybody's machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from repo import tracked

# Lines a file of code may have, and a function; what is over it stands here, with its reason.
FILE_LINES = 420
FUNCTION_LINES = 60
LONGER_FILES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}
CODE = (".py", ".js", ".css", ".html", ".sh")
ROOMS_WITHOUT_A_NAME = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib"}
# A path on one machine: a home, a checkout, a scratch folder.
MACHINE = re.compile(r"(?<![\w./:-])/(?:home|root|Users|work|tmp|opt)/[\w.-]+")


def code() -> list[Path]:
    return [path for path in tracked.files(*CODE) if "migrations" not in path.parts]


@pytest.mark.parametrize("path", code(), ids=str)
def test_a_file_of_code_stays_near_400_lines(path: Path) -> None:
    lines = len(tracked.text(path).splitlines())
    if str(path) in LONGER_FILES:
        assert lines > FILE_LINES, f"{path} is short enough now: take it out of LONGER_FILES"
    else:
        assert lines <= FILE_LINES, f"{path} has {lines} lines: split it by what it knows"


def functions(path: Path) -> list[tuple[str, int]]:
    """(name, lines without the docstring) of every function of a file."""
    found = []
    for node in ast.walk(ast.parse(tracked.text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((f"{path}:{node.name}", lines))
    return found


@pytest.mark.parametrize("path", [path for path in code() if path.suffix == ".py"], ids=str)
def test_a_function_stays_near_50_lines(path: Path) -> None:
    long = {name: lines for name, lines in functions(path) if lines > FUNCTION_LINES}
    assert not {name: lines for name, lines in long.items() if name not in LONGER_FUNCTIONS}
    stale = [name for name in LONGER_FUNCTIONS if name.startswith(f"{path}:") and name not in long]
    assert not stale, "short enough now: take it out of LONGER_FUNCTIONS"


def test_every_exception_names_a_file_that_exists_and_a_reason() -> None:
    names = {str(path) for path in code()}
    for exception, reason in (LONGER_FILES | LONGER_FUNCTIONS).items():
        assert exception.split(":")[0] in names
        assert len(reason) > 20


def test_no_room_is_called_utils_helpers_or_common() -> None:
    nameless = [path for path in tracked.files() if {*path.parts[:-1], path.stem} & ROOMS_WITHOUT_A_NAME]
    assert not nameless


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    readable = tracked.files(
        ".py", ".md", ".toml", ".sh", ".html", ".txt", ".lock", ".js", ".css", ".json", ""
    )
    found = {
        str(path): match.group()
        for path in readable
        if path != Path(__file__).relative_to(tracked.ROOT)
        for match in [MACHINE.search(tracked.text(path))]
        if match
    }
    assert not found


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|pytest\.mark\.(?:skip|xfail)\b")
    found = [
        str(path)
        for path in tracked.files(*CODE, ".md", ".toml")
        if path != Path(__file__).relative_to(tracked.ROOT) and marks.search(tracked.text(path))
    ]
    assert not found


def test_django_is_imported_under_the_site_alone() -> None:
    found = [
        str(path)
        for path in tracked.files(".py")
        if path.is_relative_to("src/lieguan")
        and not path.is_relative_to("src/lieguan/site")
        and re.search(r"^\s*(?:from|import) (?:django|allauth)\b", tracked.text(path), re.MULTILINE)
    ]
    assert not found
