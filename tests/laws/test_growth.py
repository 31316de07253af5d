"""Reading takes ten times as long for ten times the text, and not more: on texts that invite a rule to look again and again.

`make soak` measures texts up to 10 MB against a bound of twelve; a fraction of them, against one that squares cannot keep, is
what a machine that does other things as well can be asked in passing.
"""

from __future__ import annotations

import gc
import os
import time
from itertools import pairwise

import pytest

from laws_of_reading import records
from lieguan.text.document import Block, Document

#: Bytes of the largest text; each before it is a tenth, the smallest 100 kB. None: a quick look.
LARGEST = int(os.environ.get("LIEGUAN_GROWTH_BYTES", "0"))
SIZES = (
    [size for size in (100_000, 1_000_000, 10_000_000) if size <= LARGEST] if LARGEST else [30_000, 300_000]
)
TIMES = 12 if LARGEST else 30
#: Seconds that a clock can be believed for; how often what looks slow is measured again.
LEAST, TRIES = 0.02, 5


BOOK = "\n".join(
    (
        "某縣某某委員會第3次會議紀錄", "時間：113年5月6日下午2時", "地點：第一會議室", "主席：王主任委員大明　紀錄：李小芳",
        "出席人員：張委員三、李委員四（請假）", "壹、報告事項", "一、前次會議決議辦理情形。", "決定：洽悉。",
        "貳、討論事項", "案由一：某某計畫，提請討論。", "說明：", "一、依某某規定辦理。", "（一）如附件", "決議：",
        "一、請某某局於113年6月底前完成。", "（一）請甲處協助。", "二、其餘照案通過。", "王委員大明：請補充資料。", "參、散會（下午4時）",
    )
)  # fmt: skip
#: Texts whose parts invite a rule to look at them again and again.
PUMPED = {
    "minutes": BOOK + "\n",
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


def plain(text: str) -> Document:
    """A block a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(((at, at + len(line)),), ends="wrap"))
        at += len(line) + 1
    return Document(text, tuple(blocks), "text/plain")


def repeated(name: str, size: int) -> Document:
    """A text again and again, of so many bytes."""
    piece = PUMPED[name].encode()
    return plain((piece * (size // len(piece) + 1))[:size].decode("utf-8", "ignore"))


def seconds(document: Document) -> float:
    """Processor time of one reading."""
    gc.collect()
    gc.disable()  # how often it runs depends on what else the test process holds
    try:
        before = time.process_time()
        records(document)
        return time.process_time() - before
    finally:
        gc.enable()


@pytest.mark.parametrize("name", PUMPED)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """Squares would take a hundred times as long. A busy machine makes a run slow, never fast: the best of a few counts."""
    for size, ten in pairwise(SIZES):
        small, large = repeated(name, size), repeated(name, ten)
        short = long = 1e9
        for _ in range(TRIES):
            short, long = min(short, seconds(small), seconds(small)), min(long, seconds(large))
            if long <= TIMES * max(short, LEAST):
                break
        assert long <= TIMES * max(short, LEAST), (
            f"{size:,} bytes {short:.2f} s, ten times as many {long:.2f} s"
        )
