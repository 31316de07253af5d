"""Whatever a document says: the laws of reading hold.

Never raises; the parts cut the text from 0 to its end; spans are in order, inside, disjoint, and joined they
are the words; the same in gives the same out; ten times the text takes at most about ten times as long.
"""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws_of_reading import check, records
from lieguan.record.codec import dumps
from lieguan.record.spans import Spans
from lieguan.text.document import Block, Cell, Document
from pieces_of_minutes import HEADINGS, LABELS, MARKERS, SAID

lines = st.lists(
    st.sampled_from(MARKERS + LABELS + HEADINGS + SAID) | st.text(max_size=12), min_size=0, max_size=4
).map("".join)
texts = st.lists(lines, max_size=40).map("\n".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document that a source might give: blocks anywhere in a text, in order, of any kind."""
    text = draw(texts)
    blocks = []
    at, table = 0, 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if draw(st.integers(0, 9)) == 0 or start == end:
            continue
        cut = draw(st.integers(start, end))
        spans: Spans = tuple(s for s in ((start, cut), (cut, end)) if s[0] < s[1])
        if draw(st.booleans()):
            spans = ((start, end),)
        cell = None
        if draw(st.integers(0, 5)) == 0:
            table += draw(st.integers(0, 1))
            cell = Cell(table, draw(st.integers(0, 3)), draw(st.integers(0, 3)))
        kinds = ["text", "text", "heading", "running-head", "page-number", "footnote", "chrome", "mark-up"]
        blocks.append(
            Block(
                spans,
                kind="cell" if cell else draw(st.sampled_from(kinds)),
                level=draw(st.integers(0, 3)),
                bold=draw(st.booleans()),
                indent=draw(st.sampled_from([0.0, 1.0, 2.0, 4.5])),
                ends=draw(st.sampled_from(["paragraph", "line", "wrap"])),
                full=draw(st.booleans()),
                cell=cell,
            )
        )
    pages = draw(st.sampled_from([None, (0,)]))
    ocr = draw(st.sampled_from([None, "tesseract"]))
    scanned, doubtful = (draw(places(len(text))) if ocr else () for _ in range(2))
    return Document(text, tuple(blocks), "text/plain", pages, ocr, scanned, doubtful)


@st.composite
def places(draw: st.DrawFn, length: int) -> Spans:
    """Places of a text, in order and disjoint; often all of it."""
    cuts = sorted(
        draw(st.sets(st.integers(0, length), max_size=6)) | draw(st.sampled_from([set(), {0, length}]))
    )
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


@settings(max_examples=400, deadline=None)
@given(documents())
def test_laws_of_reading(document: Document) -> None:
    check(document)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_same_in_same_out(document: Document) -> None:
    once = [dumps(record) for record in records(document)]
    again = [dumps(record) for record in records(document)]
    assert once == again


def _plain(text: str) -> Document:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(((at, at + len(line)),), ends="wrap"))
        at += len(line) + 1
    return Document(text, tuple(blocks), "text/plain")


_BOOK = "\n".join(
    (
        "某縣某某委員會第3次會議紀錄", "時間：113年5月6日下午2時", "地點：第一會議室", "主席：王主任委員大明　紀錄：李小芳",
        "出席人員：張委員三、李委員四（請假）", "壹、報告事項", "一、前次會議決議辦理情形。", "決定：洽悉。",
        "貳、討論事項", "案由一：某某計畫，提請討論。", "說明：", "一、依某某規定辦理。", "（一）如附件", "決議：",
        "一、請某某局於113年6月底前完成。", "（一）請甲處協助。", "二、其餘照案通過。", "王委員大明：請補充資料。", "參、散會（下午4時）",
    )
)  # fmt: skip
#: Texts whose parts invite a rule to look at them again and again.
PUMPED = {
    "minutes": _BOOK + "\n",
    "one marker": "一、",
    "numbered": "一、某某\n（一）某某\n",
    "resolution": "決議：\n",
    "items": "案由：某某計畫案\n決議：照案通過。\n",
    "open brackets": "「（",
    "spaces": "時 間 　 ",
    "colons": "王委員大明：",
    "people": "出席人員：王委員大明、李處長小芳 張三\n",
    "list of people": "王委員大明、",
    "dots": "........ 1\n",
    "page numbers": "1\n2\n",
    "topics": "會議結論：\n（一）某某計畫報告\n決定：洽悉。\n",
    "speakers": "發言紀要\n王委員大明：\n建議某某。\n",
    "blank lines": "\n \n",
    "digits": "1 ",
    "titles": "第3次會議紀錄\n時間：\n地點：\n",
    "short for": "某某局（以下簡稱某局）",
    "choices": "方案一：１、",
}


@pytest.mark.parametrize("name", PUMPED)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """Ten times the text in about ten times the time: squares would take a hundred, a busy machine spoils what is nearer."""
    small, large = (
        _plain((PUMPED[name] * (size // len(PUMPED[name]) + 1))[:size]) for size in (10_000, 100_000)
    )
    short = long = 60.0
    for _ in range(4):  # a busy machine makes one run slow, never fast: the best of a few counts
        short, long = min(short, _seconds(small)), min(long, _seconds(large))
        if long <= 30 * max(short, 0.02):
            return
    pytest.fail(f"{short:.3f} s, then {long:.3f} s")


def _seconds(document: Document) -> float:
    gc.collect()
    gc.disable()  # how often it runs depends on what else the test process holds
    try:
        before = time.process_time()
        records(document)
        return time.process_time() - before
    finally:
        gc.enable()
