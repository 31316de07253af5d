"""The line that names the document."""

from __future__ import annotations

import pytest

from lieguan.reading.title import TitleFacts, names_a_meeting, names_minutes, read_title


@pytest.mark.parametrize(
    ("title", "body", "term", "year", "ordinal"),
    [
        ("某院某某推動小組第 5 次會議紀錄", "某院某某推動小組", None, None, 5),
        ("中華民國某某學會 第 25 屆第 2 次理監事會議 會議紀錄", "中華民國某某學會理監事會議", 25, None, 2),
        ("某區某某工作小組 115 學年度 第一次籌備會議紀錄", "某區某某工作小組", None, 2026, 1),
        ("某某處理委員會第2次臨時委員會議紀錄", "某某處理委員會", None, None, 2),
        ("「某某委員會專案小組」第三次會議紀錄(2004/2/24)", "某某委員會專案小組", None, None, 3),
        ("與某某協會研商相關事宜會議紀錄", None, None, None, None),
        ("某市都市計畫委員會第五○七次委員會議會議紀錄", "某市都市計畫委員會", None, None, 507),
        ("某市議會第1屆第4次定期會第13次會議摘要紀錄", "某市議會", 1, None, 13),
        ("某院第8屆第2會期某某委員會第9次全體委員會議議事錄", "某院某某委員會", 8, None, 9),
        ("國立某某大學112學年度第1學期第3次校務會議紀錄", "國立某某大學校務會議", None, 2023, 3),
        ("某縣性別平等委員會105年第1次會議紀錄", "某縣性別平等委員會", None, 2016, 1),
        ("某鄉公所113年4月份主管會報紀錄", "某鄉公所主管會報", None, None, None),
        ("某縣議會第20屆第3次定期會議事錄 第1次會議紀錄", "某縣議會", 20, None, 1),
        ("115學年度第一次籌備會議紀錄", None, None, 2026, 1),
    ],
)
def test_what_a_title_says(
    title: str, body: str | None, term: int | None, year: int | None, ordinal: int | None
) -> None:
    facts = read_title(title)
    assert (facts.body, facts.term, facts.year, facts.ordinal) == (body, term, year, ordinal)


def test_a_date_in_the_title_is_no_year_to_count_in() -> None:
    assert read_title("某某委員會105年9月5日第1次委員會議紀錄") == TitleFacts("某某委員會", None, None, 1)


@pytest.mark.parametrize(
    "line",
    ["某小組第3次會議紀錄（稿）", "第2次會議 紀錄", "議 事 錄", "某協調會報會議記錄", "某研商會議紀錄"],
)
def test_lines_that_name_minutes(line: str) -> None:
    assert names_minutes(line)


@pytest.mark.parametrize(
    "line",
    [
        "會議紀錄",
        "確認前次會議紀錄",
        "宣讀上(8)次會議紀錄，認為無誤予以確定",
        "如會議紀錄",
        "某小組第3次會議發言紀要",
        "決議：照案通過。",
        "tags: `某議會` `會議紀錄`",
        "分類：某某小組會議紀錄",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not names_minutes(line)


def test_a_meeting_that_does_not_call_itself_minutes() -> None:
    assert names_a_meeting("(5)第 01 次會議")
    assert not names_a_meeting("依第 5 次會議決議辦理，並請各機關配合。")
