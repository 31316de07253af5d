"""The tracking report 追蹤列管報告表: what the next meeting has before it, a row for each tracked item.

Columns as the bodies print them: 編號, 會議次別及日期, 決議事項, 主辦機關, 協辦機關, 辦理情形, 預定完成期程, 列管建議.
"""

from __future__ import annotations

from dataclasses import dataclass

from lieguan.text.roc_dates import format_roc_date
from lieguan.writing.paper import Cell, Column, Paper, Paragraph, Table, cell, printable

NAME = "追蹤列管報告表"
NONE = "—"
# The minutes hold no report of the agency: said so, because a blank cell could also be a mistake of the printer.
SILENT = "（尚未提報）"
WITHHELD = "本表之辦理情形及列管建議，於處理各該事項之會議紀錄確認後公開。"

COLUMNS = (
    Column("編號", 12, "center"),
    Column("會議次別\n及日期", 27),
    Column("決議事項", 64),
    Column("主辦機關", 26),
    Column("協辦機關", 26),
    Column("辦理情形", 63),
    Column("預定完成\n期程", 27),
    Column("列管建議", 22),
)


@dataclass(frozen=True, slots=True)
class AgencyProgress:
    """What one agency reported on an item 辦理情形; `as_of` is an ISO date or empty."""

    agency: str
    text: str
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One tracked item.

    meeting         the meeting that opened it, such as 第5次會議; `day` its ISO date or empty; `origin` what else
                    is to be said of how it came here, such as 沿前列管
    title           what the secretariat calls it
    text            the opening clause word for word, a line for it and one for each sub-clause
    lead, support   agencies, as the columns 主辦 and 協辦 show them
    progress        empty where no agency has reported
    due             ISO date, or empty; `due_words` what is printed where there is no date (每季), or beside it
    late            whether the date has passed
    recommendation  the secretariat's 列管建議, such as 持續列管; empty where there is none yet. `reason` its grounds
    """

    number: int
    meeting: str
    day: str
    title: str
    text: tuple[str, ...]
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    progress: tuple[AgencyProgress, ...] = ()
    due: str = ""
    due_words: str = ""
    late: bool = False
    recommendation: str = ""
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class TrackingReport:
    """The report for one meeting.

    body     the committee
    meeting  the meeting that it is written for, such as 第7次會議
    held_on  ISO date of that meeting, or empty where it is not fixed
    as_of    ISO date of the state that is shown
    mark     said on each page, such as 示範
    voices   whether the rows hold what agencies reported and the secretariat recommended; where the reader may
             not read that yet, the paper says so instead of calling the agencies silent
    """

    body: str
    meeting: str
    as_of: str
    rows: tuple[Row, ...]
    held_on: str = ""
    mark: str = ""
    voices: bool = True


def compose(report: TrackingReport) -> Paper:
    """The report as a paper."""
    title = (f"{report.body}{report.meeting}", NAME)
    return Paper(
        title=title,
        dated=report.as_of,
        lines=(_times(report), _figures(report)),
        tables=(
            Table(NAME, COLUMNS, tuple(_row(row, report.voices) for row in report.rows), "（無列管事項）"),
        ),
        notes=() if report.voices else (WITHHELD,),
        running="".join(title),
        mark=report.mark,
    )


def _times(report: TrackingReport) -> str:
    held = f"會議日期：{format_roc_date(report.held_on, weekday=True)}　　" if report.held_on else ""
    return f"{held}資料日期：{format_roc_date(report.as_of)}"


def _figures(report: TrackingReport) -> str:
    """How many items there are, and what is recommended for them, in the order in which the rows bring it."""
    rows = report.rows
    said = dict.fromkeys(row.recommendation for row in rows if row.recommendation)
    parts = [f"建議{kind}{sum(row.recommendation == kind for row in rows)}項" for kind in said]
    open_ended = sum(not row.recommendation for row in rows)
    parts += [f"尚無列管建議{open_ended}項"] if open_ended and report.voices else []
    late = sum(row.late for row in rows)
    parts += [f"逾期{late}項"] if late else []
    return f"列管中計{len(rows)}項" + (f"（{'、'.join(parts)}）" if parts else "")


def _row(row: Row, voices: bool) -> tuple[Cell, ...]:
    return (
        cell(str(row.number)),
        cell(
            "\n".join(
                (row.meeting, format_roc_date(row.day) if row.day else "", row.origin and f"（{row.origin}）")
            )
        ),
        (*cell(row.title, bold=True), *_clauses(row.text)),
        _agencies(row.lead),
        _agencies(row.support),
        _progress(row.progress, voices),
        _due(row),
        cell(f"{row.recommendation}\n{f'（{row.reason}）' if row.reason else ''}") or cell(NONE),
    )


def _clauses(text: tuple[str, ...]) -> Cell:
    first, *rest = [line for line in map(str.strip, map(printable, text)) if line] or [""]
    return (*cell(first), *(Paragraph(line, indent=1) for line in rest))


def _agencies(names: tuple[str, ...]) -> Cell:
    """An agency a line; a list that stays open ends with 等."""
    return cell("\n".join(names)) or cell(NONE)


def _progress(reports: tuple[AgencyProgress, ...], voices: bool) -> Cell:
    if not reports:
        return cell(SILENT if voices else NONE)
    made: list[Paragraph] = []
    for report in reports:
        as_of = f"（{format_roc_date(report.as_of)}）" if report.as_of else ""
        made += [*cell(f"{report.agency}{as_of}：", bold=True), *cell(report.text)]
    return tuple(made)


def _due(row: Row) -> Cell:
    day = format_roc_date(row.due) if row.due else ""
    late = "（已逾期）" if row.late else ""
    return cell("\n".join((day, late, row.due_words))) or cell(NONE)
