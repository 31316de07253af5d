"""Recommendations that minutes print in a table, by the number of the item."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.site.tracking.printed import printed_recommendations
from lieguan.site.tracking.states import RulingKind

ROWS = (
    ("1", "海堤巡查資訊公開", "已上線。", "建議解除列管"),
    ("2", "潮間帶生態調查計畫", "調查中。", "持續列管"),
    ("3", "沿海聚落\n防災地圖", "併第2案辦理。", "建議併入編號2列管"),
    ("5", "海岸林復育", "辦理中。", "建議展延至114年9月30日"),
    ("七", "漁港照明", "已完成。", "由農業部自行列管"),
    ("8", "岸際雷達", "—", "移請國土永續小組追蹤"),
)
WANTED = {
    1: RulingKind.RELEASE,
    2: RulingKind.TRACK,
    3: RulingKind.MERGE,
    5: RulingKind.EXTEND,
    7: RulingKind.SELF_TRACK,
    8: RulingKind.HAND_OVER,
}
HEAD = ("編號", "決議事項", "辦理情形", "列管建議")


def table(sign: str, *, bars: bool = False) -> str:
    lines = [sign.join(row) for row in (HEAD, *ROWS)]
    if bars:
        lines = [f"| {line} |" for line in lines]
        lines.insert(1, "| --- | --- | --- | --- |")
    return "附件2　追蹤列管報告表\n\n" + "\n".join(lines) + "\n\n第5頁，共5頁\n"


@pytest.mark.parametrize("text", [table("\t"), table(" | ", bars=True)], ids=["tabs", "bars"])
def test_each_row_gives_the_item_of_its_number_a_recommendation(text: str) -> None:
    found = printed_recommendations(text)
    assert {number: one.kind for number, one in found.items()} == WANTED
    assert found[3].merge_into == 2
    assert found[5].extend_to == date(2025, 9, 30)
    assert found[8].handed_to == "國土永續小組"
    assert found[8].reason == "移請國土永續小組追蹤"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("■解除列管 □持續列管 □自行列管", RulingKind.RELEASE),
        ("□解除列管 ■持續列管 □自行列管", RulingKind.TRACK),
        ("□解除列管 □持續列管 ■自行列管", RulingKind.SELF_TRACK),
        ("□解除列管 □持續列管 □自行列管", None),
        ("", None),
        ("繼續追蹤", RulingKind.TRACK),
        ("建議同意結案", RulingKind.RELEASE),
    ],
)
def test_what_a_cell_says(cell: str, kind: RulingKind | None) -> None:
    found = printed_recommendations(f"編號\t決議\t管考建議\n1\t甲\t{cell}\n")
    assert (found[1].kind if found else None) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "編號\t決議\n1\t甲\n",
        "1\t甲\t解除列管\n",
        "編號：3\n建議解除列管\n",
        "項次\t單位\t建議\n表列單位如下\n",
    ],
)
def test_what_is_no_table_of_recommendations_gives_none(text: str) -> None:
    assert printed_recommendations(text) == {}


def test_what_follows_the_table_is_not_of_it() -> None:
    text = table("\t") + "\n一、主席致詞\n二、散會\n"
    assert {number: one.kind for number, one in printed_recommendations(text).items()} == WANTED
