"""`lieguan programme FILE`."""

from __future__ import annotations

from pathlib import Path

import pytest

from lieguan.site.programme.models import OutlineVersion, Value
from lieguan.site.project.commands import arguments
from lieguan.site.project.commands.programme import run
from scene import Scene

SAMPLES = Path(__file__).parents[3] / "samples"
Out = pytest.CaptureFixture[str]


def command(scene: Scene, *words: str) -> int:
    """Its exit status, as the secretariat gives it."""
    from argparse import ArgumentParser  # noqa: PLC0415 - as the command line makes it

    parser = ArgumentParser()
    arguments.programme(parser)
    return run(parser.parse_args([*words, "--as", scene.secretariat.email]))


def test_a_table_is_taken_in_and_sent_again_changes_nothing(scene: Scene, capsys: Out) -> None:
    for name in ("programme-1.csv", "programme-2.csv"):
        assert command(scene, str(SAMPLES / name)) == 0
    assert OutlineVersion.objects.count() == 2
    assert "version 2 added" in capsys.readouterr().out
    count = Value.objects.count()
    assert command(scene, str(SAMPLES / "programme-2.csv"), "--body", scene.body.slug) == 0
    assert Value.objects.count() == count
    assert "0 values entered, 0 corrected" in capsys.readouterr().out


def test_wrong_rows_are_named_and_nothing_of_an_outline_is_taken(
    scene: Scene, tmp_path: Path, capsys: Out
) -> None:
    file = tmp_path / "wrong.csv"
    text = (SAMPLES / "programme-1.csv").read_text("utf-8-sig")
    file.write_text(text.replace("2024-03-20", "某日").replace("\n分組,A,", "\n分坨,A,", 1), encoding="utf-8")
    assert command(scene, str(file)) == 2
    said = capsys.readouterr().err
    assert f"{file}: row 3, 通過日: " in said
    assert f"{file}: row 4, 列別: " in said
    assert "nothing was taken in" in said
    assert not OutlineVersion.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "隨便寫寫".encode()])
def test_what_is_no_table_is_said(scene: Scene, tmp_path: Path, capsys: Out, data: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    assert command(scene, str(file)) == 2
    assert str(file) in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(scene: Scene, tmp_path: Path, capsys: Out) -> None:
    assert command(scene, str(tmp_path / "none.csv")) == 2
    assert "is not a file" in capsys.readouterr().err
