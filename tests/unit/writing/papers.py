"""Papers for the tests of the writers: an invented report, short, long and empty."""

from __future__ import annotations

from dataclasses import replace

from lieguan.writing.tracking_report import AgencyProgress, Row, TrackingReport

ROWS = (
    Row(
        number=3,
        meeting="第2次會議",
        day="2026-03-05",
        title="校園午餐食材溯源",
        text=("請農業部主責，並請教育部協助以下事項：", "(1)建立溯源平臺。", "(2)每學期公布抽查結果。"),
        lead=("農業部",),
        support=("教育部", "各縣市政府"),
        progress=(
            AgencyProgress("農業部", "平臺已上線。\n已介接十二縣市。", "2026-08-31"),
            AgencyProgress("教育部", "=SUM(1,2) 不是公式。"),
        ),
        due="2026-09-30",
        late=True,
        recommendation="解除列管",
        reason="平臺已上線",
    ),
    Row(
        number=12,
        meeting="第4次會議",
        day="",
        title="<圖書館> & 閱讀",
        text=("請文化部於年底前完成。",),
        lead=("文化部", "教育部等"),
        due_words="每季",
    ),
)
REPORT = TrackingReport(
    body="校園生活推動小組", meeting="第5次會議", as_of="2026-10-15", rows=ROWS, held_on="2026-10-20"
)
LONG = replace(
    REPORT,
    rows=(
        ROWS[0],
        replace(ROWS[1], progress=(AgencyProgress("文化部", "館舍整修進度說明。" * 900),)),
        *ROWS[:1] * 12,
    ),
)
EMPTY = replace(REPORT, rows=(), held_on="")
WORDS = (
    "校園生活推動小組第5次會議",
    "追蹤列管報告表",
    "會議日期：115年10月20日（星期二）",
    "資料日期：115年10月15日",
    "列管中計2項（建議解除列管1項、尚無列管建議1項、逾期1項）",
    "(2)每學期公布抽查結果。",
    "已介接十二縣市。",
    "=SUM(1,2)不是公式。",
    "<圖書館>&閱讀",
    "115年9月30日",
    "（已逾期）",
    "（尚未提報）",
)
