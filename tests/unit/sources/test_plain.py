"""Plain text: lines, and which of them reach the width at which the text was broken."""

from __future__ import annotations

from unit.sources.reading_of import all_words, opened

BROKEN = """海岸巡防協調會報第七次會議紀錄
時間：中華民國九十八年三月二日上午九時
　　一、本案係縣政府於九十七年十一月四日以府農漁字第
　　　　0970123456號函送到會，並自九十七年十二月一日
　　　　起公開展覽三十天，期間未接獲任何陳情意見。
　　二、本會前於九十八年一月十二日邀集各相關機關辦理
　　　　現地會勘，結論如下：
"""


def test_one_block_a_line_with_its_indentation() -> None:
    document = opened(BROKEN, "a.txt")
    assert document.text == BROKEN
    assert document.media_type == "text/plain"
    assert all_words(document)[2].startswith("一、本案")
    assert [block.indent for block in document.blocks][:4] == [0, 0, 2, 4]


def test_lines_at_the_breaking_width_are_full() -> None:
    document = opened(BROKEN, "a.txt")
    assert [block.full for block in document.blocks][2:] == [True, True, True, True, False]
    assert all(block.ends == "wrap" for block in document.blocks[:-1])


def test_lines_that_nobody_broke_are_not_full() -> None:
    long = "決議：請各機關於一週內將辦理情形送會彙整，並由本會提報下次會議。" * 8
    document = opened(f"{long}\n短\n{long}\n{long}\n", "a.txt")
    assert not any(block.full for block in document.blocks)


def test_a_blank_line_is_a_weaker_end_than_a_paragraph() -> None:
    document = opened("主席：何委員\n\n記錄：詹\n", "a.txt")
    assert [block.ends for block in document.blocks] == ["line", "line"]


def test_characters_that_show_nothing_stand_in_the_text_and_are_no_words() -> None:
    text = "\ufeff\u200b決\u200b議：請交\u00ad通部\u200d辦理。\n"
    document = opened(text, "a.txt")
    assert all_words(document) == ["決議：請交通部辦理。"]
    assert document.text.count("\u200b") >= 1
