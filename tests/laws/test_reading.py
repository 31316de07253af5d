"""Whatever a document says: the laws of reading hold.

Never raises; the parts cut the text from 0 to its end; spans are in order, inside, disjoint, and joined they
are the words; the same in gives the same out; ten times the text takes at most about ten times as long.
"""

from __future__ import annotations

import gc
import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieguan.reading import read
from lieguan.record.codec import dumps
from lieguan.record.nouns import Clause, MadeBy, Record, Source
from lieguan.record.spans import Spans, words
from lieguan.text.document import Block, Cell, Document

MADE_BY = MadeBy("0", "0")

_MARKERS = [
    "壹、", "貳、", "參、", "甲、", "乙、", "一、", "二、", "三、", "十一、", "（一）", "(二)", "（三）", "1.", "2、", "３．", "(1)", "（２）",
    "①", "②", "A.", "- ", "第一案", "案由二：", "討論事項一：", "【提案三】", "方案一：", "1 ", "2 ", "編號：7", "臨時動議二、",
]  # fmt: skip
_LABELS = [
    "時間：", "地　點：", "主席：", "紀錄：", "出席人員：", "列席：", "請假：", "說明：", "辦法：", "決議：", "決定：", "主席裁示：", "附帶決議：",
    "案由：", "提案人：", "附件：", "發言紀要：", "王委員大明：", "甲部意見：", "【決定】", "散會：", "備註：", "委員意見：", "結論：",
]  # fmt: skip
_HEADINGS = [
    "某縣某某委員會第3屆第2次會議紀錄", "報告事項", "討論事項", "臨時動議", "臨時動議：無", "會議結論：", "發言紀要", "主席致詞", "散會（上午11時）",
    "確認上次會議紀錄。", "附件：某小組第1次會議發言紀要", "議程", "追蹤列管表", "第 3 次會議", "議 事 錄", "附件一", "書面質詢",
]  # fmt: skip
_SAID = [
    "照案通過。", "洽悉。", "請某某局於113年6月底前完成，並於下次會議報告", "同意「甲案」解除列管", "113年5月6日下午2時", "王委員大明、李處長小芳（請假）",
    "某某計畫辦理情形，報請公鑒。", "張三 李四", "如附簽到表", "（無異議通過）", "編號1、2解除列管，其餘持續列管。", "……", "", "AI 推動", "「", "）", "。",
    "依第\n一、二項", "\u3000", "𠀋𡃁", "\x0c", "12", "第 8 次臨時會 會議紀錄 12",
]  # fmt: skip

lines = st.lists(
    st.sampled_from(_MARKERS + _LABELS + _HEADINGS + _SAID) | st.text(max_size=12), min_size=0, max_size=4
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


def records(document: Document) -> list[Record]:
    source = Source("x", document.media_type, "0" * 64, len(document.text), document.pages)
    return read(document, made_by=MADE_BY, source=source)


def clauses(record: Record) -> Iterator[Clause]:
    waiting = [clause for resolution in record.resolutions for clause in resolution.clauses]
    while waiting:
        clause = waiting.pop()
        yield clause
        waiting += clause.clauses


def spans_of(record: Record) -> Iterator[Spans]:
    for found in record.found:
        yield found.spans
    for thing in (*record.agenda, *record.resolutions, *record.statements, *clauses(record)):
        yield thing.spans
    for statement in record.statements:
        yield statement.speaker.spans
        for point in statement.points:
            yield point.spans


def solid(text: str) -> str:
    return "".join(text.split())


def check(document: Document) -> list[Record]:
    read_records = records(document)
    assert "".join(record.text for record in read_records) == document.text
    offset = 0
    for record in read_records:
        check_parts(record)
        check_spans(record)
        check_words(record)
        check_references(record)
        if document.ocr is not None:
            check_scanned(record, document, offset)
        offset += len(record.text)
    return read_records


def check_scanned(record: Record, document: Document, offset: int) -> None:
    """What rests on words that OCR read is not sure; a guess where OCR was in doubt."""
    for found in record.found:
        here = {at for start, end in found.spans for at in range(start + offset, end + offset)}
        if any(start <= at < end for start, end in document.scanned for at in here):
            assert found.certainty != "sure"
        if any(start <= at < end for start, end in document.doubtful for at in here):
            assert found.certainty == "guess"


def check_parts(record: Record) -> None:
    at = 0
    for part in record.parts:
        start, end = part.span
        assert start == at
        assert start < end
        assert end - start <= 3000
        assert len([piece for piece in record.text[start:end].split("\n\n") if piece.strip()]) <= 1
        at = end
    assert at == len(record.text)
    assert all(not record.text[part.span[0]].isspace() for part in record.parts[1:])


def check_spans(record: Record) -> None:
    for spans in spans_of(record):
        at = 0
        for start, end in spans:
            assert at <= start < end <= len(record.text)
            at = end


def check_words(record: Record) -> None:
    for clause in clauses(record):
        printed = solid(words(record.text, clause.spans))
        assert printed.endswith(solid(clause.text))
        assert solid(clause.number or "") in unicodedata.normalize("NFKC", printed)
    for statement in record.statements:
        for point in statement.points:
            assert solid(words(record.text, point.spans)).endswith(solid(point.text))
    for item in record.agenda:
        printed = solid(words(record.text, item.spans))
        assert all(char in printed for char in solid(item.title))
    by_path = {found.path: found for found in record.found}
    for path, value in (("/meeting/place", record.meeting.place),):
        if value is not None:
            assert solid(words(record.text, by_path[path].spans)) == solid(value)


def check_references(record: Record) -> None:
    items = {item.id for item in record.agenda}
    assert all(resolution.agenda is None or resolution.agenda in items for resolution in record.resolutions)
    assert all(set(statement.agenda) <= items for statement in record.statements)
    ids = [*items, *(r.id for r in record.resolutions), *(s.id for s in record.statements)]
    ids += [clause.id for clause in clauses(record)]
    ids += [point.id for statement in record.statements for point in statement.points]
    assert len(ids) == len(set(ids))
    for resolution in record.resolutions:
        covered: list[tuple[int, int]] = []
        waiting = list(resolution.clauses)
        while waiting:
            clause = waiting.pop()
            covered += clause.spans
            waiting += clause.clauses
        covered.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(covered))
    assert {part.of for part in record.parts} <= {None, "meeting", *ids}


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
