"""Agencies by what minutes call them, by body and by day; and users' own files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lieguan import lexicon
from lieguan.engine import read
from lieguan.errors import LexiconError
from lieguan.lexicon import resolve

TAIPEI = "臺北市都市計畫委員會"


@pytest.mark.parametrize(
    ("short", "body", "day", "name"),
    [
        ("發展局", TAIPEI, date(2003, 2, 10), "臺北市政府都市發展局"),
        ("發展局", "高雄市議會", date(2003, 2, 10), None),
        ("國產局", None, date(2004, 1, 8), "財政部國有財產局"),
        ("國產局", None, date(2014, 1, 8), "財政部國有財產署"),
        ("本部國有財產局", "黨產處理專案小組", date(2004, 2, 24), "財政部國有財產局"),
        ("工程會", None, date(2024, 12, 31), "行政院公共工程委員會"),
        ("國科會", None, date(2010, 6, 1), "行政院國家科學委員會"),
        ("國科會", None, date(2018, 6, 1), "科技部"),
        ("國科會", None, date(2024, 6, 1), "國家科學及技術委員會"),
        ("環保署", None, date(2023, 8, 21), "行政院環境保護署"),
        ("環保署", None, date(2023, 8, 22), "環境部"),
        ("科技部", None, date(2022, 7, 26), "科技部"),
        ("科技部", None, date(2022, 7, 27), "國家科學及技術委員會"),
        ("國有財產局", None, date(2013, 1, 1), "財政部國有財產署"),
        ("數位部", None, date(2022, 8, 27), "數位發展部"),
        ("農委會", None, date(2023, 8, 1), "農業部"),
        ("衛生署", None, date(2013, 7, 23), "衛生福利部"),
        ("體育署", None, date(2025, 9, 9), "運動部"),
        ("新住民發展署", None, date(2026, 6, 1), "內政部新住民發展署"),
        ("臺北縣政府", None, date(2010, 12, 24), "臺北縣政府"),
        ("台北縣政府", None, date(2010, 12, 25), "新北市政府"),
        ("桃園縣政府", None, date(2014, 12, 24), "桃園縣政府"),
        ("桃園縣政府", None, date(2014, 12, 25), "桃園市政府"),
        ("社會局", "嘉義縣社會福利推動委員會", date(2024, 6, 1), "嘉義縣政府社會局"),
        ("地政處", TAIPEI, date(2003, 2, 10), "臺北市政府地政處"),
        ("地政處", TAIPEI, date(2020, 2, 10), "臺北市政府地政局"),
        ("環保局", "台中市空氣品質會報", date(2020, 2, 10), "臺中市政府環境保護局"),
        ("北市環保局", None, date(2020, 2, 10), "臺北市政府環境保護局"),
        ("台北市政府環保局", None, date(2020, 2, 10), "臺北市政府環境保護局"),
        ("縣府教育處", "彰化區高級中等學校免試入學工作小組", date(2026, 9, 11), "彰化縣政府教育處"),
        ("人事處", "國立臺中大學校務會議", date(2026, 9, 11), None),
        ("觀光局", "高雄市觀光推動會", date(2014, 9, 20), "高雄市政府觀光局"),
        ("觀光局", None, date(2014, 9, 20), "交通部觀光局"),
        ("市府", "高雄市議會", None, "高雄市政府"),
        ("衛福部", None, None, "衛生福利部"),
        ("大陸委員會", None, date(2012, 12, 6), "行政院大陸委員會"),
        ("勞動部", None, date(2012, 12, 6), None),
        ("中油公司", None, date(2004, 1, 1), None),
        ("會", None, None, None),
    ],
)
def test_a_short_name_by_body_and_day(
    short: str, body: str | None, day: date | None, name: str | None
) -> None:
    row = resolve(short, body=body, day=day)
    assert (row.name if row else None) == name


def test_the_longest_known_name_wins_in_a_text() -> None:
    agencies = lexicon.standard()
    assert agencies.longest_at("請經濟部水利署說明", 1) == len("經濟部水利署")
    assert agencies.longest_at("請經濟部說明", 1) == len("經濟部")
    assert agencies.longest_at("請說明", 1) == 0


HEADER = "name,short_names,place,parent,valid_from,valid_to,successors,code,oid,source,seen,unverified\n"


def test_a_users_file_adds_and_goes_before(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        HEADER + "臺北市政府市容推動辦公室,市容辦|容辦,臺北市,臺北市政府,,,,,,own list,2026-11-23,\n",
        encoding="utf-8",
    )
    agencies = lexicon.with_files([own])
    row = agencies.resolve("市容辦", body=TAIPEI, day=date(2026, 1, 1))
    assert row is not None
    assert row.name == "臺北市政府市容推動辦公室"
    assert lexicon.resolve("市容辦", body=TAIPEI, day=date(2026, 1, 1)) is None, (
        "the package's own stay as they are"
    )


def test_a_users_row_replaces_the_row_of_the_same_name_and_day(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "經濟部,經部,,行政院,,,,,,own list,2026-11-23,\n", encoding="utf-8")
    agencies = lexicon.with_files([own])
    assert [row.source for row in agencies.named("經濟部")] == ["own list"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,short_names\n經濟部,\n", "column"),
        (HEADER + "經濟部,,,,113-01-01,,,,,,,\n", "own.csv:2: '113-01-01' is not a date"),
        (HEADER + "經濟部,,\n", "own.csv:2"),
    ],
)
def test_a_wrong_file_is_named_with_its_row(tmp_path: Path, content: str, told: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        lexicon.with_files([own])
    assert told in str(caught.value)


def test_a_missing_file_and_one_that_is_not_utf_8_are_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be opened"):
        lexicon.with_files([tmp_path / "none.csv"])
    big5 = tmp_path / "big5.csv"
    big5.write_bytes(HEADER.encode() + "經濟部".encode("big5"))
    with pytest.raises(LexiconError, match="UTF-8"):
        lexicon.with_files([big5])


def test_the_edition_is_a_year_and_a_month() -> None:
    assert date.fromisoformat(lexicon.version() + "-01")


def test_a_users_file_is_read_by_and_named_in_the_record(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "安和市市容推動辦公室,市容辦,,,,,,,,own list,2026-11-23,\n", encoding="utf-8")
    minutes = "安和市綠化委員會第1次會議紀錄\n時間：115年3月2日\n報告事項\n一、綠化成果\n決定：請市容辦於下次會議說明。\n"
    plain, known = (
        read(minutes.encode(), name="minutes.txt", agencies=agencies)[0]
        for agencies in (None, lexicon.with_files([own]))
    )
    named = [
        [agency.name for agency in record.resolutions[0].clauses[0].agencies] for record in (plain, known)
    ]
    assert named == [[], ["安和市市容推動辦公室"]]
    assert plain.made_by.lexicon == lexicon.version()
    assert known.made_by.lexicon.startswith(lexicon.version() + "+")


def test_every_municipality_and_county_has_its_government_council_and_bureaus() -> None:
    """The 22, each with who answers for order, fire, the environment and public health."""
    rows = lexicon.standard().rows
    places = lexicon.standard().places.rows
    assert len(places) == 22
    for place in places:
        names = {row.name for row in rows if row.place == place.name and row.in_force(None)}
        assert {place.government, f"{place.name}議會"} <= names
        for kind in ("警察局", "消防局", "環", "衛生", "民政", "教育"):
            assert any(kind in name.removeprefix(place.name) for name in names), (place.name, kind)


def test_every_township_and_district_has_its_office() -> None:
    rows = lexicon.standard().rows
    assert sum(row.name.endswith("公所") and row.in_force(None) for row in rows) == 368
