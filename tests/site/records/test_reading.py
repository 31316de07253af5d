"""A file that a stranger sent is read in a process of its own; whatever it does there, the site goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lieguan.errors import DamagedFile, EncryptedFile, SourceError
from lieguan.site.records import reading
from lieguan.site.records.reading import ReaderStopped, TookTooLong, read_apart

SAMPLE = Path(__file__).parents[3] / "samples" / "03.odt"


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`worker(source)`: these statements run where the reader would."""
    start = subprocess.Popen

    def use(source: str) -> None:
        def popen(command: list[str], **options: Any) -> Any:
            return start([sys.executable, "-c", source, *command[3:]], **options)

        monkeypatch.setattr(reading.subprocess, "Popen", popen)

    return use


def test_a_file_is_read() -> None:
    (record,) = read_apart(SAMPLE, "第3次.odt")
    assert record["source"]["name"] == "第3次.odt"
    assert record["meeting"]["ordinal"] == 3


def test_what_is_wrong_with_a_file_comes_back_as_it_is_and_names_the_file(tmp_path: Path) -> None:
    broken = tmp_path / "x"
    broken.write_bytes(SAMPLE.read_bytes()[:2000])
    with pytest.raises(DamagedFile) as error:
        read_apart(broken, "第3次.odt")
    assert error.value.place == "第3次.odt"
    assert str(tmp_path) not in str(error.value)


def test_the_kind_of_error_is_kept(worker: Any, tmp_path: Path) -> None:
    worker('print(\'{"error": {"code": "source.encrypted", "problem": "p", "place": "n", "remedy": "r"}}\')')
    with pytest.raises(EncryptedFile) as error:
        read_apart(tmp_path, "n")
    assert (error.value.problem, error.value.remedy) == ("p", "r")


def test_a_file_that_keeps_the_reader_busy_is_given_up(worker: Any, tmp_path: Path) -> None:
    left = tmp_path / "left"
    worker(
        f"import subprocess, time\nsubprocess.Popen(['sh', '-c', 'sleep 4; touch {left}'])\ntime.sleep(60)"
    )
    begun = time.monotonic()
    with pytest.raises(TookTooLong):
        read_apart(tmp_path, "慢.pdf", seconds=1)
    assert time.monotonic() - begun < 4
    time.sleep(4)
    assert not left.exists(), "what the reader started went on after it"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os; os.abort()", id="a fault in a parser"),
        pytest.param("print('no answer')", id="no answer"),
        pytest.param("print('{}'); raise SystemExit(3)", id="an answer, and then a fault"),
    ],
)
def test_a_reader_that_falls_over_is_told(worker: Any, tmp_path: Path, source: str) -> None:
    worker(source)
    with pytest.raises(ReaderStopped) as error:
        read_apart(tmp_path, "壞.pdf")
    assert isinstance(error.value, SourceError)
    assert "壞.pdf" in str(error.value)


def test_the_reader_limits_its_memory_and_time(tmp_path: Path) -> None:
    source = (
        "from lieguan.site.records.worker import limit\nlimit(256, 2)\n"
        "try:\n    bytearray(400 * 1024 * 1024)\nexcept MemoryError:\n    print('no memory')\n"
        "while True: pass"
    )
    run = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.stdout == "no memory\n"
    assert run.returncode < 0


def test_the_reader_sees_no_secret_of_the_site(
    worker: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIEGUAN_DATABASE_URL", "postgres://somebody:secret@db/lieguan")
    worker("import os, json; print(json.dumps({'records': [dict(os.environ)]}))")
    (environment,) = read_apart(tmp_path, "x")
    assert not [key for key in environment if key.startswith("LIEGUAN")]
    assert os.environ["PATH"] == environment["PATH"]


def test_the_reader_loads_no_django() -> None:
    source = (
        "import sys; from pathlib import Path; from lieguan.site.records.worker import read\n"
        f"read(Path({str(SAMPLE)!r}), 'x.odt'); print([m for m in sys.modules if m.startswith('django')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.strip() == "[]"


def test_a_file_named_from_where_one_stands_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLE.parent)
    (record,) = read_apart(Path(SAMPLE.name), SAMPLE.name)
    assert record["meeting"]["ordinal"] == 3
