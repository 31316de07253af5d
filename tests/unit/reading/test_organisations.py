"""Names in full, by the document's own short names and the lexicon."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.reading.context import Context
from lieguan.reading.organisations import is_organisation, organisation_name

CONTEXT = Context(
    body="安和社區營造委員會",
    day=date(2004, 10, 12),
    aliases={
        "國產局": "所送資料留供本部國有財產局",
        "專案小組": "國家資產經營管理委員會黨產處理專案小組",
        "中油公司": "中國石油股份有限公司",
    },
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("國產局", "財政部國有財產局"),
        ("專案小組", "國家資產經營管理委員會黨產處理專案小組"),
        ("中油公司", "中油公司"),
        ("本會", "安和社區營造委員會"),
        ("經濟部工業局", "經濟部工業局"),
        ("衛生署疾管局", "行政院衛生署疾病管制局"),
        ("中研院天文所", "中央研究院天文所"),
        ("總務組", "總務組"),
        ("新 聞 局", "行政院新聞局"),
    ],
)
def test_the_name_in_full(words: str, name: str) -> None:
    assert organisation_name(words, CONTEXT) == name


@pytest.mark.parametrize(
    ("words", "answer"), [("總務組", True), ("經濟部", True), ("丁大同", False), ("組", False)]
)
def test_what_is_an_organisation(words: str, answer: bool) -> None:
    assert is_organisation(words, CONTEXT) is answer
