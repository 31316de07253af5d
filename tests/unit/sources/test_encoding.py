"""Text files in the encodings that Taiwanese offices have used."""

from __future__ import annotations

import pytest

from lieguan.errors import DamagedFile
from lieguan.sources.encoding import decode

MINUTES = (
    "離島交通協調會報第3次會議紀錄\n時間：中華民國九十四年五月六日上午九時三十分\n地點：本府第二會議室\n"
    "主席：余副秘書長景明　　紀錄：方雅筑\n壹、報告事項\n一、船班調度情形。\n決定：洽悉。\n"
    "貳、討論事項\n案由一：冬季加班航次之補助標準，提請討論。\n決議：照案通過，請交通局於六月底前公告。\n"
    "散會：上午十一時二十分。\n"
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp950", "big5", "gb18030", "utf-32"],
)
def test_minutes_in_each_encoding(encoding: str) -> None:
    assert decode(MINUTES.encode(encoding), "a.txt") == MINUTES


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_where_han_characters_hold_zero_bytes_too(encoding: str) -> None:
    assert decode("紀錄：\n一、通過\n".encode(encoding), "a.txt") == "紀錄：\n一、通過\n"


def test_600_bytes_of_big5_are_enough() -> None:
    data = (MINUTES * 2).encode("cp950")[:600]
    text = decode(data, "a.txt")
    assert text == (MINUTES * 2)[: len(text)]


def test_a_cut_inside_the_last_character_is_shown_not_hidden() -> None:
    data = MINUTES[:150].encode("cp950") + MINUTES[150].encode("cp950")[:1]
    with pytest.raises(UnicodeDecodeError):
        data.decode("cp950")
    text = decode(data, "a.txt")
    assert text[:-1] == MINUTES[: len(text) - 1]
    assert text[-1] == "\ufffd"


@pytest.mark.parametrize("length", range(60, 160, 7))
def test_a_short_head_in_big5(length: int) -> None:
    text = MINUTES[:length]
    assert decode(text.encode("cp950"), "a.txt") == text


def test_simplified_minutes_in_gbk() -> None:
    text = "数字工作小组第二次会议纪要\n时间：2020年5月6日\n一、会议听取了各部门关于数据开放的报告。\n决定：同意。\n"
    assert decode(text.encode("gbk"), "a.txt") == text


def test_characters_of_ones_own_making_become_private_use_ones() -> None:
    """Row FA is the first of the user-defined rows of code page 950: U+E000 on."""
    data = "委員".encode("cp950") + b"\xfa\x40\xfa\x41" + MINUTES.encode("cp950")
    assert decode(data, "a.txt").startswith("委員\ue000\ue001離島")


def test_eten_symbols_that_code_page_950_lacks() -> None:
    data = MINUTES.encode("cp950") + "①".encode("big5hkscs")
    assert decode(data, "a.txt").endswith("①")


def test_line_ends_of_every_system() -> None:
    assert decode("一\r\n二\r三\n".encode(), "a.txt") == "一\n二\n三\n"


def test_what_a_page_declares_goes_before_a_guess() -> None:
    text = "éèêà ".encode("latin-1") * 30
    assert decode(text, "a.html", declared="iso-8859-1").startswith("éèêà")


def test_a_wrong_declaration_does_no_harm() -> None:
    assert decode(MINUTES.encode(), "a.html", declared="big5") == MINUTES
    assert decode(MINUTES.encode("cp950"), "a.html", declared="no-such-encoding") == MINUTES


@pytest.mark.parametrize(
    "declared", ["hex", "rot13", "idna", "punycode", "undefined", "unicode_escape", "zip"]
)
def test_a_page_cannot_choose_a_codec_that_is_no_encoding_of_text(declared: str) -> None:
    assert decode(MINUTES.encode("cp950"), "a.html", declared=declared) == MINUTES


def test_bytes_where_each_look_at_a_shorter_head_meets_another_fault() -> None:
    """Symbols of ETEN are read apart from the rest, so a head that was cut can be wrong at its new end as well."""
    assert decode(b"\xc8\xfd\xb55\xe4\x9b", "a.txt")


def test_bytes_of_no_encoding_name_their_place() -> None:
    data = MINUTES.encode() + b"\n".join(b"\xff\xfe\xfd\x00\x9c" * 3 for _ in range(40))
    with pytest.raises(DamagedFile) as caught:
        decode(data, "壞檔.txt")
    assert "壞檔.txt" in str(caught.value)
    assert "byte" in caught.value.problem
    assert "line 12" in caught.value.problem


def test_compatibility_private_and_zero_width_characters_stay() -> None:
    text = "\uf9e4事長\ue123\u200b、⽅委員\n"
    assert decode(text.encode(), "a.txt") == text
