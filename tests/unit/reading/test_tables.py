"""Tables: what a row says of who does it, until when and in what state it is; which tables are none of ours."""

from __future__ import annotations

import pytest

from lieguan.reading import read
from lieguan.record.nouns import Clause, MadeBy, Record, Source
from lieguan.sources.opening import open_document

HEAD = "# 某市資料治理小組第3次會議紀錄\n\n時間：115年2月3日\n\n主席：王大明\n\n"


def record_of(text: str) -> Record:
    document = open_document(text.encode(), name="x.md")
    source = Source("x.md", document.media_type, "0" * 64, len(document.text), document.pages)
    (record,) = read(document, made_by=MadeBy("0", "0"), source=source)
    return record


def table(*rows: str) -> str:
    cells = [row.split("|") for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:]]) + "\n\n"


def told(clause: Clause) -> tuple[str, str | None, list[tuple[str | None, str]], list[str | None]]:
    agencies = [(agency.role, agency.as_written) for agency in clause.agencies]
    return clause.text, clause.disposition, agencies, [deadline.date for deadline in clause.deadlines]


def test_a_row_of_tracked_items_is_a_clause() -> None:
    rows = table(
        "編號|列管事項|主辦單位|協辦單位|預定時限|列管狀態",
        "1|完成資料盤點|資訊局|主計處、研考會|115年6月30日|持續列管",
        "2|公布開放資料清單|研考會|||解除列管",
    )
    (resolution,) = record_of(HEAD + "## 會議決議事項一覽表\n\n" + rows + "## 散會\n").resolutions
    assert [clause.number for clause in resolution.clauses] == ["1", "2"]
    assert [told(clause) for clause in resolution.clauses] == [
        (
            "完成資料盤點",
            "track",
            [("lead", "資訊局"), ("support", "主計處"), ("support", "研考會")],
            ["2026-06-30"],
        ),
        ("公布開放資料清單", "release", [("lead", "研考會")], []),
    ]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1.", "1"),
        ("（２）", "2"),
        ("三、", "三"),
        ("114-1", "114-1"),
        ("1發言紀要：", "1發言紀要"),
        ("：", None),
    ],
)
def test_the_number_of_a_row_is_told_without_its_punctuation(printed: str, number: str | None) -> None:
    rows = table("編號|列管事項|主辦單位|列管狀態", f"{printed}|完成資料盤點|資訊局|持續列管")
    (resolution,) = record_of(HEAD + "## 會議決議事項一覽表\n\n" + rows).resolutions
    assert resolution.clauses[0].number == number


@pytest.mark.parametrize(
    ("state", "disposition"),
    [("■解除列管 □持續列管", "release"), ("□解除列管 ■持續列管", "track"), ("□解除列管 □持續列管", None)],
)
def test_only_the_ticked_box_counts(state: str, disposition: str | None) -> None:
    rows = table("編號|列管事項|主辦單位|列管狀態", f"1|完成資料盤點|資訊局|{state}")
    (resolution,) = record_of(HEAD + "## 會議決議事項一覽表\n\n" + rows).resolutions
    assert resolution.clauses[0].disposition == disposition


def test_a_row_of_items_and_decisions() -> None:
    rows = table(
        "項次|議題|討論摘要|決議|負責單位|期限",
        "1|弱點掃描|尚有三件未修補|於期限內完成修補|資訊局|115/03/15",
        "2|帳號清查|離職帳號未停用|請人事處於115年4月1日前完成|資訊局|115/03/15",
    )
    record = record_of(HEAD + "## 討論事項\n\n" + rows + "## 散會\n")
    assert [(item.number, item.title, item.kind) for item in record.agenda] == [
        ("1", "弱點掃描", "discussion"),
        ("2", "帳號清查", "discussion"),
    ]
    first, second = record.resolutions
    assert [first.agenda, second.agenda] == ["a1", "a2"]
    assert told(first.clauses[0])[2:] == ([("lead", "資訊局")], ["2026-03-15"])
    # What the decision itself says goes before the columns beside it.
    assert told(second.clauses[0])[2:] == ([(None, "人事處")], ["2026-04-01"])


def test_what_earlier_meetings_decided_is_no_decision() -> None:
    rows = table(
        "案次|議題|決議|辦理情形", "1|弱點掃描|於期限內完成修補|已完成", "2|帳號清查|照案辦理|辦理中"
    )
    record = record_of(HEAD + "## 報告事項\n\n" + rows + "## 散會\n")
    assert record.resolutions == ()
    assert record.agenda == ()


def test_headings_over_a_head_in_a_table() -> None:
    rows = table("項目|內容", "時間|115年2月3日下午2時", "地點|第一會議室", "主席|王大明")
    record = record_of("# 某市資料治理小組第3次會議紀錄\n\n" + rows + "## 討論事項\n")
    assert (record.meeting.starts_at, record.meeting.place) == ("2026-02-03T14:00+08:00", "第一會議室")
    assert [part.kind for part in record.parts if part.kind == "unread"] == []
