"""What OCR reads otherwise than minutes are printed, and what stays as it was read."""

from __future__ import annotations

import pytest

from lieguan.sources.scan.mending import mended, with_numerals
from lieguan.sources.scan.tesseract import Word, WordLine
from lieguan.text.document import Document


def mended_words(*words: str) -> str:
    line = WordLine(
        tuple(Word(text, 10.0 * at, 0, 10.0 * at + 9, 10, 90) for at, text in enumerate(words)), 0, 10
    )
    return "|".join(word.text for found in mended([line]) for word in found.words)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (["時間", ":九十二年"], "時間|：九十二年"),
        (["經費1,200元", ",", "照案通過"], "經費1,200元|，|照案通過"),
        (["紀錄(2004/10/12)"], "紀錄（2004/10/12）"),
        (["ISO", "27001", "(2022)"], "ISO|27001|(2022)"),
        (["第五", "()", "七次"], "第五|○|七次"),
        (["第五", ")七次"], "第五|○七次"),
        (["八", "0", "三室"], "八|○|三室"),
        (["(十)一般事項"], "（十）一般事項"),
        (["林()利"], "林○利"),
        (["王大明", "“紀錄", ":李小華"], "王大明|紀錄|：李小華"),
        (["“", "照案通過"], "照案通過"),
        (["所稱“重大”者"], "所稱“重大”者"),
        (["党產處理"], "黨產處理"),
    ],
)
def test_what_the_characters_beside_it_tell(read: list[str], printed: str) -> None:
    assert mended_words(*read) == printed


def heads(text: str) -> str:
    return with_numerals(Document(text, (), "application/pdf")).text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("壺、時間：十時\n仁、討論事項\n參、臨時動議\n", "壹、時間：十時\n貳、討論事項\n參、臨時動議\n"),
        ("陸、主席結論\n染、散會（中午十二時）\n", "陸、主席結論\n柒、散會（中午十二時）\n"),
        ("壺拾壹、散會\n", "壹拾壹、散會\n"),
    ],
)
def test_heads_of_parts_count(read: str, printed: str) -> None:
    assert heads(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "仁、討論事項\n",
        "壹、時間\n一、討論事項\n",
        "壹、時間\n仁、義、禮、智\n",
        "壹、時間\n貳、地點\n（一）討論事項\n",
    ],
)
def test_where_they_do_not_tell_it_stays(text: str) -> None:
    assert heads(text) == text
