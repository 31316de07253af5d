"""Page numbers, running heads and contents in a text dump."""

from __future__ import annotations

from lieguan.reading.lines import read_lines
from lieguan.reading.noise import set_aside
from lieguan.sources.plain import read as plain


def kinds(text: str) -> dict[str, str]:
    lines = read_lines(plain(text))
    return {lines[index].text: kind for index, kind in set_aside(lines, paged=False).items()}


def test_numbers_that_count_up_are_page_numbers() -> None:
    text = "\n".join(f"第{n}頁的內容，說明辦理情形。\n{n}" for n in range(1, 6))
    assert kinds(text) == {str(n): "page-number" for n in range(1, 6)}


def test_numbers_of_a_table_are_none() -> None:
    assert kinds("甲\n5\n乙\n3\n丙\n5") == {}


def test_a_line_beside_every_page_number_is_a_running_head() -> None:
    text = "\n".join(f"{n}\n某會議事錄\n甲案第{n}段。" for n in range(1, 6))
    found = kinds(text)
    assert found["某會議事錄"] == "running-head"
    assert "甲案第3段。" not in found


def test_a_head_with_its_page_number() -> None:
    text = "\n".join(f"某會第 8 次臨時會 目錄 {n}\n甲案第{n}段。" for n in range(1, 5))
    assert sorted(kinds(text).values()) == ["running-head"] * 4


def test_the_title_is_kept_once() -> None:
    text = "\n".join(f"某會第3次會議紀錄\n甲案第{n}段。\n{n}" for n in range(1, 6))
    lines = read_lines(plain(text))
    heads = [index for index, kind in set_aside(lines, paged=False).items() if kind == "running-head"]
    assert 0 not in heads
    assert len(heads) == 4


def test_what_comes_again_may_be_said_again() -> None:
    text = "\n".join(f"案由{n}\n決議：照案通過。\n主席裁示" for n in range(6))
    assert kinds(text) == {}


def test_contents() -> None:
    assert kinds("壹、程序委員會 ......... 6\n本文") == {"壹、程序委員會 ......... 6": "running-head"}


def test_the_title_again_below_one_page_number_heads_the_next_page() -> None:
    text = "某會第3次會議紀錄\n甲案第一段。\n- 1 -\n某會第3次會議紀錄\n甲案第二段。\n- 2 -"
    assert kinds(text) == {
        "- 1 -": "page-number",
        "- 2 -": "page-number",
        "某會第3次會議紀錄": "running-head",
    }
    first, *_ = set_aside(read_lines(plain(text)), paged=False)
    assert first > 0
