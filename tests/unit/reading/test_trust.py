"""Nothing is surer than the layout that it was found in."""

from __future__ import annotations

import pytest

from lieguan.reading import read
from lieguan.record.nouns import MadeBy, Source
from lieguan.sources.plain import read as plain

HEAD = "某會第2次會議紀錄\n時間：113年5月2日上午10時\n主席：王大明\n\n"


def certainties(body: str) -> dict[str, str]:
    text = HEAD + body
    document = plain(text)
    source = Source("x.txt", document.media_type, "0" * 64, len(text))
    record = read(document, made_by=MadeBy("0", "0"), source=source)[0]
    return {found.path: found.certainty for found in record.found}


def test_an_item_known_by_its_number_is_as_sure_as_its_decision() -> None:
    found = certainties("討論事項\n一、甲計畫草案。\n決議：照案通過。\n二、乙計畫草案。\n決議：照案通過。\n")
    assert found["/agenda/0/title"] == found["/resolutions/0/agenda"] == "sure"
    found = certainties("討論事項\n一、甲計畫草案。\n決議：照案通過。\n二、乙計畫草案。\n")
    assert (found["/agenda/0/title"], found["/agenda/1/title"]) == ("sure", "likely")


def test_an_item_that_says_so_itself_needs_no_decision() -> None:
    found = certainties(
        "討論事項\n案由一：甲計畫草案。\n說明：如附件。\n案由二：乙計畫草案。\n決議：照案通過。\n"
    )
    assert found["/agenda/0/title"] == "sure"


@pytest.mark.parametrize("title", ["甲計畫進度（王大明補充）", "速報：甲計畫進度"], ids=["brackets", "colon"])
def test_a_title_that_may_hold_more_than_the_title(title: str) -> None:
    found = certainties(f"討論事項\n一、{title}\n決議：照案通過。\n二、乙計畫草案\n決議：照案通過。\n")
    assert (found["/agenda/0/title"], found["/agenda/1/title"]) == ("likely", "sure")


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("照案通過。\n", ["sure"]),
        ("一、照案通過。\n二、請研考會追蹤。\n", ["sure", "sure"]),
        ("本案照案通過。\n請研考會追蹤辦理情形。\n", ["guess", "guess"]),
        ("一、請研考會追蹤。\n二、請主計處支應。\n另請各機關配合辦理。\n", ["likely", "likely", "likely"]),
    ],
    ids=["one", "numbered", "without-numbers", "mixed"],
)
def test_paragraphs_without_numbers_may_be_no_clauses(clauses: str, expected: list[str]) -> None:
    found = certainties("討論事項\n案由一：甲計畫草案。\n說明：如附件。\n決議：\n" + clauses)
    assert [found[f"/resolutions/0/clauses/{n}/text"] for n in range(len(expected))] == expected


def test_a_remark_without_numbers_may_be_one_paragraph() -> None:
    found = certainties(
        "討論事項\n案由一：甲計畫草案。\n李委員大同：\n這一段話是第一段。\n這一段話是第二段。\n決議：照案通過。\n"
    )
    assert {found[p] for p in found if p.endswith("/text") and "/points/" in p} <= {"likely", "guess"}


def test_a_paragraph_alone_below_a_heading_is_as_sure_as_who_it_names() -> None:
    found = certainties("發言紀要\n王委員大明：\n這一段話是第一段。\n學務主任：\n這一段話是第二段。\n")
    for number, certainty in enumerate(("sure", "likely")):
        assert found[f"/statements/{number}/speaker"] == certainty
        assert found[f"/statements/{number}/points/0/text"] == certainty
