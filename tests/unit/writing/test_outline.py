"""A record as an outline for people."""

from __future__ import annotations

from lieguan.engine import read
from lieguan.writing.outline import outline

MINUTES = """離島航運協調會報第4次會議紀錄
時間：113年5月6日（星期一）上午9時30分
地點：第一會議室
主席：余副秘書長景明　紀錄：方雅筑
壹、報告事項
一、前次會議決議事項辦理情形。
決定：洽悉。
貳、討論事項
一、冬季加班航次補助案。
決議：
（一）照案通過。
（二）請交通部主辦，於113年6月底前公告。
"""


def test_the_tree_says_what_the_record_says() -> None:
    (record,) = read(MINUTES.encode(), name="紀錄.txt")
    lines = outline(record).splitlines()
    assert lines[0] == "紀錄.txt: 離島航運協調會報第4次會議紀錄"
    assert "  time: 2024-05-06T09:30+08:00" in lines
    assert "  place: 第一會議室" in lines
    assert any(line.startswith("  [a2] discussion 一. 冬季加班航次補助案") for line in lines)
    assert any(line.strip() == "→ note" for line in lines)
    due = next(line for line in lines if "交通部" in line and "→" in line)
    assert "交通部 (lead)" in due
    assert "due 2024-06-30" in due
    assert lines[-1].startswith("  unread: ")


def test_of_a_file_that_is_no_minutes() -> None:
    (record,) = read("一段散文，沒有人知道它是什麼。\n".encode(), name="a.txt")
    assert outline(record).splitlines()[0] == "a.txt: (no title found)"
