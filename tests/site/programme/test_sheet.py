"""The table of a programme: what its rows say, what is wrong with them, and that it goes out as it came in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieguan.site.programme import files, sheet
from lieguan.site.programme.entries import Fault, ValueEntry
from lieguan.site.programme.rule import Direction
from lieguan.site.records.sheets import rows_of

Rows = list[list[str]]
HEAD = list(sheet.COLUMNS)
SMALL = [
    {"列別": "方案", "名稱": "海岸方案"},
    {"列別": "綱領", "代碼": "1", "名稱": "海岸綱領", "來源": "綱領核定本"},
    {"列別": "分組", "代碼": "A", "名稱": "海堤分組"},
    {"列別": "措施", "代碼": "A-1", "上層代碼": "A", "名稱": "海堤巡查"},
    {"列別": "指標", "代碼": "I", "名稱": "巡查長度", "方向": "增加為佳"},
]


def rows(*cells: dict[str, str]) -> Rows:
    return [HEAD, *([one.get(column, "") for column in HEAD] for one in cells)]


def faults(*cells: dict[str, str]) -> list[tuple[int, str, Fault]]:
    said = sheet.parse(rows(*cells))
    return [(one.row, one.column, one.fault) for one in (*said.wrong, *said.skipped)]


def test_the_sample_is_read_whole(table: Callable[[int], Rows]) -> None:
    said = sheet.parse(table(2))
    assert (said.title, said.wrong, said.skipped) == ("離島生活韌性推動方案", (), ())
    assert said.outline is not None
    assert (said.outline.number, said.outline.adopted_on) == (2, date(2026, 5, 14))
    assert said.outline.measures[0].leads == ("數位發展部", "國家通訊傳播委員會")
    assert said.outline.indicators[2].direction is Direction.DOWN
    assert "\n" in said.outline.vision
    assert len(said.values) == 42


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_it_goes_out_as_it_came_in(table: Callable[[int], Rows], kind: str) -> None:
    said = sheet.parse(table(2))
    made = files.write(said, kind)
    assert made == files.write(said, kind)
    assert sheet.parse(rows_of(made, f"table.{kind}")) == said


def test_an_xlsx_is_read_with_its_days_as_numbers() -> None:
    said = sheet.parse(
        rows_of(xlsx([*rows(*SMALL), *rows({"列別": "年度值", "上層代碼": "I"})[1:]], 45_292), "a.xlsx")
    )
    assert said.values == (ValueEntry("I", "actual", 2024, Decimal("3.5000"), "年報", date(2024, 1, 1), 7),)


def test_columns_may_come_in_any_order_and_be_left_out() -> None:
    said = sheet.parse(
        [["名稱", "列別", "代碼", "來源"], ["海岸方案", "方案"], ["海岸綱領", "綱領", "2", "核定本"]]
    )
    assert (said.title, said.wrong) == ("海岸方案", ())
    assert said.outline is not None
    assert said.outline.number == 2


@pytest.mark.parametrize(
    ("year", "expected"),
    [("114", 2025), ("114年", 2025), ("民國114年", 2025), ("１１４", 2025), ("2025", 2025), ("2025.0", 2025)],
)
def test_years_are_read_as_people_write_them(year: str, expected: int) -> None:
    value = {"列別": "年度值", "上層代碼": "I", "年度": year, "實際值": "1,234.5", "來源": "年報"}
    assert [(one.year, one.value) for one in sheet.parse(rows(*SMALL, value)).values] == [
        (expected, Decimal("1234.5"))
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"列別": "措置"}, (5, "列別", Fault.KIND)),
        ({"名稱": ""}, (5, "名稱", Fault.MISSING)),
        ({"上層代碼": "Z"}, (5, "上層代碼", Fault.UNKNOWN)),
        ({"名稱": "長" * 301}, (5, "名稱", Fault.TOO_LONG)),
    ],
)
def test_a_wrong_measure_is_named(changed: dict[str, str], expected: tuple[int, str, Fault]) -> None:
    assert expected in faults(*SMALL[:3], SMALL[3] | changed, SMALL[4])
    assert sheet.parse(rows(*SMALL[:3], SMALL[3] | changed, SMALL[4])).outline is None


@pytest.mark.parametrize(
    ("changed", "column", "fault"),
    [
        ({"年度": "明年"}, "年度", Fault.YEAR),
        ({"年度": ""}, "年度", Fault.MISSING),
        ({"實際值": "約三成"}, "實際值", Fault.NUMBER),
        ({"實際值": "1.00001"}, "實際值", Fault.NUMBER),
        ({"實際值": "123456789012"}, "實際值", Fault.NUMBER),
        ({"實際值": "NaN"}, "實際值", Fault.NUMBER),
        ({"實際值": ""}, "目標值", Fault.NO_VALUE),
        ({"來源": ""}, "來源", Fault.MISSING),
        ({"資料日期": "去年底"}, "資料日期", Fault.DAY),
    ],
)
def test_a_wrong_value_is_named_and_the_others_are_kept(
    changed: dict[str, str], column: str, fault: Fault
) -> None:
    right = {"列別": "年度值", "上層代碼": "I", "年度": "115", "實際值": "3", "來源": "年報"}
    said = sheet.parse(rows(*SMALL, right | changed, right | {"年度": "116"}))
    assert [(one.row, one.column, one.fault) for one in said.skipped] == [(7, column, fault)]
    assert said.wrong == ()
    assert [one.year for one in said.values] == [2027]


def test_what_stands_twice_is_named() -> None:
    value = {"列別": "年度值", "上層代碼": "I", "年度": "115", "實際值": "3", "來源": "年報"}
    assert faults(*SMALL, SMALL[3]) == [(7, "代碼", Fault.TWICE)]
    assert faults(*SMALL, value, value) == [(8, "實際值", Fault.TWICE)]
    assert faults(*SMALL, SMALL[0]) == [(7, "列別", Fault.TWICE)]


def test_a_file_without_its_head_programme_or_outline_says_so() -> None:
    assert sheet.parse([]).wrong[0].fault is Fault.NO_HEAD
    assert sheet.parse([["機關", "事項"], ["內政部", "海堤"]]).wrong[0].fault is Fault.NO_HEAD
    assert faults(*SMALL[1:]) == [(0, "列別", Fault.NO_PROGRAMME)]
    assert faults(SMALL[0], *SMALL[2:]) == [(0, "列別", Fault.NO_OUTLINE)]


def test_no_cell_of_the_csv_is_run_as_a_formula() -> None:
    cells = [one | ({"名稱": "=cmd()"} if one["列別"] == "措施" else {}) for one in SMALL]
    said = sheet.parse(rows(*cells))
    made = files.write(said, "csv")
    assert b",'=cmd()," in made
    assert sheet.parse(rows_of(made, "a.csv")).outline == said.outline


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from([*HEAD, "方案", "綱領", "措施", "年度值", "114", "-1"]), st.text(max_size=6)
            ),
            max_size=8,
        ),
        max_size=8,
    )
)
def test_reading_never_raises(some: Rows) -> None:
    sheet.parse(some)
    sheet.parse([HEAD, *some])


def xlsx(cells: Rows, day: int) -> bytes:
    """A workbook of these rows; the last is given year, number and day as a program keeps them."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings: list[str] = []
    lines = []
    for number, row in enumerate(cells, start=1):
        line = ""
        for at, cell in enumerate(row):
            if cell:
                strings.append(cell)
                line += f'<c r="{chr(65 + at)}{number}" t="s"><v>{len(strings) - 1}</v></c>'
        if number == len(cells):
            line += f'<c r="L{number}"><v>2024</v></c><c r="N{number}"><v>3.5</v></c>'
            line += (
                f'<c r="R{number}" t="inlineStr"><is><t>年報</t></is></c><c r="T{number}"><v>{day}</v></c>'
            )
        lines.append(f'<row r="{number}">{line}</row>')
    parts = {
        "xl/workbook.xml": f'<workbook {space} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {space}>{''.join(f'<si><t>{one}</t></si>' for one in strings)}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()
