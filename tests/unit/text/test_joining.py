"""Broken lines put together again."""

from __future__ import annotations

import pytest

from lieguan.text.document import Ends
from lieguan.text.joining import Brackets, goes_on, joined


@pytest.mark.parametrize(
    ("before", "after", "ends", "full"),
    [
        ("本案由各機關依會議結論辦理並請秘", "書處彙整。", "wrap", True),
        ("依據大會決議，", "由秘書處彙整", "wrap", False),
        ("由秘書處彙整", "，並送大會", "wrap", False),
        ("本案由各機關依會議結論辦理，並請各", "機關共同參與。", "line", False),  # a converter's blank line
        ("本案由各機關依會議結論辦理，並請各", "機關共同參與。", "paragraph", False),
        ("（2）請再研議比", "例。", "line", False),
        ("變更某市某區工業區土地為某專用", "區案", "line", True),
        ("某縣政府府民行字第 1040018047", "號函略以：請推薦委員", "line", False),
        ("某縣政府府文覺字第 1040001716 號函", "略以：檢送草案", "wrap", False),
    ],
)
def test_the_sentence_goes_on(before: str, after: str, ends: Ends, full: bool) -> None:
    assert goes_on(before, after, ends=ends, full=full)


@pytest.mark.parametrize(
    ("before", "after", "ends", "full"),
    [
        ("照案通過。", "臨時動議", "line", False),
        ("出席人員", "王大明", "wrap", False),
        ("王大明", "李小華", "line", False),
        ("本案由各機關依會議結論辦理，並請各", "機關", "paragraph", False),
        ("", "甲", "wrap", True),
        ("出席委員 12", "號次", "line", False),
        ("第 3", "號提案", "line", False),
    ],
)
def test_the_sentence_ends(before: str, after: str, ends: Ends, full: bool) -> None:
    assert not goes_on(before, after, ends=ends, full=full)


def test_a_bracket_that_is_open_keeps_the_paragraph_open() -> None:
    brackets = Brackets()
    brackets.read("（註：表決結果贊成者有甲議員")
    assert brackets.open
    assert goes_on("贊成者有甲議員", "乙議員", ends="wrap", full=False, open_bracket=True)
    brackets.read("乙議員）")
    assert not brackets.open


def test_a_bracket_that_nobody_closes_is_given_up() -> None:
    brackets = Brackets()
    brackets.read("「")
    brackets.read("字" * 3000)
    assert not brackets.open


def test_joined_keeps_the_way_back() -> None:
    text = "依 AI\n\nhub 辦\n   理。"
    passage = joined(text, [((0, 4),), ((6, 11),), ((15, 17),)])
    assert passage.text == "依 AI hub 辦理。"
    assert "".join(text[start:end] for start, end in passage.spans()).split() == ["依", "AI", "hub", "辦理。"]
    start = passage.text.index("辦理")
    assert passage.spans(start, start + 2) == ((10, 11), (15, 16))


def test_what_is_not_seen_beside_a_break_is_no_part_of_the_words() -> None:
    text = "辦法：②\u200b\n1 h\nAI\u200bhub"
    assert joined(text, [((3, 4),), ((6, 9),)]).text == "② 1 h"
    assert [text[a:b] for a, b in joined(text, [((3, 4),), ((6, 9),)]).spans()] == ["②", "\n1 h"]
    assert joined(text, [((10, 12),), ((13, 16),)]).text == "AIhub"
