"""Many files at once: the same bytes whoever reads, and nothing that one file does ends the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from lieguan import cli
from lieguan.bulk import Engine, Options, Task, run, tasks
from lieguan.errors import MissingPart
from unit.bulk.hostile import HARM, Hostile, contents, folder_of

TESTS = Path(__file__).parents[2]


def outcomes(
    folder: Path, out: Path, options: Options, engine: Engine, seconds: float = 60
) -> dict[str, str]:
    """What came of each file: its problem, or what was done."""
    planned = tasks([str(folder)], out, ".json", lambda line: None)
    done = run(planned, options, engine=engine, jobs=2, seconds=seconds)
    return {task.source.name: outcome.problem or outcome.done for task, outcome in done}


ENGINES = [
    "pool",
    pytest.param(
        "ray",
        marks=pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not published for this platform"),
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_files_are_a_line_each_and_the_others_are_as_if_read_here(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))  # a worker has to find the hostile module
    folder = folder_of(tmp_path / "in", 12, *HARM)
    found = outcomes(folder, tmp_path / "out", Hostile(), engine, seconds=5)
    failed = {name: said for name, said in found.items() if said != "read"}
    assert failed.keys() == HARM.keys()
    for name, said in failed.items():
        assert said.startswith(f"{folder / name}: ")
        assert HARM[name] in said
        assert "; " in said
        assert "\n" not in said
    for name in HARM:
        (folder / name).unlink()
    assert set(outcomes(folder, tmp_path / "here", Options(), "here").values()) == {"read"}
    assert contents(tmp_path / "out") == contents(tmp_path / "here")


def test_no_more_is_planned_than_is_under_way(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 30)
    planned = 0

    def counted() -> Iterator[Task]:
        nonlocal planned
        for task in tasks([str(folder)], tmp_path / "out", ".json", lambda line: None):
            planned += 1
            yield task

    for engine, most in (("here", 1), ("pool", 4)):
        planned = 0
        for done, _ in enumerate(run(counted(), Options(anew=True), engine=engine, jobs=2), 1):  # type: ignore[arg-type]
            assert planned - done <= most


def test_ray_that_is_not_installed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    folder = folder_of(tmp_path / "in", 1)
    assert cli.main(["read", str(folder), "--out", str(tmp_path / "out"), "--engine", "ray"]) == 2
    said = capsys.readouterr().err
    assert said == "lieguan: --engine ray needs Ray, which is not installed; pip install 'lieguan[ray]'\n"
    with pytest.raises(MissingPart):
        next(run(iter([]), Options(), engine="ray"))
