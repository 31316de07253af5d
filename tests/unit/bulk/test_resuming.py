"""What is whole and right is not read again; a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lieguan import cli
from lieguan.bulk import Options, held, run, tasks
from lieguan.errors import LieguanError
from lieguan.lexicon.agencies import COLUMNS
from unit.bulk.hostile import contents, folder_of


def done(folder: Path, out: Path, options: Options | None = None) -> dict[str, str]:
    planned = tasks([str(folder)], out, ".json", lambda line: None)
    return {task.source.name: outcome.done for task, outcome in run(planned, options or Options())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", 3)


def test_a_second_run_reads_what_changed_alone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert set(done(folder, out).values()) == {"read"}
    assert set(done(folder, out).values()) == {"kept"}
    (folder / "甲/第1次.txt").write_text("決議：洽悉。\n", encoding="utf-8")
    folder_of(folder, 4)
    (folder / "甲/第1次.txt").write_text("決議：洽悉。\n", encoding="utf-8")
    assert done(folder, out) == {
        "第1次.txt": "read",
        "第2次.txt": "kept",
        "第3次.txt": "kept",
        "第4次.txt": "read",
    }
    assert json.loads((out / "甲/第1次.json").read_text("utf-8"))["text"] == "決議：洽悉。\n"


@pytest.mark.parametrize(
    "options",
    [Options(with_text=False), Options(anew=True), Options(form="tree")],
    ids=["without text", "anew", "another form"],
)
def test_other_options_read_again(folder: Path, tmp_path: Path, options: Options) -> None:
    done(folder, tmp_path / "out")
    assert set(done(folder, tmp_path / "out", options).values()) == {"read"}


def test_agencies_of_ones_own_read_again_until_they_stand(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "own.csv"
    rows.write_text(",".join(COLUMNS) + "\n離島航運協調處,航協處,,,,,,,,,,\n", encoding="utf-8")
    done(folder, tmp_path / "out")
    own = Options(agencies=(rows,))
    assert set(done(folder, tmp_path / "out", own).values()) == {"read"}
    assert set(done(folder, tmp_path / "out", own).values()) == {"kept"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"lieguan": "', '"lieguan": "0.0.'),
        ('"ocr": null', '"ocr": "tesseract 1.0 chi_tra"'),
        ("}\n", "}"),
        ('{"format"', '"format"'),
        ('"sha256"', '"sha"'),
    ],
    ids=["another version", "another OCR", "cut off", "no JSON", "another format"],
)
def test_a_record_that_is_not_whole_or_not_of_this_version_is_made_again(
    folder: Path, tmp_path: Path, old: str, new: str
) -> None:
    done(folder, tmp_path / "out")
    file = tmp_path / "out/甲/第1次.json"
    right = file.read_text("utf-8")
    assert old in right
    file.write_text(right.replace(old, new), encoding="utf-8")
    assert done(folder, tmp_path / "out")["第1次.txt"] == "read"
    assert file.read_text("utf-8") == right


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]], ids=["one process", "a pool"])
def test_killed_in_the_middle_it_goes_on_where_it_stopped(jobs: list[str], tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 150), tmp_path / "out"
    command = [sys.executable, "-m", "lieguan.cli", "read", str(folder), "--out", str(out), *jobs]
    with subprocess.Popen(command, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while len(list(out.rglob("*.json"))) < 10:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    wait_until_gone(process.pid)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    assert 10 <= len(before) < 150
    for path in before:
        json.loads(path.read_text("utf-8"))
    assert subprocess.run(command, check=False).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before
    files = contents(out)
    assert len(files) == 150  # no drafts are left
    assert set(done(folder, tmp_path / "fresh").values()) == {"read"}
    assert files == contents(tmp_path / "fresh")


def wait_until_gone(session: int) -> None:
    """Until no process of a session is left; workers end with the process that started them."""
    deadline = time.monotonic() + 30
    while True:
        left = subprocess.run(
            ["ps", "-o", "pid=", "-s", str(session)], capture_output=True, text=True, check=False
        )
        if not left.stdout.strip():
            return
        if time.monotonic() > deadline:
            os.killpg(session, signal.SIGKILL)
            pytest.fail(f"left behind: {left.stdout}")
        time.sleep(0.1)


def test_two_runs_do_not_write_into_one_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(tmp_path / "out"):
        assert cli.main(["read", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "another run of lieguan writes into it; wait" in capsys.readouterr().err
    with held(tmp_path / "out"), pytest.raises(LieguanError), held(tmp_path / "out"):
        pass
    assert cli.main(["read", str(folder), "--out", str(tmp_path / "out")]) == 0


def test_a_target_that_cannot_be_written_is_a_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out/甲/第1次.json").mkdir(parents=True)
    assert cli.main(["read", str(folder), "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"lieguan: {folder / '甲/第1次.txt'}: ")
    assert "cannot be written" in line


def test_a_file_whose_name_is_no_utf_8(folder: Path, tmp_path: Path) -> None:
    named = os.fsencode(str(folder)) + b"/" + "紀錄.txt".encode("cp950")
    Path(os.fsdecode(named)).write_text("決議：洽悉。\n", encoding="utf-8")
    assert cli.main(["read", str(folder), "--out", str(tmp_path / "out")]) == 0
    (made,) = (tmp_path / "out").glob("*.json")
    assert "\ufffd" in json.loads(made.read_text("utf-8"))["source"]["name"]
