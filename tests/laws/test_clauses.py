"""What holds of every clause and every list of people, whatever they say."""

from __future__ import annotations

import gc
import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lieguan.reading.clause_analysis import analyse
from lieguan.reading.context import Analysis, Context
from lieguan.reading.people import parse_people
from lieguan.record.spans import merged, words
from lieguan.text.dates import find_dates, find_times
from lieguan.text.passage import Passage
from lieguan.text.periods import find_counts, find_periods, find_recurrences

CONTEXT = Context(body="臺北市都市計畫委員會", day=date(2025, 3, 14), aliases={"該案": "某案"})
PIECES = (
    "請 由 應 於 、 ， 。 ； ： （ ） 「 」 交通部 國發會 各機關 總務組 丁委員大同 該部 本會 會同 及 等 主辦 協辦 同意 不同意 通過 "
    "解除列管 持續列管 編號1、2 第3案 其餘 併入第 依管考建議辦理 俟 後 如 114年5月底前 三日內 下次會議 每季 農曆年前 113.12.31 "
    "備查 洽悉 保留 照案 主辦機關 請假 代理 歐陽 ｜ ／ 財政部 1 一 百 年 月 日 前"
).split()
CLAUSES = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), st.text(max_size=3)), max_size=40
    ).map("".join),
)


def findings(found: Analysis) -> list[object]:
    ones = [found.disposition, found.subject, *found.rulings, *found.agencies, *found.deadlines]
    return [one for one in ones if one is not None]


@settings(deadline=None)
@given(CLAUSES, st.integers(0, 5000))
def test_a_clause_is_read_inside_its_own_words(text: str, offset: int) -> None:
    document = "前" * offset + text
    passage = Passage(text, ((offset, offset + len(text)),)) if text else Passage("", ())
    found = analyse(passage, CONTEXT)
    for one in findings(found):
        for low, high in one.spans:
            assert offset <= low < high <= offset + len(text)
        assert merged(one.spans) == one.spans
    for agency in found.agencies:
        assert words(document, agency.value.spans) == agency.value.as_written
    for deadline in found.deadlines:
        assert words(document, deadline.value.spans) == deadline.value.as_written
    names = [one.value.name for one in found.agencies]
    assert len(names) == len(set(names)), "told twice is one entry"
    ends = [one.spans[0] for one in found.deadlines]
    assert ends == sorted(ends)


@given(CLAUSES)
def test_the_same_clause_reads_the_same(text: str) -> None:
    passage = Passage(text, ((0, len(text)),)) if text else Passage("", ())
    assert analyse(passage, CONTEXT) == analyse(passage, CONTEXT)


@given(CLAUSES)
def test_a_quotation_tells_nothing(text: str) -> None:
    quoted = "「" + "".join(char for char in text if char not in "「」『』《》〈〉“”") + "」"
    found = analyse(Passage(quoted, ((0, len(quoted)),)), CONTEXT)
    assert not found.agencies
    assert found.disposition is None


@example("等")
@example("、等（請假）")
@given(CLAUSES)
def test_people_are_read_inside_their_own_words(text: str) -> None:
    passage = Passage(text, ((0, len(text)),)) if text else Passage("", ())
    for one in parse_people(passage, CONTEXT, units=True):
        person = one.found.value
        assert words(text, person.spans) == person.as_written
        assert person.name != ""
        assert person.name or person.title or person.organisation or person.as_written


@given(CLAUSES)
def test_times_and_dates_lie_inside(text: str) -> None:
    day = date(2025, 3, 14)
    for low, high in [
        *((one.start, one.end) for one in find_dates(text, day=day)),
        *((one.start, one.end) for one in find_periods(text, day)),
        *((one.start, one.end) for one in find_counts(text, day)),
        *((low, high) for low, high, _ in find_recurrences(text)),
        *((low, high) for low, high, *_ in find_times(text)),
    ]:
        assert 0 <= low < high <= len(text)


PUMPED = (
    "請", "由", "應", "委員會應", "，於下次", "提本下次", "請該部", "各相關", "併入第", "一百年", "不同意", "持續列管",
    "12月", "依管考建議辦理", "（主辦", "「甲」列管", "第1案、", "編號1、2", "主任", "通過", "同意", "交通部、", "及", "等",
    "俟", "每季", "114年5月底前", "113.12.31", "三日內", " ", "「", "（",
)  # fmt: skip


def _seconds(text: str, repeats: int) -> float:
    passage = Passage(text, ((0, len(text)),))
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        analyse(passage, CONTEXT, about=text[:2000])
        best = min(best, time.process_time() - start)
    return best


def _growth(pump: str) -> float:
    """How much longer ten times the clause takes."""
    small, large = ((pump * (size // len(pump) + 1))[:size] for size in (3_000, 30_000))
    return _seconds(large, 1) / max(_seconds(small, 3), 0.002)


@pytest.mark.parametrize("pump", PUMPED, ids=repr)
def test_time_grows_no_faster_than_the_clause(pump: str) -> None:
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        # Linear is 10 and squares would be 100; other programs on the machine spoil what lies nearer.
        assert any(_growth(pump) <= 30 for _ in range(3))
    finally:
        gc.enable()
        gc.unfreeze()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(PUMPED))
def test_long_lists_of_people_end(pump: str) -> None:
    text = (pump * 2000)[:4000]
    start = time.process_time()
    parse_people(Passage(text, ((0, len(text)),)), CONTEXT)
    assert time.process_time() - start < 3
