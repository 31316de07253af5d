"""Every character accounted for."""

from __future__ import annotations

from itertools import pairwise

from lieguan.reading import read
from lieguan.record.nouns import MadeBy, Part, Source
from lieguan.sources.plain import read as plain

MINUTES = """某會第2次會議紀錄
時間：113年5月2日上午10時
主席：王大明

一、討論事項
案由一：甲案
說明：如附件。
決議：
1. 照案通過。
無關的話
二、散會
"""


def parts(text: str) -> list[tuple[str, str, str | None]]:
    document = plain(text)
    source = Source("x.txt", document.media_type, "0" * 64, len(text))
    record = read(document, made_by=MadeBy("0", "0"), source=source)[0]
    return [(text[slice(*part.span)].strip(), part.kind, part.of) for part in record.parts]


def test_what_each_piece_is_and_whose() -> None:
    assert parts(MINUTES) == [
        ("某會第2次會議紀錄", "heading", "meeting"),
        ("時間：", "label", "meeting"),
        ("113年5月2日上午10時", "field", "meeting"),
        ("主席：", "label", "meeting"),
        ("王大明", "field", "meeting"),
        ("一、", "marker", None),
        ("討論事項", "heading", None),
        ("案由一：", "marker", "a1"),
        ("甲案", "heading", "a1"),
        ("說明：", "label", "a1"),
        ("如附件。", "explanation", "a1"),
        ("決議：", "label", "r1"),
        ("1.", "marker", "r1.1"),
        ("照案通過。", "clause", "r1.1"),
        ("無關的話", "clause", "r1.2"),
        ("二、", "marker", None),
        ("散會", "heading", None),
    ]


def test_what_no_rule_places_is_unread() -> None:
    assert {kind for _, kind, _ in parts("一個故事。\n他走過長街。")} == {"unread"}


def test_a_long_piece_is_cut() -> None:
    text = MINUTES.replace("如附件。", "字" * 7000)
    spans = [part.span for part in _record_parts(text)]
    assert max(end - start for start, end in spans) == 3000
    assert spans[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_a_blank_line_ends_a_part() -> None:
    text = "說明：甲。\n\n\n乙。\n"
    assert all(text[slice(*part.span)].count("\n\n") <= 1 for part in _record_parts(text))


def _record_parts(text: str) -> tuple[Part, ...]:
    document = plain(text)
    source = Source("x.txt", document.media_type, "0" * 64, len(text))
    return read(document, made_by=MadeBy("0", "0"), source=source)[0].parts


def test_a_long_piece_is_not_cut_before_white_space() -> None:
    text = MINUTES.replace("如附件。", "字" * 2990 + "\u3000" * 40 + "字" * 20)
    found = [text[slice(*part.span)] for part in _record_parts(text)]
    assert "".join(found) == text
    assert max(map(len, found)) <= 3000
    assert not any(part[0].isspace() for part in found)


def test_more_white_space_than_a_part_may_hold_is_cut() -> None:
    text = MINUTES.replace("如附件。", "字" + " " * 7000 + "字")
    found = [text[slice(*part.span)] for part in _record_parts(text)]
    assert "".join(found) == text
    assert max(map(len, found)) == 3000
