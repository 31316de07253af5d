"""The command line."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lieguan import cli, engine
from lieguan.errors import MissingPart
from lieguan.record.codec import schema
from lieguan.record.nouns import Record
from office_files import docx, p

MINUTES = (
    "離島航運協調會報第4次會議紀錄\n時間：113年5月6日上午9時\n主席：余景明\n決議：照案通過，請交通局辦理。\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files, and the place where commands run."""
    for name in ("第2次.txt", "第10次.txt", "第1次.txt", ".hidden.txt", "note.xyz", "sub/第3次.md"):
        file = tmp_path / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MINUTES, encoding="utf-8")
    (tmp_path / "in" / ".git").mkdir()
    (tmp_path / "in" / ".git" / "a.txt").write_text(MINUTES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Out = pytest.CaptureFixture[str]


def names(capsys: Out) -> list[str]:
    return [json.loads(line)["source"]["name"] for line in capsys.readouterr().out.splitlines()]


def test_one_file_gives_one_object_that_satisfies_the_schema(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/第1次.txt"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    record = json.loads(out)
    Draft202012Validator(schema()).validate(record)
    assert record["meeting"]["ordinal"] == 4
    assert record["text"] == MINUTES


def test_without_text(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/第1次.txt", "--no-text"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert "text" not in record
    Draft202012Validator(schema()).validate(record)


def test_a_folder_in_natural_order_without_hidden_and_foreign_files(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in"]) == 0
    assert names(capsys) == ["第1次.txt", "第2次.txt", "第10次.txt", "第3次.md"]


def test_patterns_and_each_file_once(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/第1*.txt", "in/第1次.txt", "in/**/*.md"]) == 0
    assert names(capsys) == ["第1次.txt", "第10次.txt", "第3次.md"]


def test_a_file_is_read_whatever_its_extension(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/note.xyz"]) == 0
    assert names(capsys) == ["note.xyz"]


def test_one_bad_file_does_not_stop_the_rest(folder: Path, capsys: Out) -> None:
    (folder / "in" / "第5次.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "in" / "空.txt").write_bytes(b"")
    assert cli.main(["read", "in", "無.odt", "in/*.zip"]) == 2
    out = capsys.readouterr()
    assert out.out.count("\n") == 4
    complaints = out.err.splitlines()
    assert len(complaints) == 4
    for name in ("in/第5次.pdf", "in/空.txt", "無.odt", "in/*.zip"):
        (line,) = [line for line in complaints if name in line]
        assert line.startswith("lieguan: ")
        assert ";" in line  # what to do


def test_a_fault_of_ours_in_one_file_is_named_and_passed(
    folder: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.read

    def faulty(path: Path, **more: object) -> list[Record]:
        if path.name == "第2次.txt":
            raise RuntimeError("oops")
        return real(path)

    monkeypatch.setattr(engine, "read", faulty)
    assert cli.main(["read", "in"]) == 2
    out = capsys.readouterr()
    assert out.out.count("\n") == 3
    assert "第2次.txt: fault in lieguan (RuntimeError: oops)" in out.err


def test_into_a_folder(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in", "--out", "out/deep"]) == 0
    assert capsys.readouterr().out == ""
    made = sorted(str(file.relative_to(folder / "out/deep")) for file in (folder / "out/deep").rglob("*.*"))
    assert made == ["sub/第3次.json", "第10次.json", "第1次.json", "第2次.json"]
    assert json.loads((folder / "out/deep/第1次.json").read_text("utf-8"))["source"]["name"] == "第1次.txt"


def test_several_records_of_one_file(folder: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    one = engine.read(folder / "in/第1次.txt")
    monkeypatch.setattr(engine, "read", lambda path, **more: one * 3)
    assert cli.main(["read", "in/第1次.txt"]) == 0
    assert capsys.readouterr().out.count("\n") == 3
    assert cli.main(["read", "in/第1次.txt", "--out", "out"]) == 0
    assert (folder / "out/第1次.json").read_text("utf-8").count("\n") == 3


def test_two_files_with_one_stem_do_not_meet(folder: Path) -> None:
    (folder / "in" / "第1次.docx").write_bytes(docx(p("決議：另一份")))
    assert cli.main(["read", "in/第1次.txt", "in/第1次.docx", "--out", "out"]) == 0
    for made, source in (("第1次.json", "第1次.txt"), ("第1次.docx.json", "第1次.docx")):
        assert json.loads((folder / "out" / made).read_text("utf-8"))["source"]["name"] == source


def test_a_folder_that_cannot_be_made(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/第1次.txt", "--out", "in/第2次.txt"]) == 2
    assert "in/第2次.txt" in capsys.readouterr().err


def test_as_a_tree(folder: Path, capsys: Out) -> None:
    assert cli.main(["read", "in/第1次.txt", "--format", "tree"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("第1次.txt: 離島航運協調會報第4次會議紀錄\n")
    assert "照案通過，請交通局辦理。" in out
    assert "→ approve" in out


def test_check_names_line_and_words(folder: Path, capsys: Out) -> None:
    (folder / "怪.txt").write_text("\n\n一段散文，沒有人知道它是什麼。\n", encoding="utf-8")
    assert cli.main(["check", "怪.txt", "in/第1次.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "怪.txt: (no title): 0 doubtful, 1 unread"
    assert lines[1].startswith("怪.txt:3: unread: ")
    assert lines[1].endswith("一段散文，沒有人知道它是什麼。")
    assert lines[2].startswith("in/第1次.txt: 離島航運協調會報第4次會議紀錄: ")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["read"],
        ["no-such-command"],
        ["read", "--format", "xml", "a"],
        ["read", "a", "--limit", "0"],
        ["read", "a", "--jobs", "2"],
        ["read", "a", "--engine", "ray"],
        ["read", "a", "--anew"],
        ["read", "a", "--out", "b", "--jobs", "0"],
        ["read", "a", "--out", "b", "--engine", "spark"],
        ["lexicon"],
    ],
)
def test_wrong_usage_is_64(words: list[str], capsys: Out) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == 64
    assert "usage:" in capsys.readouterr().err


def test_the_limit(folder: Path, capsys: Out) -> None:
    with (folder / "大.txt").open("wb") as stream:
        stream.truncate(2 * 1024 * 1024)
    assert cli.main(["read", "大.txt", "--limit", "1"]) == 2
    assert "limit 1 MB" in capsys.readouterr().err


def test_schema_and_version(capsys: Out) -> None:
    assert cli.main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
    with pytest.raises(SystemExit) as caught:
        cli.main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("lieguan 0")


def test_the_lexicon(folder: Path, capsys: Out) -> None:
    assert cli.main(["lexicon", "find", "工程會", "--day", "2024-12-31"]) == 0
    assert capsys.readouterr().out.startswith("行政院公共工程委員會\n")
    assert cli.main(["lexicon", "find", "沒有這個機關"]) == 2
    assert "沒有這個機關" in capsys.readouterr().err
    assert cli.main(["lexicon", "list"]) == 0
    assert "行政院公共工程委員會\t" in capsys.readouterr().out
    assert cli.main(["lexicon", "check"]) == 0
    counts = [
        int(word)
        for word in capsys.readouterr().out.split("\n")[0].replace(":", "").split()
        if word.isdigit()
    ]
    assert counts[0] == sum(counts[1:]) > 0


@dataclass(frozen=True)
class Added:
    """A command as another package adds it."""

    name: str
    run: Callable[[argparse.Namespace], int]
    help: str = "does something"

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=1)


def give(monkeypatch: pytest.MonkeyPatch, *commands: Added) -> None:
    class Entry(EntryPoint):
        def load(self) -> Callable[[], tuple[Added, ...]]:
            return lambda: commands

    monkeypatch.setattr(cli, "entry_points", lambda group: [Entry("x", "x:x", group)])


def test_commands_that_other_packages_add(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    give(monkeypatch, Added("serve", lambda options: options.port), Added("read", lambda options: 7))
    assert cli.main(["serve", "--port", "5"]) == 5
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "does something" in capsys.readouterr().out
    # Our own commands cannot be taken over.
    assert cli.main(["read", "無.txt"]) == 2


def test_an_added_command_that_lacks_its_libraries_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    def missing(options: argparse.Namespace) -> int:
        raise MissingPart("needs Django", remedy="pip install 'lieguan[site]'")

    give(monkeypatch, Added("serve", missing))
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err == "lieguan: needs Django; pip install 'lieguan[site]'\n"


def test_the_engine_and_the_command_line_load_no_django() -> None:
    program = "import sys, lieguan.cli, lieguan.engine; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_reader_that_has_enough_ends_it_quietly(folder: Path) -> None:
    for n in range(40):
        (folder / "in" / f"多{n}.txt").write_text(MINUTES * 200, encoding="utf-8")
    command = [sys.executable, "-m", "lieguan.cli", "read", "in"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaint = process.stderr.read()
        process.wait(60)
    assert complaint == b""
    assert process.returncode == 141


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "lieguan.cli", "read", "in/第1次.txt"]
    run = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert run.returncode == 0
    assert json.loads(run.stdout.decode("utf-8"))["text"] == MINUTES


def test_a_bar_shows_on_a_terminal_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    plain, terminal = io.StringIO(), Terminal()
    monkeypatch.setattr(sys, "stderr", plain)
    assert cli.main(["read", "in", "--out", "out"]) == 0
    assert plain.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli.main(["read", "in", "--out", "out"]) == 0
    assert "0/4" in terminal.getvalue()
