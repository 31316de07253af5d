"""What a file says of a programme, before anything is stored. Frozen and plain: no Django, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lieguan.site.programme.rule import Direction
from lieguan.site.tracking.states import Labelled, gettext_noop


class Fault(Labelled):
    """What can be wrong with a row, in the words of the page."""

    NO_HEAD = "no-head", gettext_noop("第一列不是欄名；須有「列別」、「代碼」、「名稱」等欄")
    KIND = "kind", gettext_noop("列別須為方案、綱領、分組、措施、指標或年度值")
    MISSING = "missing", gettext_noop("此欄須填寫")
    TOO_LONG = "too-long", gettext_noop("字數過長")
    NUMBER = "number", gettext_noop("不是數值（整數至多 11 位、小數至多 4 位）")
    WHOLE = "whole", gettext_noop("須為大於零的整數")
    YEAR = "year", gettext_noop("不是年度；請寫成 114 或 2025")
    DAY = "day", gettext_noop("看不懂這個日期；請寫成 113年12月31日、113/12/31 或 2024-12-31")
    ADDRESS = "address", gettext_noop("不是網址；須以 https:// 或 http:// 起首")
    DIRECTION = "direction", gettext_noop("方向須為「增加為佳」或「減少為佳」")
    TWICE = "twice", gettext_noop("與前面某一列重複")
    UNKNOWN = "unknown", gettext_noop("找不到所指的上層代碼")
    CLAUSE = "clause", gettext_noop("找不到這個依據段落，或屬於其他會議")
    NO_PROGRAMME = "no-programme", gettext_noop("檔案須有一列「方案」")
    NO_OUTLINE = "no-outline", gettext_noop("檔案有分組、措施或指標時，須有一列「綱領」")
    NO_VALUE = "no-value", gettext_noop("年度值須有目標值或實際值")
    UNKNOWN_PROGRAMME = "unknown-programme", gettext_noop("本會議沒有這個方案；第一次須連同綱領一起匯入")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong cell: the row as the spreadsheet counts it (the head is row 1; 0 for the whole file), the column, why."""

    row: int
    column: str
    fault: Fault

    def __str__(self) -> str:
        return f"row {self.row} {self.column}: {self.fault.value}"


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group 分組."""

    code: str
    title: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure 措施 of the group with code `group`; agencies as written."""

    code: str
    group: str
    title: str
    text: str = ""
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator 指標 of the measure with code `measure`; "" for one of the whole outline."""

    code: str
    title: str
    direction: Direction
    measure: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A version of the outline 綱領, whole. `adopted_by` is the uid of the clause that adopted it, "" where unknown."""

    number: int
    title: str
    source: str
    row: int = 0
    vision: str = ""
    adopted_on: date | None = None
    in_force_from: date | None = None
    adopted_by: str = ""
    source_address: str = ""
    seen_on: date | None = None
    groups: tuple[GroupEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A yearly value 年度值 of the indicator with this code; `kind` is target or actual."""

    indicator: str
    kind: str
    year: int
    value: Decimal
    source: str
    as_of: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file.

    title     of the programme; "" where the file does not name one
    outline   None for a file that brings values alone
    wrong     of the programme and its outline: with one of these nothing of the file is taken
    skipped   wrong rows of values: the others are taken all the same
    """

    title: str
    outline: OutlineEntry | None
    values: tuple[ValueEntry, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    skipped: tuple[Wrong, ...] = field(default=())
