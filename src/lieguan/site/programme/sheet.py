"""The table of a programme: its columns, rows → entries, entries → rows. Pure: neither files nor database.

One table holds all; the column 列別 says what a row is. It goes out in the same columns and comes back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from lieguan.site.programme.entries import (
    Fault,
    GroupEntry,
    IndicatorEntry,
    MeasureEntry,
    OutlineEntry,
    Sheet,
    ValueEntry,
    Wrong,
)
from lieguan.site.programme.rule import Direction
from lieguan.text.dates import parse_date
from lieguan.text.width import folded
from lieguan.writing.formulas import as_meant, inert

COLUMNS = (
    "列別", "代碼", "上層代碼", "名稱", "內容", "主辦機關", "協辦機關", "單位", "方向", "基準值", "基準年", "年度", "目標值",
    "實際值", "通過日", "生效日", "依據段落", "來源", "來源網址", "資料日期",
)  # fmt: skip
_NEEDED = {"列別", "代碼", "名稱"}
_NAMES = re.compile(r"[、；;\n]+")
_YEAR = re.compile(r"(?:民國)?\s*(\d{2,4})\s*年?度?")
_FIRST_YEAR, _LAST_YEAR, _ROC = 1900, 2200, 1911
# XLSX keeps a day as its number since 1899-12-30 (ECMA-376 part 1, 18.17.4.1).
_SERIAL_ZERO, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)
_DIRECTIONS = {
    **{str(one.label): one for one in Direction},
    "增加": Direction.UP, "上升": Direction.UP, "越高越好": Direction.UP, "up": Direction.UP,
    "減少": Direction.DOWN, "下降": Direction.DOWN, "越低越好": Direction.DOWN, "down": Direction.DOWN,
}  # fmt: skip


class _Row:
    """One row by the names of its columns; what is wrong with it is gathered while it is read."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self.cells = number, cells
        self.wrong: list[Wrong] = []

    def blame(self, column: str, fault: Fault) -> None:
        """Say that a cell is wrong."""
        self.wrong.append(Wrong(self.number, column, fault))

    def text(self, column: str, *, most: int = 300, needed: bool = False) -> str:
        """The words of a cell."""
        found = as_meant(self.cells.get(column, "").replace("\x00", "").strip())
        if needed and not found:
            self.blame(column, Fault.MISSING)
        if len(found) > most:
            self.blame(column, Fault.TOO_LONG)
        return found

    def line(self, column: str, *, most: int = 300, needed: bool = False) -> str:
        """The words of a cell that is one line."""
        return " ".join(self.text(column, most=most, needed=needed).split())

    def number_in(self, column: str) -> Decimal | None:
        """The number of a cell: 1,234.5, ８０％ and -3 are numbers."""
        found = self.line(column, most=60)
        if not found:
            return None
        plain = folded(found).replace(",", "").replace("，", "").strip().removesuffix("%").removesuffix("％")
        try:
            value = Decimal(plain.replace("－", "-").replace("−", "-"))
            kept = value.quantize(Decimal("0.0001")) if value.is_finite() else None
        except InvalidOperation:
            kept, value = None, Decimal(0)
        if kept is None or kept != value or abs(kept) >= 10**11:
            self.blame(column, Fault.NUMBER)
            return None
        return kept

    def whole(self, column: str) -> int:
        """A whole number above zero; 0 where it is wrong."""
        found = folded(self.line(column, needed=True)).removesuffix(".0")
        value = int(found) if found.isdecimal() and len(found) < 6 else 0
        if found and not value:
            self.blame(column, Fault.WHOLE)
        return value

    def year(self, column: str, *, needed: bool = False) -> int | None:
        """A year of the common era: 114, 114年, 2025."""
        found = folded(self.line(column, most=20, needed=needed)).removesuffix(".0")
        if not found:
            return None
        matched = _YEAR.fullmatch(found)
        value = int(matched[1]) if matched else 0
        value += _ROC if 0 < value < 1000 else 0
        if not _FIRST_YEAR <= value <= _LAST_YEAR:
            self.blame(column, Fault.YEAR)
            return None
        return value

    def day(self, column: str) -> date | None:
        """A date as people write it."""
        found = folded(self.line(column, most=60)).removesuffix(".0")
        if not found:
            return None
        if found.isdecimal() and int(found) in _SERIALS:
            return _SERIAL_ZERO + timedelta(days=int(found))
        day = parse_date(found)
        if day is None:
            self.blame(column, Fault.DAY)
        return day

    def address(self, column: str) -> str:
        """An address of the web."""
        found = self.line(column, most=500)
        if found and not re.match(r"https?://[^\s/]+", found):
            self.blame(column, Fault.ADDRESS)
        return found

    def names(self, column: str) -> tuple[str, ...]:
        """Names that 、 stands between."""
        parts = (" ".join(part.split()) for part in _NAMES.split(self.text(column, most=2000)))
        found = tuple(dict.fromkeys(part for part in parts if part))
        if any(len(part) > 200 for part in found):
            self.blame(column, Fault.TOO_LONG)
        return found


def parse(rows: Sequence[Sequence[str]]) -> Sheet:
    """What the rows of a file say; the first that is not empty names the columns, in any order.

    Never raises: what is wrong is in `wrong` and `skipped`.
    """
    head_at = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    names = [" ".join(cell.split()).removeprefix("\ufeff") for cell in rows[head_at]] if rows else []
    if not set(names) >= _NEEDED:
        return Sheet("", None, wrong=(Wrong(head_at + 1, "", Fault.NO_HEAD),))
    reader = _Reader()
    for at, cells in enumerate(rows[head_at + 1 :], start=head_at + 2):
        if any(cell.strip() for cell in cells):
            # A row may be shorter than the head: spreadsheets leave empty cells at the end out.
            reader.read(_Row(at, dict(zip(names, cells, strict=False))))
    return reader.sheet()


class _Reader:
    """Takes the rows one by one, and joins them."""

    def __init__(self) -> None:
        self.title = ""
        self.outline: dict[str, Any] | None = None
        self.groups: list[GroupEntry] = []
        self.measures: list[MeasureEntry] = []
        self.indicators: list[IndicatorEntry] = []
        self.values: list[ValueEntry] = []
        self.wrong: list[Wrong] = []
        self.skipped: list[Wrong] = []
        self._codes: set[tuple[str, str]] = set()
        self._years: set[tuple[str, str, int]] = set()
        self._parents: list[tuple[int, str, str]] = []
        self._kinds: dict[str, Callable[[_Row], None]] = {
            "方案": self._programme, "綱領": self._outline, "分組": self._group, "措施": self._measure, "指標": self._indicator,
        }  # fmt: skip

    def read(self, row: _Row) -> None:
        """Read one row."""
        kind = row.line("列別")
        if kind == "年度值":
            self._value(row)
            self.skipped += row.wrong
            return
        take = self._kinds.get(kind)
        if take is None:
            row.blame("列別", Fault.KIND)
        else:
            take(row)
        self.wrong += row.wrong

    def sheet(self) -> Sheet:
        """All of it."""
        if not self.title and not any(one.column == "名稱" for one in self.wrong):
            self.wrong.append(Wrong(0, "列別", Fault.NO_PROGRAMME))
        if self.outline is None and (self.groups or self.measures or self.indicators):
            self.wrong.append(Wrong(0, "列別", Fault.NO_OUTLINE))
        self.wrong += [
            Wrong(row, "上層代碼", Fault.UNKNOWN)
            for row, kind, code in self._parents
            if (kind, code) not in self._codes
        ]
        outline = None
        if self.outline is not None and not self.wrong:
            outline = OutlineEntry(
                **self.outline,
                groups=tuple(self.groups),
                measures=tuple(self.measures),
                indicators=tuple(self.indicators),
            )
        return Sheet(
            self.title, outline, tuple(self.values), tuple(sorted(self.wrong, key=lambda one: one.row)), tuple(self.skipped)
        )  # fmt: skip

    def _code(self, row: _Row, kind: str) -> str:
        code = row.line("代碼", most=40, needed=True)
        if code and (kind, code) in self._codes:
            row.blame("代碼", Fault.TWICE)
        self._codes.add((kind, code))
        return code

    def _programme(self, row: _Row) -> None:
        if self.title:
            row.blame("列別", Fault.TWICE)
        self.title = row.line("名稱", most=200, needed=True)

    def _outline(self, row: _Row) -> None:
        if self.outline is not None:
            row.blame("列別", Fault.TWICE)
        self.outline = {
            "number": row.whole("代碼"),
            "title": row.line("名稱", most=200, needed=True),
            "vision": row.text("內容", most=20_000),
            "adopted_on": row.day("通過日"),
            "in_force_from": row.day("生效日"),
            "adopted_by": row.line("依據段落", most=500).rstrip("/").rpartition("/")[2],
            "source": row.line("來源", needed=True),
            "source_address": row.address("來源網址"),
            "seen_on": row.day("資料日期"),
            "row": row.number,
        }

    def _group(self, row: _Row) -> None:
        code = self._code(row, "分組")
        self.groups.append(
            GroupEntry(code, row.line("名稱", most=200, needed=True), row.line("主辦機關", most=200))
        )

    def _measure(self, row: _Row) -> None:
        code, group = self._code(row, "措施"), row.line("上層代碼", most=40, needed=True)
        if group:
            self._parents.append((row.number, "分組", group))
        title, text = row.line("名稱", needed=True), row.text("內容", most=20_000)
        leads, supports = row.names("主辦機關"), row.names("協辦機關")
        self.measures.append(MeasureEntry(code, group, title, text, leads, supports))

    def _indicator(self, row: _Row) -> None:
        code, measure = self._code(row, "指標"), row.line("上層代碼", most=40)
        if measure:
            self._parents.append((row.number, "措施", measure))
        said = row.line("方向", needed=True)
        direction = _DIRECTIONS.get(said.lower())
        if said and direction is None:
            row.blame("方向", Fault.DIRECTION)
        self.indicators.append(
            IndicatorEntry(
                code,
                row.line("名稱", needed=True),
                direction or Direction.UP,
                measure,
                row.line("單位", most=40),
                row.number_in("基準值"),
                row.year("基準年"),
                row.line("來源"),
            )
        )

    def _value(self, row: _Row) -> None:
        indicator = row.line("上層代碼", most=40, needed=True)
        year = row.year("年度", needed=True)
        source, as_of = row.line("來源", needed=True), row.day("資料日期")
        found = [("target", "目標值"), ("actual", "實際值")]
        values = [(kind, column, row.number_in(column)) for kind, column in found]
        if not any(row.line(column) for _kind, column in found):
            row.blame("目標值", Fault.NO_VALUE)
        for kind, column, _value in values:
            if row.line(column) and year is not None:
                if (indicator, kind, year) in self._years:
                    row.blame(column, Fault.TWICE)
                self._years.add((indicator, kind, year))
        if row.wrong or year is None:
            return
        self.values += [
            ValueEntry(indicator, kind, year, value, source, as_of, row.number)
            for kind, _column, value in values
            if value is not None
        ]


def rows_of(sheet: Sheet) -> list[list[str | int | Decimal]]:
    """The table of a programme: the head, and a row for each thing. Years and numbers are numbers, days ISO."""
    return [list(COLUMNS), *([_cell(cells.get(column)) for column in COLUMNS] for cells in _cells(sheet))]


def _cells(sheet: Sheet) -> Iterator[dict[str, Any]]:
    yield {"列別": "方案", "名稱": sheet.title}
    outline = sheet.outline
    if outline is not None:
        yield {
            "列別": "綱領", "代碼": outline.number, "名稱": outline.title, "內容": outline.vision,
            "通過日": outline.adopted_on, "生效日": outline.in_force_from, "依據段落": outline.adopted_by,
            "來源": outline.source, "來源網址": outline.source_address, "資料日期": outline.seen_on,
        }  # fmt: skip
        for group in outline.groups:
            yield {"列別": "分組", "代碼": group.code, "名稱": group.title, "主辦機關": group.lead}
        for measure in outline.measures:
            yield {
                "列別": "措施", "代碼": measure.code, "上層代碼": measure.group, "名稱": measure.title, "內容": measure.text,
                "主辦機關": "、".join(measure.leads), "協辦機關": "、".join(measure.supports),
            }  # fmt: skip
        for one in outline.indicators:
            yield {
                "列別": "指標", "代碼": one.code, "上層代碼": one.measure, "名稱": one.title, "單位": one.unit,
                "方向": one.direction.label, "基準值": one.baseline, "基準年": one.baseline_year, "來源": one.source,
            }  # fmt: skip
    for value in sheet.values:
        yield {
            "列別": "年度值", "上層代碼": value.indicator, "年度": value.year, "來源": value.source, "資料日期": value.as_of,
            "目標值" if value.kind == "target" else "實際值": value.value,
        }  # fmt: skip


def _cell(value: Any) -> str | int | Decimal:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, int) else str(value)


def plain(value: Decimal) -> Decimal:
    """The number without zeros that say nothing: 80.0000 → 80."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def guarded(rows: Iterable[Sequence[str | int | Decimal]]) -> Iterator[list[str]]:
    """The rows for CSV, where no text is run as a formula."""
    for row in rows:
        yield [
            inert(cell) if isinstance(cell, str) else format(cell, "f") if isinstance(cell, Decimal) else str(cell)
            for cell in row
        ]  # fmt: skip
