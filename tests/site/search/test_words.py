"""Folding, terms, the query language and marks, without an index."""

from __future__ import annotations

import pytest

from lieguan.site.search import segments
from lieguan.site.search.language import All, Either, Not, Words, parse
from lieguan.site.search.marking import SHOWN, marks, snippet


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
    ("one", "other"), [("臺灣", "台灣"), ("ＡＩ", "ai"), ("秘書", "祕書"), ("㈠", "(一)")]
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
