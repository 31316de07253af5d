"""The tracking report as a paper: its columns and what stands in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lieguan.writing.paper import Column, Paragraph, Table, cell
from lieguan.writing.tracking_report import COLUMNS, compose
from unit.writing.papers import EMPTY, REPORT, ROWS


def texts(row: tuple[tuple[Paragraph, ...], ...]) -> list[list[str]]:
    return [[paragraph.text for paragraph in one] for one in row]


def test_the_columns_are_those_that_bodies_print() -> None:
    headings = [column.heading.replace("\n", "") for column in COLUMNS]
    assert headings == [
        "編號", "會議次別及日期", "決議事項", "主辦機關", "協辦機關", "辦理情形", "預定完成期程", "列管建議",
    ]  # fmt: skip


def test_a_row_says_everything_of_its_item() -> None:
    first, second = compose(REPORT).tables[0].rows
    assert texts(first) == [
        ["3"],
        ["第2次會議", "115年3月5日"],
        [
            "校園午餐食材溯源",
            "請農業部主責，並請教育部協助以下事項：",
            "(1)建立溯源平臺。",
            "(2)每學期公布抽查結果。",
        ],
        ["農業部"],
        ["教育部", "各縣市政府"],
        ["農業部（115年8月31日）：", "平臺已上線。", "已介接十二縣市。", "教育部：", "=SUM(1,2) 不是公式。"],
        ["115年9月30日", "（已逾期）"],
        ["解除列管", "（平臺已上線）"],
    ]
    assert texts(second) == [
        ["12"], ["第4次會議"], ["<圖書館> & 閱讀", "請文化部於年底前完成。"], ["文化部", "教育部等"], ["—"],
        ["（尚未提報）"], ["每季"], ["—"],
    ]  # fmt: skip


def test_sub_clauses_stand_in_and_titles_stand_out() -> None:
    decided = compose(REPORT).tables[0].rows[0][2]
    assert [(paragraph.bold, paragraph.indent) for paragraph in decided] == [
        (True, 0), (False, 0), (False, 1), (False, 1),
    ]  # fmt: skip


def test_title_lines_and_head() -> None:
    paper = compose(replace(REPORT, mark="示範"))
    assert paper.title == ("校園生活推動小組第5次會議", "追蹤列管報告表")
    assert paper.lines == (
        "會議日期：115年10月20日（星期二）　　資料日期：115年10月15日",
        "列管中計2項（建議解除列管1項、尚無列管建議1項、逾期1項）",
    )
    assert paper.head == "【示範】校園生活推動小組第5次會議追蹤列管報告表"
    assert paper.dated == "2026-10-15"


def test_a_report_without_items_says_so() -> None:
    paper = compose(EMPTY)
    assert paper.lines == ("資料日期：115年10月15日", "列管中計0項")
    assert paper.tables[0].empty == "（無列管事項）"


def test_the_figures_keep_the_order_of_the_rows() -> None:
    rows = [
        replace(ROWS[1], number=n, recommendation=kind)
        for n, kind in enumerate(["持續列管", "解除列管", "持續列管"])
    ]
    assert (
        compose(replace(REPORT, rows=tuple(rows))).lines[1]
        == "列管中計3項（建議持續列管2項、建議解除列管1項）"
    )


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Table("表", (Column("甲", 1), Column("乙", 1)), ((cell("一"),),))
