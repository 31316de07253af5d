"""Folding, terms, the query language and marks, without an index."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lieguan.site.search import segments
from lieguan.site.search.forms import DayField
from lieguan.site.search.language import MOST_WORDS, All, Either, Not, Words, parse, too_many
from lieguan.site.search.marking import SHOWN, marks, snippet, whole


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("數位發展", ["數位", "位發", "發展", "展"]),
        ("普惠AI", ["普惠", "惠", "ai"]),
        ("普惠 AI", ["普惠", "惠", "ai"]),
        ("普惠，AI", ["普惠", "惠", segments.GAP, "ai"]),
        ("數位 發展", ["數位", "位", segments.GAP, "發展", "展"]),
        ("Open Data", ["open", "data"]),
        ("５Ｇ　第113年", ["5", "g", "第", "113", "年"]),
        ("", []),
        ("！？", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert segments.terms(text) == terms


@pytest.mark.parametrize(
    ("one", "other"), [("臺灣", "台灣"), ("爲民", "為民"), ("ＡＩ", "ai"), ("秘書", "祕書"), ("㈠", "(一)")]
)
def test_forms_of_one_word_fold_together(one: str, other: str) -> None:
    assert segments.fold(one) == segments.fold(other)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("資安", Words("資安")),
        ("資安 人才", All((Words("資安"), Words("人才")))),
        ("資安 OR 人才", Either((Words("資安"), Words("人才")))),
        ("資安 或 人才 -偏鄉", Either((Words("資安"), All((Words("人才"), Not(Words("偏鄉"))))))),
        ("「數位 發展」", Words("數位 發展")),
        ("(資安 OR 人才) NOT 偏鄉", All((Either((Words("資安"), Words("人才"))), Not(Words("偏鄉"))))),
        ("", None),
        ("OR", None),
        ("-", Words("-")),
        ('"未完', Words("未完")),
        ("((資安", Words("資安")),
        ("資安))", Words("資安")),
    ],
)
def test_what_is_typed(typed: str, tree: object) -> None:
    assert parse(typed) == tree


def test_marks_cover_the_words_as_they_stand() -> None:
    text = "推動普惠 ＡＩ，臺灣AID不算"
    found = marks(text, parse("普惠AI 台灣"))
    assert [text[start:end] for start, end in found] == ["普惠 ＡＩ", "臺灣"]


def test_words_that_are_not_wanted_are_not_marked() -> None:
    assert marks("資安與人才", parse("資安 -人才")) == [(0, 2)]


def test_a_snippet_shows_the_first_mark_and_gives_no_other_words() -> None:
    text = "甲" * 300 + "資安" + "乙" * 300
    pieces = snippet(text, parse("資安"))
    assert [piece.text for piece in pieces if piece.marked] == ["資安"]
    assert "".join(p.text for p in pieces).strip("…") in text
    assert sum(len(piece.text) for piece in pieces) <= SHOWN + 2


def test_the_table_of_variants_holds_each_character_once() -> None:
    listed = [
        character for table in segments._FORMS["table"] for forms in table["forms"] for character in forms
    ]
    assert len(listed) == len(set(listed))
    assert all(segments.is_one_han(character) for character in listed)
    assert all(table["source"] and table["date"] for table in segments._FORMS["table"])
    assert {segments.fold(segments.fold(c)) for c in listed} == {segments.fold(c) for c in listed}


def test_more_words_than_a_search_takes_are_left_out_and_said() -> None:
    assert not too_many("資安 " * MOST_WORDS * 2)
    assert too_many("資安 " * (MOST_WORDS * 2 + 1))
    assert parse("資安 " * 5000) == All((Words("資安"),) * MOST_WORDS * 2)


def test_a_name_is_marked_as_a_whole() -> None:
    assert [(p.text, p.marked) for p in whole("數位發展部資安署", parse("資安"))] == [
        ("數位發展部", False), ("資安", True), ("署", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("113.5.1", date(2024, 5, 1), date(2024, 5, 1)),
        ("113年5月1日", date(2024, 5, 1), date(2024, 5, 1)),
        ("2024-05-01", date(2024, 5, 1), date(2024, 5, 1)),
        ("1130501", date(2024, 5, 1), date(2024, 5, 1)),
        ("113", date(2024, 1, 1), date(2024, 12, 31)),
        ("民國 113 年", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("１１３年２月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_days_and_periods_of_both_calendars(typed: str, first: date, last: date) -> None:
    assert DayField().clean(typed) == first
    assert DayField(last=True).clean(typed) == last


@pytest.mark.parametrize("typed", ["昨天", "113年13月", "99999", "5"])
def test_what_is_no_day_is_said(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@given(st.text(st.characters(max_codepoint=0x2FFFF), max_size=40) | st.text("臺Ａ㍿İ國,AIﬁ１", max_size=12))
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, origin = segments.fold_with_map(text)
    assert folded == segments.fold(text)
    assert len(origin) == len(folded) + 1
    assert origin[-1] == len(text)
    for at, character in enumerate(folded):
        assert character in segments.fold(text[origin[at]])
        assert segments.fold(text[origin[at]])  # none becomes nothing
