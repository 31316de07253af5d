"""What clauses propose, from the words of minutes to items and rulings: read by the engine, no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from lieguan.engine import read
from lieguan.record.nouns import Clause
from lieguan.site.tracking.proposals import propose
from lieguan.site.tracking.proposed import ClauseFacts, KnownItem, Proposals, Recommended, RulingProposal
from lieguan.site.tracking.states import ItemState, RulingKind

KNOWN = (
    KnownItem(101, 1, "海堤巡查資訊公開", agencies=frozenset({"經濟部"})),
    KnownItem(102, 2, "潮間帶生態調查計畫"),
    KnownItem(103, 3, "沿海聚落防災地圖", agencies=frozenset({"內政部"})),
    KnownItem(104, 4, "漁港夜間照明改善", state=ItemState.RELEASED),
    KnownItem(105, 5, "海岸林復育"),
)
HEAD = """海岸韌性推動小組第4次會議紀錄

時間：114年4月10日（星期四）上午10時
地點：第一會議室
主持人：林委員海星
紀錄：陳小舟

報告事項
"""

Proposing = Callable[..., Proposals]


@pytest.fixture
def proposing(tmp_path: Path) -> Proposing:
    """`proposing(clauses, agenda, known)`: minutes with these clauses, read, and what they propose."""

    def run(
        clauses: str, agenda: str = "前次會議決定事項追蹤列管情形報告", known: Sequence[KnownItem] = KNOWN
    ) -> Proposals:
        path = tmp_path / "minutes.txt"
        path.write_text(f"{HEAD}案由一：{agenda}\n決定：\n{clauses}\n散會：上午11時\n", encoding="utf-8")
        (record,) = read(path)
        counter = iter(range(1, 100))

        def facts(clause: Clause, title: str) -> ClauseFacts:
            return ClauseFacts(
                next(counter),
                clause.text,
                title,
                clause.disposition or "",
                clause.rulings,
                clause.agencies,
                clause.deadlines,
                tuple(facts(child, title) for child in clause.clauses),
            )

        titles = {item.id: item.title for item in record.agenda}
        return propose(
            [
                facts(clause, titles.get(resolution.agenda or "", ""))
                for resolution in record.resolutions
                for clause in resolution.clauses
            ],
            known,
        )

    return run


def ruled(made: Proposals, *, ticked: bool = True) -> list[tuple[str, int | None]]:
    return [(one.kind.value, one.item) for one in made.rulings if one.ticked == ticked]


def only(made: Proposals) -> RulingProposal:
    (one,) = made.rulings
    return one


def test_a_name_in_brackets(proposing: Proposing) -> None:
    made = proposing("一、「海堤巡查資訊公開」解除列管。")
    one = only(made)
    assert (one.kind, one.item, one.certainty, one.ticked) == (RulingKind.RELEASE, 101, "sure", True)
    assert made.items == []


@pytest.mark.parametrize(
    "written",
    ["海堤巡查資訊公開案", "海堤 巡查資訊公開", "海堤巡查資訊公開（草案）", "海堤巡查資訊公開辦理情形報告"],
)
def test_a_name_that_differs_in_its_ending_spaces_or_brackets(proposing: Proposing, written: str) -> None:
    one = only(proposing(f"一、「{written}」持續列管。"))
    assert (one.item, one.certainty) == (101, "sure")


def test_a_name_that_is_like_one(proposing: Proposing) -> None:
    one = only(proposing("一、「海堤巡查資訊公開推動」持續列管。"))
    assert (one.item, one.certainty, one.ticked) == (101, "likely", True)
    assert one.likeness is not None
    assert 0.8 <= one.likeness < 1


def test_a_name_that_is_only_a_little_like_one_is_a_guess_and_not_ticked(proposing: Proposing) -> None:
    one = only(proposing("一、「海堤巡查資訊檢討」持續列管。"))
    assert (one.certainty, one.ticked) == ("guess", False)


def test_a_name_that_nobody_opened_here_is_carried_in(proposing: Proposing) -> None:
    made = proposing("一、「離岸風場噪音監測」持續列管，請環境部於114年12月31日前提報。")
    (item,) = made.items
    one = only(made)
    assert (item.title, item.carried_in, item.ticked) == ("離岸風場噪音監測", True, True)
    assert [duty.agency.name for duty in item.duties] == ["環境部"]
    assert item.due.on == date(2025, 12, 31)
    assert (one.kind, one.item, one.opening) == (RulingKind.TRACK, None, item.key)


def test_two_clauses_on_what_nobody_opened_carry_it_in_once(proposing: Proposing) -> None:
    made = proposing("一、「離岸風場噪音監測」持續列管。\n二、「離岸風場噪音監測」展延至114年12月31日。")
    (item,) = made.items
    assert [(one.kind.value, one.opening) for one in made.rulings] == [
        ("track", item.key),
        ("extend", item.key),
    ]


def test_numbers_and_the_rest(proposing: Proposing) -> None:
    made = proposing("一、編號1、2解除列管，其餘持續列管。")
    assert ruled(made) == [("release", 101), ("release", 102), ("track", 103), ("track", 105)]
    assert [one.words for one in made.rulings][-1] == "其餘持續列管"
    assert made.items == []


def test_numbers_in_chinese_and_a_range(proposing: Proposing) -> None:
    assert ruled(proposing("一、編號一至三解除列管。")) == [
        ("release", 101),
        ("release", 102),
        ("release", 103),
    ]


def test_a_number_that_is_no_items_is_not_ticked(proposing: Proposing) -> None:
    made = proposing("一、編號9解除列管。")
    (item,) = made.items
    assert (item.number, item.carried_in, item.ticked, only(made).ticked) == (9, True, False, False)


def test_the_rest_leaves_out_what_other_clauses_dispose_of_but_not_what_they_extend(
    proposing: Proposing,
) -> None:
    made = proposing(
        "一、「海堤巡查資訊公開」解除列管。\n二、「沿海聚落防災地圖」展延至114年12月31日。\n三、其餘持續列管。"
    )
    assert ruled(made) == [("release", 101), ("extend", 103), ("track", 102), ("track", 103), ("track", 105)]
    assert made.rulings[1].due.on == date(2025, 12, 31)


def test_adopted_recommendations_give_each_item_its_own(proposing: Proposing) -> None:
    known = (
        KnownItem(101, 1, "海堤巡查資訊公開", recommended=Recommended(RulingKind.RELEASE)),
        KnownItem(
            102,
            2,
            "潮間帶生態調查計畫",
            recommended=Recommended(RulingKind.EXTEND, extend_to=date(2025, 9, 1)),
        ),
        KnownItem(103, 3, "沿海聚落防災地圖", recommended=Recommended(RulingKind.MERGE, merge_into=101)),
        KnownItem(105, 5, "海岸林復育"),
    )
    made = proposing("一、依幕僚單位所擬列管建議辦理。", known=known)
    assert [(one.kind.value, one.item, one.ticked) for one in made.rulings] == [
        ("release", 101, True),
        ("extend", 102, True),
        ("merge", 103, True),
        ("track", 105, False),
    ]
    assert all(one.by_reference for one in made.rulings)


def test_a_merge_names_both_sides(proposing: Proposing) -> None:
    one = only(proposing("一、「潮間帶生態調查計畫」併入「海岸林復育」列管。"))
    assert (one.kind, one.item, one.merged_into, one.ticked) == (RulingKind.MERGE, 102, 105, True)
    one = only(proposing("一、編號2併入編號5列管。"))
    assert (one.kind, one.item, one.merged_into) == (RulingKind.MERGE, 102, 105)


def test_a_merge_into_what_is_not_known_is_not_ticked(proposing: Proposing) -> None:
    one = only(proposing("一、「潮間帶生態調查計畫」併入「深海觀測網」列管。"))
    assert (one.merged_into, one.ticked) == (None, False)


def test_a_hand_over_says_to_whom(proposing: Proposing) -> None:
    one = only(proposing("一、「海岸林復育」移請國土永續小組追蹤。"))
    assert (one.kind, one.item, one.handed_to) == (RulingKind.HAND_OVER, 105, "國土永續小組")


def test_what_was_ended_is_resumed(proposing: Proposing) -> None:
    one = only(proposing("一、「漁港夜間照明改善」恢復列管，請農業部於114年9月30日前提報。"))
    assert (one.kind, one.item, one.ticked, one.due.on) == (RulingKind.RESUME, 104, True, date(2025, 9, 30))
    assert [duty.agency.name for duty in one.new_duties] == ["農業部"]


def test_a_release_of_what_has_ended_is_a_guess(proposing: Proposing) -> None:
    one = only(proposing("一、「漁港夜間照明改善」解除列管。"))
    assert (one.item, one.certainty, one.ticked) == (104, "guess", False)


def test_to_keep_one_item_can_add_agencies_and_set_its_deadline(proposing: Proposing) -> None:
    one = only(
        proposing("一、「沿海聚落防災地圖」持續列管，請內政部主責，並請教育部協助，於114年8月31日前完成。")
    )
    assert one.due.on == date(2025, 8, 31)
    assert [(duty.agency.name, duty.agency.role) for duty in one.new_duties] == [("教育部", "support")]


def test_what_is_still_to_be_done_after_a_release_can_be_opened(proposing: Proposing) -> None:
    made = proposing("一、同意「海岸林復育」解除列管之建議，並請各業管部會積極辦理。")
    assert ruled(made) == [("release", 105)]
    (item,) = made.items
    assert (item.title, item.ticked, item.duties[0].agency.collective) == ("海岸林復育", False, True)


def test_without_a_name_the_agenda_item_is_meant(proposing: Proposing) -> None:
    one = only(proposing("一、解除列管。", "潮間帶生態調查計畫辦理情形"))
    assert (one.kind, one.item, one.basis) == (RulingKind.RELEASE, 102, "agenda")


def test_an_instruction_that_names_a_tracked_item_goes_on_with_it(proposing: Proposing) -> None:
    made = proposing("一、「海堤巡查資訊公開」請經濟部於114年6月30日前上線。", "海堤安全檢討報告")
    one = only(made)
    assert (one.kind, one.item, one.basis, one.due.on) == (
        RulingKind.TRACK,
        101,
        "mentioned",
        date(2025, 6, 30),
    )
    assert made.items == []


@pytest.mark.parametrize(
    ("clause", "agenda", "title"),
    [
        ("「近岸水質監測計畫」請環境部主責辦理。", "水質報告", "近岸水質監測計畫"),
        ("近岸水質監測部分，請環境部辦理。", "水質報告", "近岸水質監測"),
        ("就近岸水質監測，請環境部研議。", "水質報告", "近岸水質監測"),
        ("照案通過，請環境部主責辦理。", "近岸水質監測計畫（草案）", "近岸水質監測計畫"),
        ("請環境部研議。", "近岸水質監測", "近岸水質監測"),
    ],
)
def test_titles_are_words_of_the_minutes(proposing: Proposing, clause: str, agenda: str, title: str) -> None:
    (item,) = proposing(f"一、{clause}", agenda).items
    assert item.title == title


def test_several_clauses_under_one_heading_have_titles_of_their_own(proposing: Proposing) -> None:
    made = proposing(
        "一、請環境部強化測站維護，並公布結果。\n二、請農業部盤點養殖區，於下次會議說明。", "近岸水質報告"
    )
    assert [item.title for item in made.items] == [
        "強化測站維護，並公布結果",
        "盤點養殖區，於下次會議說明",
    ]
    assert made.items[1].due.next_meeting


@pytest.mark.parametrize("clause", ["洽悉。", "照案通過。", "跨機關資料應符合規定。", "准予備查。"])
def test_what_tells_nobody_to_act_opens_nothing(proposing: Proposing, clause: str) -> None:
    made = proposing(f"一、{clause}", "近岸水質報告")
    assert made == Proposals()


def test_what_is_put_off_is_not_ticked(proposing: Proposing) -> None:
    made = proposing("一、本案保留，請經濟部補充資料後再行提會。", "近岸風場選址")
    assert [item.ticked for item in made.items] == [False]


def test_to_track_the_matter_itself_opens_an_item(proposing: Proposing) -> None:
    (item,) = proposing("一、本案列管，請環境部辦理。", "近岸水質監測計畫").items
    assert (item.title, item.basis, item.carried_in) == ("近岸水質監測計畫", "tracked", False)


def test_sub_clauses_belong_to_the_item_of_their_clause(proposing: Proposing) -> None:
    made = proposing(
        "一、「近岸水質監測計畫」請環境部統籌辦理下列事項：\n（一）測站位置，請農業部配合盤點，每季提報。\n（二）資料公開，請數位發展部協助。",
        "水質報告",
    )
    (item,) = made.items
    assert [(duty.agency.name, duty.agency.role) for duty in item.duties] == [
        ("環境部", "lead"),
        ("農業部", "support"),
        ("數位發展部", "support"),
    ]
    assert item.due.recurrence == "quarterly"


def test_under_a_mere_lead_in_each_clause_opens_its_own(proposing: Proposing) -> None:
    made = proposing(
        "一、請依下列事項辦理：\n（一）請環境部設置測站。\n（二）請農業部盤點養殖區。", "水質報告"
    )
    assert len(made.items) == 2


def test_a_ruling_without_a_name_on_the_whole_report_is_a_guess(proposing: Proposing) -> None:
    made = proposing("一、解除列管。")
    assert [(one.kind.value, one.item, one.ticked) for one in made.rulings] == [
        ("release", item, False) for item in (101, 102, 103, 105)
    ]


def test_nothing_known_and_nothing_to_do(proposing: Proposing) -> None:
    assert proposing("一、洽悉。", known=()) == Proposals()
    assert proposing("一、其餘持續列管。", known=()) == Proposals()
