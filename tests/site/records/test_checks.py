"""What does not fit in the head of a set of minutes is shown before it is confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lieguan.site.records.checks import Neighbour, findings
from lieguan.site.records.identity import nodes_of, with_uids
from lieguan.site.records.likeness import Identity, adopt_uids, kind_of, likest, same_name
from made_minutes import minutes


def codes(record: dict[str, Any], *others: tuple[int, date], known: bool = True) -> list[str]:
    neighbours = [Neighbour(f"第{n}次", Identity(day, n, None, None, "regular")) for n, day in others]
    return [finding.code for finding in findings(record, neighbours, body_known=known)]


def test_what_fits_is_not_mentioned() -> None:
    assert codes(minutes(ordinal=2), (1, date(2025, 3, 14))) == []
    assert codes(minutes(ordinal=1)) == []


@pytest.mark.parametrize("weekday", list("一二三四六日"))
def test_a_weekday_that_does_not_fit_the_date(weekday: str) -> None:
    (finding,) = findings(minutes(weekday=weekday), [], body_known=True)
    assert (finding.code, finding.field) == ("weekday", "starts_at")
    assert "一二三四五六日"[finding.values["printed"]] == weekday
    assert finding.values["counted"] == 4


def test_the_weekday_is_found_where_no_rule_says_where_the_date_stands() -> None:
    record = minutes(weekday="一")
    record["found"] = []
    assert codes(record) == ["weekday"]
    record["meeting"] |= {"starts_at": "2025-09-15", "ends_at": None}
    assert codes(record) == []


def test_a_date_corrected_is_held_against_the_weekday_that_is_printed() -> None:
    record = minutes(weekday="一")
    record["meeting"]["starts_at"] = "2025-09-15T10:00+08:00"
    record["meeting"]["ends_at"] = None
    assert codes(record) == []


@pytest.mark.parametrize(
    ("ordinal", "others", "code"),
    [
        (4, [(2, date(2025, 3, 1))], "ordinal-gap"),
        (2, [(2, date(2025, 3, 1))], "ordinal-back"),
        (1, [(2, date(2025, 3, 1))], "ordinal-back"),
        (5, [(4, date(2025, 3, 1)), (6, date(2025, 12, 1))], None),
        (6, [(7, date(2025, 12, 1))], None),
        (9, [(7, date(2025, 12, 1))], "ordinal-back"),
    ],
)
def test_an_ordinal_follows_that_of_the_meeting_before(ordinal: int, others: Any, code: str | None) -> None:
    assert codes(minutes(ordinal=ordinal), *others) == ([code] if code else [])


def test_each_kind_term_and_year_counts_for_itself() -> None:
    record = minutes(ordinal=1)
    before = [
        Neighbour("臨時", Identity(date(2025, 3, 1), 5, None, None, "extraordinary")),
        Neighbour("上屆", Identity(date(2025, 3, 2), 30, 1, None, "regular")),
        Neighbour("去年", Identity(date(2025, 3, 3), 12, None, 2024, "regular")),
    ]
    assert findings(record, before, body_known=True) == []


def test_an_end_before_the_start() -> None:
    record = minutes()
    record["meeting"]["ends_at"] = "2025-09-12T09:00+08:00"
    assert codes(record) == ["ends-before-start"]
    record["meeting"]["ends_at"] = "2025-09-11"
    assert codes(record) == ["ends-before-start"]


def test_an_unknown_body_no_date_and_no_resolution() -> None:
    assert codes(minutes(day=None, resolutions=()), known=False) == [
        "body-unknown",
        "undated",
        "no-resolution",
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("第2次會議紀錄", "regular"),
        ("第2次臨時委員會議紀錄", "extraordinary"),
        ("第5次會議（書面審查）紀錄", "written"),
        ("第3次會議紀錄（含臨時動議）", "regular"),
        (None, "regular"),
    ],
)
def test_the_kind_of_a_meeting_by_its_title(title: str | None, kind: str) -> None:
    assert kind_of(title) == kind


def test_names_written_another_way_are_the_same() -> None:
    assert same_name("臺灣 AI小組", "台灣ＡＩ 小組")
    assert not same_name("海岸小組", "海岸推動小組")
    assert not same_name(None, None)


def test_bodies_are_offered_the_likest_first() -> None:
    known = {1: ["行政院海岸韌性推動小組"], 2: ["教育部課程審議會", "課審會"], 3: ["海岸推動小組"]}
    assert likest("行政院海岸韌性推動委員會", known) == [1]
    assert likest("海岸韌性推動小組", known) == [1, 3]
    assert likest("漁港工程處", known) == []


def test_like_paragraphs_of_two_editions_keep_their_addresses() -> None:
    old, new = with_uids(minutes()), with_uids(minutes(unread=""))
    paragraph = new["resolutions"][0]["clauses"][0]["clauses"][1]
    paragraph["text"] = "辦理教育訓練三場。"
    new["resolutions"][1]["clauses"][0]["text"] = "本案撤回。"
    before = new["resolutions"][1]["clauses"][0]["uid"]
    adopt_uids(new, old)
    assert paragraph["uid"] == old["resolutions"][0]["clauses"][0]["clauses"][1]["uid"]
    assert new["resolutions"][1]["clauses"][0]["uid"] == before
    uids = [node["uid"] for node in nodes_of(new)]
    assert len(set(uids)) == len(uids)
    assert len(set(uids) - {node["uid"] for node in nodes_of(old)}) == 1
