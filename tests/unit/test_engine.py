"""The engine: a file in, its records out."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

import lieguan
from lieguan import lexicon
from lieguan.engine import Limits, read
from lieguan.errors import DamagedFile, FileTooLarge
from lieguan.record.codec import dumps
from office_files import docx, p

MINUTES = """離島航運協調會報第4次會議紀錄
時間：113年5月6日（星期一）上午9時30分
主席：余副秘書長景明
壹、討論事項
一、冬季加班航次補助案。
決議：照案通過，請交通局於113年6月底前公告。
"""


def test_a_path_and_bytes_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "紀錄.txt"
    file.write_text(MINUTES, encoding="utf-8")
    assert read(file) == read(str(file)) == read(MINUTES.encode(), name="紀錄.txt")


def test_who_made_the_record_and_of_what() -> None:
    data = MINUTES.encode("cp950")
    (record,) = read(data, name="紀錄.txt")
    assert record.made_by.lieguan == lieguan.__version__
    assert record.made_by.lexicon == lexicon.version()
    assert record.made_by.ocr is None
    assert record.source.name == "紀錄.txt"
    assert record.source.media_type == "text/plain"
    assert record.source.sha256 == hashlib.sha256(data).hexdigest()
    assert record.source.characters == len(record.text) == len(MINUTES)
    assert record.source.pages is None


def test_another_process_gives_the_same_record() -> None:
    """No clock, no network, no order of a set that changes from run to run."""
    program = (
        "import sys; from lieguan.engine import read; from lieguan.record.codec import dumps;"
        "sys.stdout.buffer.write(dumps(read(sys.stdin.buffer.read(), name='紀錄.docx')[0]).encode())"
    )
    data = docx("".join(map(p, MINUTES.splitlines())))
    runs = [
        subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1] == dumps(read(data, name="紀錄.docx")[0]).encode()


def test_bytes_need_a_name() -> None:
    with pytest.raises(ValueError, match="name"):
        read(b"x")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="cannot be opened"):
        read(tmp_path / "無.pdf")
    with pytest.raises(DamagedFile, match="cannot be opened"):
        read(tmp_path)


def test_the_limit_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 2000)
    with pytest.raises(FileTooLarge):
        read(file, limits=Limits(file_bytes=1999))
    assert read(file, limits=Limits(file_bytes=2000))
