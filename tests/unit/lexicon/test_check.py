"""The lexicon's own validator: the package's data pass it, and each of its rules can fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lieguan import lexicon
from lieguan.lexicon.agencies import Agencies, AgencyRow
from lieguan.lexicon.calendar import lunar_new_year
from lieguan.lexicon.dispositions import find, rows
from lieguan.lexicon.persons import is_double_surname, is_surname, title_pattern
from lieguan.lexicon.places import standard_places

PARENT = AgencyRow("行政院", source="a law", seen=date(2026, 11, 23))
GOOD = AgencyRow("好事部", ("好部",), parent="行政院", source="a law", seen=date(2026, 11, 23))


def problems(*rows_: AgencyRow) -> tuple[str, ...]:
    return lexicon.check(Agencies((PARENT, *rows_), standard_places())).problems


def test_the_packages_data_hold_together() -> None:
    report = lexicon.check(lexicon.standard())
    assert report.problems == ()
    assert report.verified > 100
    assert report.verified + report.partly + report.unverified == len(lexicon.standard().rows)


def test_good_rows_have_no_problem() -> None:
    assert problems(GOOD) == ()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (replace(GOOD, valid_from=date(2020, 1, 1), valid_to=date(2019, 1, 1)), "before it begins"),
        (replace(GOOD, seen=None), "go together"),
        (replace(GOOD, source=None, seen=None, unverified=("valid_from",)), "leave the column empty"),
        (replace(GOOD, oid="1.2.3"), "object identifier"),
        (replace(GOOD, code="A1"), "agency code"),
        (replace(GOOD, short_names=("好事部",)), "among its short names"),
        (replace(GOOD, parent="沒有院"), "has no row"),
        (replace(GOOD, successors=("新好部",)), "has no row"),
        (replace(GOOD, place="海上市"), "places.csv"),
        (replace(GOOD, name="好 部"), "white space"),
    ],
)
def test_each_rule_can_fail(row: AgencyRow, told: str) -> None:
    found = problems(row)
    assert len(found) == 1
    assert told in found[0]


def test_the_same_name_twice_on_one_day_is_a_problem() -> None:
    assert "two rows" in problems(GOOD, replace(GOOD, valid_from=date(2020, 1, 1)))[0]
    early = replace(GOOD, valid_to=date(2019, 12, 31))
    assert problems(early, replace(GOOD, valid_from=date(2020, 1, 1))) == ()


def test_a_short_name_of_two_agencies_is_a_problem() -> None:
    assert "means both" in problems(GOOD, replace(GOOD, name="好人部"))[0]


def test_sourced_rows_and_others_are_counted_apart() -> None:
    bare = AgencyRow("無據部", parent="行政院")
    part = replace(
        GOOD, name="半據部", short_names=(), valid_from=date(2020, 1, 1), unverified=("valid_from",)
    )
    report = lexicon.check(Agencies((PARENT, GOOD, bare, part), standard_places()))
    assert (report.verified, report.partly, report.unverified) == (2, 1, 1)


def test_no_expression_of_the_table_hides_another() -> None:
    for row in rows():
        if "…" not in row.expression:
            assert [(a, b) for a, b, _ in find(row.expression)] == [(0, len(row.expression))], row


def test_the_longest_expression_is_found() -> None:
    assert [row.disposition for _, _, row in find("解除列管，持續列管，准予備查")] == [
        "release",
        "track",
        "note",
    ]


def test_titles_are_not_found_inside_names_of_units() -> None:
    pattern = title_pattern()
    assert [m.group() for m in pattern.finditer("公共工程委員會胡大同處長")] == ["處長"]
    assert pattern.search("秘書處") is None
    assert [m.group() for m in pattern.finditer("歐兼主任委員大德")] == ["兼主任委員"]


@pytest.mark.parametrize(
    ("text", "answer"), [("歐陽", True), ("黃呂", True), ("王", True), ("王一", False), ("局", False)]
)
def test_surnames(text: str, answer: bool) -> None:
    assert is_surname(text) is answer


def test_double_surnames() -> None:
    assert is_double_surname("張簡")
    assert not is_double_surname("黃呂")


def test_the_lunar_new_year() -> None:
    assert lunar_new_year(2004) == date(2004, 1, 22)
    assert lunar_new_year(2026) == date(2026, 2, 17)
    assert lunar_new_year(1500) is None
