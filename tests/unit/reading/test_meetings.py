"""Books of proceedings, and minutes that quote earlier minutes."""

from __future__ import annotations

from dataclasses import replace

from lieguan.reading.meetings import meetings
from lieguan.sources.plain import read as plain

FIRST = "某會第1次會議紀錄\n時間：113年5月2日上午10時\n地點：議事廳\n主席：王大明\n一、報告事項\n散會\n"
SECOND = FIRST.replace("第1次", "第2次").replace("5月2日", "5月3日")


def test_two_meetings_are_two_documents() -> None:
    text = "某會會議資料彙編\n編輯前言：本書彙編各次會議紀錄。\n" + FIRST + SECOND
    found = meetings(plain(text))
    assert [one.document.text for one in found] == [text[: text.index("某會第2次")], SECOND]
    assert found[0].extent.first == text.index("某會第1次")
    assert all(
        one.document.text[start:end].strip()
        for one in found
        for block in one.document.blocks
        for start, end in block.spans
    )


def test_what_was_scanned_is_said_of_each_meeting() -> None:
    text = FIRST + SECOND
    doubt = text.rindex("王大明")
    scan = ((text.index("地點"), doubt + 3),)
    document = replace(plain(text), ocr="tesseract", scanned=scan, doubtful=((doubt, doubt + 3),))
    first, second = (one.document for one in meetings(document))
    assert first.scanned == ((first.text.index("地點"), len(first.text)),)
    assert second.scanned == ((0, second.text.index("王大明") + 3),)
    assert [first.doubtful, [second.text[a:b] for a, b in second.doubtful]] == [(), ["王大明"]]


def test_earlier_minutes_are_quoted() -> None:
    text = SECOND + "附件一\n" + FIRST
    found = meetings(plain(text))
    assert len(found) == 1
    assert text[found[0].extent.last :].startswith("附件一\n某會第1次")


def test_one_meeting_stays_whole() -> None:
    document = plain(FIRST)
    found = meetings(document)
    assert [one.document for one in found] == [document]


def test_a_running_head_begins_no_meeting() -> None:
    text = FIRST + "某會第1次會議紀錄\n二、討論事項\n某會第1次會議紀錄\n"
    assert len(meetings(plain(text))) == 1


def test_no_words() -> None:
    assert len(meetings(plain("\n \n"))) == 1
