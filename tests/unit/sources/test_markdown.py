"""Markdown: the text is the file; the spans are its words."""

from __future__ import annotations

import pytest

from lieguan.text.document import Block, Document
from unit.sources.reading_of import all_words, cells, opened, words_of


def only(text: str) -> tuple[Document, Block]:
    document = opened(text, "a.md")
    assert len(document.blocks) == 1, all_words(document)
    return document, document.blocks[0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("### (三) 推動報告 ###", "(三) 推動報告"),
        ("**蔡委員：**", "蔡委員："),
        ("決定：**「方案」**持續列管", "決定：「方案」持續列管"),
        ("請見[附件一](https://example.tw/a_(1).pdf)", "請見附件一"),
        ("請見[附件一](https://example.tw/a.pdf '說明')。", "請見附件一。"),
        ("![會場照片](a.png)如上", "會場照片如上"),
        ("第一行<br>", "第一行"),
        ("1\\. 不是清單", "1. 不是清單"),
        ("3. 第三款", "3. 第三款"),
        ("- 一點", "一點"),
        ("- 2) 二點", "2) 二點"),
        ("> 引用的話", "引用的話"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("<AI 應用> 是文字", "<AI 應用> 是文字"),
        ("[決議]: 通過", "[決議]: 通過"),
        ("`代碼`與<b>粗體</b>", "代碼與粗體"),
        ("~~刪~~改", "刪改"),
        ("姓名：____　日期：____", "姓名：____　日期：____"),
        ("        深縮排也是文字", "深縮排也是文字"),
    ],
)
def test_words_without_mark_up(line: str, words: str) -> None:
    document, block = only(line)
    assert document.text == line
    assert words_of(document, block) == words


def test_headings_have_levels_and_numbers_stay() -> None:
    document = opened("# 紀錄\n\n#### 劉總經理\n\n1. 建議一\n2. 建議二\n   - 細項\n", "a.md")
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1), ("heading", 4), ("text", 1), ("text", 1), ("text", 2),
    ]  # fmt: skip
    assert all_words(document)[2:] == ["1. 建議一", "2. 建議二", "細項"]


def test_underlined_headings_but_not_rules_under_paragraphs() -> None:
    document = opened("紀錄\n====\n\n出席者\n列席者\n----\n散會\n", "a.md")
    assert [block.kind for block in document.blocks] == ["heading", "text", "text", "text"]


def test_bold_lines() -> None:
    document = opened("**林委員：**\n\n**林**委員：\n\n1. **全粗**\n", "a.md")
    assert [block.bold for block in document.blocks] == [True, False, True]


def test_a_broken_line_a_hard_break_and_a_paragraph() -> None:
    document = opened("前半\n後半  \n另行\n\n次段<br />末行\n", "a.md")
    assert [(words, block.ends) for words, block in zip(all_words(document), document.blocks, strict=True)] == [
        ("前半", "wrap"), ("後半", "line"), ("另行", "line"), ("次段", "line"), ("末行", "line"),
    ]  # fmt: skip


def test_a_table() -> None:
    document = opened(
        "| 編號 | 辦理情形 |\n|:--|---|\n| 1 | **完成**<br>九成 |\n| 2 | a \\| b |\n表後\n", "a.md"
    )
    assert cells(document) == {
        (0, 0, 0): ["編號"], (0, 0, 1): ["辦理情形"], (0, 1, 0): ["1"], (0, 1, 1): ["完成", "九成"],
        (0, 2, 0): ["2"], (0, 2, 1): ["a | b"],
    }  # fmt: skip
    assert all_words(document, "text") == ["表後"]


def test_a_table_of_html_with_reaching_cells() -> None:
    html = """前
<table>
<tr><td rowspan="2">甲</td>

<td colspan=2>乙</td></tr>
<tr><td>丙
丁</td><td>戊</td></tr>
</table>

後
"""
    document = opened(html, "a.md")
    assert cells(document) == {
        (0, 0, 0): ["甲"],
        (0, 0, 1): ["乙"],
        (0, 1, 1): ["丙", "丁"],
        (0, 1, 2): ["戊"],
    }
    assert document.blocks[1].cell is not None
    assert document.blocks[1].cell.row_span == 2
    assert all_words(document, "text") == ["前", "後"]


def test_words_nested_deeper_than_the_parser_goes_are_kept() -> None:
    text = "".join(f"{'  ' * depth}- 第{depth}層\n" for depth in range(60))
    document = opened(text, "a.md")
    assert [words.lstrip("- ") for words in all_words(document)] == [f"第{depth}層" for depth in range(60)]


def test_a_form_feed_above_a_paragraph() -> None:
    assert all_words(opened("\x0c\n會議紀錄\n二行\n", "a.md")) == ["會議紀錄", "二行"]


def test_fences_rules_and_comments_hold_no_words() -> None:
    document = opened("```\n內文\n```\n***\n:::info\n提醒\n:::\n<!-- 註\n解 -->\n\n末\n", "a.md")
    assert all_words(document) == ["內文", "提醒", "末"]


def test_markdown_in_a_txt_file_is_noticed() -> None:
    assert opened("## 紀錄\n\n## 決議\n\n照案通過\n", "a.txt").media_type == "text/markdown"
    assert opened("#5 號機\n紀錄 #1\n", "a.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    "line", ["title: 某會第3次會議紀錄", "title:  '某會第3次會議紀錄' ", 'title: "某會第3次會議紀錄"']
)
def test_the_title_among_the_settings_of_a_page(line: str) -> None:
    document = opened(f"---\n{line}\ntags: 會議\n---\n\n內容。\n", "a.md")
    headings = [block for block in document.blocks if block.kind == "heading"]
    assert [words_of(document, block) for block in headings] == ["某會第3次會議紀錄"]
