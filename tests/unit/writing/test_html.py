"""Papers as HTML: a table that a screen reader can walk, and no markup from the words."""

from __future__ import annotations

from dataclasses import replace

from lxml import html as parser

from lieguan.writing import html
from lieguan.writing.paper import Column, Paper, Paragraph, Table, cell
from lieguan.writing.tracking_report import compose
from unit.writing.papers import EMPTY, REPORT


def test_the_table_has_heads_for_columns_and_rows() -> None:
    tree = parser.fromstring(html.fragment(compose(REPORT)))
    assert [head.text_content() for head in tree.xpath("//thead//th[@scope='col']")] == [
        "編號", "會議次別及日期", "決議事項", "主辦機關", "協辦機關", "辦理情形", "預定完成期程", "列管建議",
    ]  # fmt: skip
    assert [head.text_content() for head in tree.xpath("//tbody//th[@scope='row']")] == ["3", "12"]
    assert tree.xpath("string(//table/caption)") == "追蹤列管報告表"
    assert tree.xpath("//tbody/tr[1]/td[6]/@data-label") == ["預定完成期程"]


def test_the_paper_says_its_language_on_a_page_of_another() -> None:
    assert parser.fromstring(html.fragment(compose(REPORT))).get("lang") == "zh-Hant-TW"


def test_words_are_never_markup() -> None:
    hostile = "<script>alert(1)</script>\"'&amp;"
    rows = (replace(REPORT.rows[0], title=hostile, text=(hostile,), lead=(hostile,), reason=hostile),)
    paper = compose(replace(REPORT, body=hostile, mark=hostile, rows=rows))
    for made in (html.page(paper), html.fragment(paper)):
        tree = parser.fromstring(made)
        assert not tree.xpath("//script")
        assert tree.xpath("string(//tbody/tr/td[2]/p[2])") == hostile


def test_the_markup_styles_nothing_itself() -> None:
    """A site's content security policy may forbid style attributes."""
    tree = parser.fromstring(html.fragment(compose(REPORT)))
    assert not tree.xpath("//@style")
    assert tree.xpath("//p[@class='paper-in-1']")


def test_the_heading_fits_where_it_is_put() -> None:
    assert "<h3 " in html.fragment(compose(REPORT), level=3)
    assert parser.fromstring(html.page(compose(REPORT))).xpath("//h1//span/text()") == [
        "校園生活推動小組第5次會議", "追蹤列管報告表",
    ]  # fmt: skip


def test_a_table_without_rows_says_so() -> None:
    tree = parser.fromstring(html.fragment(compose(EMPTY)))
    assert tree.xpath("//tbody/tr/td[@colspan='8']/text()") == ["（無列管事項）"]


def test_notes_are_numbered() -> None:
    paper = Paper(title=("表",), dated="2026-01-01", notes=tuple(f"註{n}" for n in range(1, 12)))
    items = parser.fromstring(html.fragment(paper)).xpath("//li")
    assert items[0].text_content() == "一、註1"
    assert items[10].text_content() == "十一、註11"


def test_a_single_note_is_not_numbered() -> None:
    paper = Paper(title=("表",), dated="2026-01-01", notes=("註",))
    assert parser.fromstring(html.fragment(paper)).xpath("string(//li)") == "備註：註"


def test_only_a_row_that_cannot_stand_on_a_page_may_be_broken() -> None:
    def row_class(paragraphs: int) -> str | None:
        row = (cell("1"), tuple(Paragraph("甲" * 40) for _ in range(paragraphs)))
        paper = Paper(
            ("表",), "2026-01-01", tables=(Table("表", (Column("編號", 10), Column("文", 75)), (row,)),)
        )
        return parser.fromstring(html.fragment(paper)).xpath("//tbody/tr")[0].get("class")

    assert row_class(10) is None
    assert row_class(11) == "paper-long"
