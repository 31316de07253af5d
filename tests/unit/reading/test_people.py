"""People in lists and labels; every name here is invented."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.reading.context import Context
from lieguan.reading.people import parse_people, parse_person
from lieguan.text.passage import Passage

CONTEXT = Context(body="臺北市都市計畫委員會", day=date(2003, 2, 10))


def passage(text: str) -> Passage:
    return Passage(text, ((0, len(text)),))


def told(text: str, context: Context = CONTEXT, **under: str) -> list[tuple[str | None, ...]]:
    """(name, title, organisation, role) of everybody, spans checked on the way."""
    out = []
    for one in parse_people(passage(text), context, **under):
        person = one.found.value
        assert "".join(text[a:b] for a, b in person.spans) == person.as_written
        out.append((person.name, person.title, person.organisation, person.role))
    return out


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("丁主任委員大同", ("丁大同", "主任委員", None, None)),
        ("石副院長雅文", ("石雅文", "副院長", None, None)),
        ("總召集人石副院長雅文", ("石雅文", "副院長", None, "總召集人")),
        ("古兼主任委員一鳴", ("古一鳴", "兼主任委員", None, None)),
        ("黃呂委員錦如", ("黃呂錦如", "委員", None, None)),
        ("歐陽委員青", ("歐陽青", "委員", None, None)),
        ("張簡局長大為", ("張簡大為", "局長", None, None)),
        ("財政部古政務次長一鳴", ("古一鳴", "政務次長", "財政部", None)),
        ("公共工程委員會丁大同處長", ("丁大同", "處長", "行政院公共工程委員會", None)),
        ("石雅文政委", ("石雅文", "政委", None, None)),
        ("行政組柯小晴", ("柯小晴", None, "行政組", None)),
        ("教育部部長古一鳴", ("古一鳴", "部長", "教育部", None)),
        ("秘書長石雅文", ("石雅文", "秘書長", None, None)),
        ("丁大同（理事長）", ("丁大同", "理事長", None, None)),
        ("丁大同(秘書長)", ("丁大同", "秘書長", None, None)),
        ("雅文主任（進修部主任）", ("雅文", "主任", "進修部", None)),
        ("雅文組長（紀錄）", ("雅文", "組長", None, "紀錄")),
        ("校長（引言）", (None, "校長", None, "引言")),
        ("南山大學古一鳴教授", ("古一鳴", "教授", "南山大學", None)),
        ("河濱國中退休石雅文主任", ("石雅文", "主任", "河濱國中", None)),
        ("古委員", ("古", "委員", None, None)),
        ("古次長○○", ("古○○", "次長", None, None)),
        ("谷縱．里信委員", ("谷縱．里信", "委員", None, None)),
        ("Jane Doe", ("Jane Doe", None, None, None)),
        ("古科長一鳴代", ("古一鳴", "科長", None, "代理")),
        ("區長瓦旦．里信", ("瓦旦．里信", "區長", None, None)),
    ],
)
def test_one_person(text: str, parts: tuple[str | None, ...]) -> None:
    assert told(text) == [parts]


def test_a_list_with_every_kind_of_divider() -> None:
    names = [name for name, *_ in told("丁委員大同、石委員雅文 古委員一鳴｜柯委員小晴\n黃呂委員錦如")]
    assert names == ["丁大同", "石雅文", "古一鳴", "柯小晴", "黃呂錦如"]


def test_a_unit_before_its_people() -> None:
    people = told("國防部 丁大同、石雅文\n法務部 古一鳴\n財政部古政務次長一鳴")
    assert [(name, unit) for name, _, unit, _ in people] == [
        ("丁大同", "國防部"), ("石雅文", "國防部"), ("古一鳴", "法務部"), ("古一鳴", "財政部")
    ]  # fmt: skip


def test_a_unit_attached_to_one_name_holds_for_the_untitled_behind_it() -> None:
    people = told("安和法律事務所 丁大同律師、石雅文、清風法律事務所古一鳴律師、柯小晴、簡委員如玉")
    assert [(name, unit) for name, _, unit, _ in people] == [
        ("丁大同", "安和法律事務所"), ("石雅文", "安和法律事務所"), ("古一鳴", "清風法律事務所"),
        ("柯小晴", "清風法律事務所"), ("簡如玉", None),
    ]  # fmt: skip


def test_brackets_before_names_are_parts_of_the_unit() -> None:
    people = told("華城投資股份有限公司 （甲廠）丁大同、石雅文、（乙廠）古○鳴")
    assert [unit for _, _, unit, _ in people] == [
        "華城投資股份有限公司（甲廠）", "華城投資股份有限公司（甲廠）", "華城投資股份有限公司（乙廠）"
    ]  # fmt: skip


def test_a_post_in_brackets_holds_until_the_next() -> None:
    text = "(理事長) 丁大同 （中研院地球科學研究所）\n(理事)\n石雅文（南山大學物理系）\n古一鳴（南山大學物理系）（請假）"
    assert told(text) == [
        ("丁大同", "理事長", "中央研究院地球科學研究所", None),
        ("石雅文", "理事", "南山大學物理系", None),
        ("古一鳴", "理事", "南山大學物理系", None),
    ]
    assert [one.absent for one in parse_people(passage(text), CONTEXT)] == [False, False, True]


def test_two_names_set_without_anything_between() -> None:
    assert [name for name, *_ in told("丁大同石雅文", organisation="都市發展局")] == ["丁大同", "石雅文"]
    assert {unit for _, _, unit, _ in told("丁大同石雅文", organisation="都市發展局")} == {
        "臺北市政府都市發展局"
    }


def test_a_name_of_two_characters_set_wide() -> None:
    assert [name for name, *_ in told("石　凌　　丁大同　　古　安")] == ["石凌", "丁大同", "古安"]


def test_posts_and_names_in_turn() -> None:
    assert told("簡任秘書　石雅文　　專員　古一鳴") == [
        ("石雅文", "簡任秘書", None, None), ("古一鳴", "專員", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("衛生福利部部長　丁大同率同有關人員", ("丁大同", "部長", "衛生福利部")),
        ("衛生福利部資訊處處長　石雅文", ("石雅文", "處長", "衛生福利部資訊處")),
        ("保全隊長 古一鳴", ("古一鳴", "隊長", "保全隊")),
    ],
)
def test_a_post_with_its_unit_and_a_space_before_the_name(text: str, parts: tuple[str, ...]) -> None:
    assert [found[:3] for found in told(text)] == [parts]


def test_absent_and_nobody_sent() -> None:
    found = parse_people(
        passage("丁委員大同（請假）、石委員雅文（公假）、工務局（未派員）、古委員一鳴"), CONTEXT
    )
    assert [(one.found.value.name, one.absent) for one in found] == [
        ("丁大同", True), ("石雅文", True), ("古一鳴", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "represented"),
    [
        ("丁部長大同（石次長雅文代理）", "石雅文", "丁大同"),
        ("丁部長大同（由石次長雅文代）", "石雅文", "丁大同"),
        ("美術館館長丁大同（由秘書石雅文代理）", "石雅文", "丁大同"),
        ("丁部長（石次長代理）", "石", "丁"),
        ("石次長雅文（代理丁部長大同）", "石雅文", "丁大同"),
        ("丁大同（代理人：石雅文）", "石雅文", "丁大同"),
    ],
)
def test_a_deputy_represents(text: str, name: str, represented: str) -> None:
    (one,) = parse_people(passage(text), CONTEXT)
    person = one.found.value
    assert (person.name, person.role, one.absent) == (name, "代理", False)
    assert person.represents is not None
    assert person.represents.name == represented
    assert one.found.certainty != "sure" or person.as_written == text


def test_the_label_above_gives_post_or_role() -> None:
    assert told("丁大同", title="理事") == [("丁大同", "理事", None, None)]
    assert told("雅文主任", title="總幹事") == [("雅文", "主任", None, "總幹事")]


def test_labels_inside_the_list() -> None:
    assert told("行政組：雅文組長 ｜ 資訊／分發組：大同組長、一鳴") == [
        ("雅文", "組長", "行政組", None), ("大同", "組長", "資訊／分發組", None), ("一鳴", None, "資訊／分發組", None)
    ]  # fmt: skip


def test_units_without_people_are_people_only_where_asked_for() -> None:
    assert told("調查一組、調查二組") == []
    found = parse_people(passage("體育組／與會同仁"), CONTEXT, units=True)
    assert [(one.found.value.name, one.found.value.organisation) for one in found] == [
        (None, "體育組"),
        (None, None),
    ]


def test_a_speaker_that_is_a_body() -> None:
    finding = parse_person(passage("國民黨"), CONTEXT)
    assert finding is not None
    assert (finding.value.name, finding.value.organisation) == (None, "國民黨")


def test_nobody() -> None:
    assert told("全科同仁") == []
    assert parse_person(passage("、"), CONTEXT) is None
    assert parse_person(passage(""), CONTEXT) is None


def test_several_under_one_label_are_not_sure() -> None:
    finding = parse_person(passage("丁大同委員、石雅文委員"), CONTEXT)
    assert finding is not None
    assert (finding.value.name, finding.certainty) == ("丁大同", "likely")
