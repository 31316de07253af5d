"""The vocabulary of headings and labels."""

from __future__ import annotations

import pytest

from lieguan.errors import LexiconError
from lieguan.lexicon.headings import headings, key, parse_headings

ROWS = """
version = "2026-11"
[[section]]
kind = "report"
words = ["報告事項"]
weak = ["報告"]
patterns = [".{0,6}報告事項"]
[[label]]
role = "resolution"
words = ["決議", "決 定"]
[[column]]
role = "lead"
words = ["主辦機關"]
[[item]]
kind = "discussion"
names = ["討論事項"]
"""


def test_words_then_patterns() -> None:
    found = parse_headings(ROWS, place="test.toml")
    assert found.sections.find("報告事項") is not None
    assert found.sections.find("秘書處報告事項") is not None
    assert found.sections.find("報告") is not None
    assert found.sections.words["報告"].weak
    assert found.sections.find("報告事項報告事項報告事項報告事項報告事項") is None
    assert found.labels.find(key("決　定")) is not None
    assert found.item_names == {"討論事項": "discussion"}


def test_a_word_means_one_thing() -> None:
    twice = ROWS + '[[label]]\nrole = "explanation"\nwords = ["決議"]\n'
    with pytest.raises(LexiconError, match="決議 is listed as resolution and as explanation"):
        parse_headings(twice, place="test.toml")


def test_toml_that_is_none() -> None:
    with pytest.raises(LexiconError):
        parse_headings("version = ", place="test.toml")


def test_the_packaged_vocabulary() -> None:
    found = headings()
    assert found.labels.find("主席裁示") is not None
    assert found.labels.find("前次會議決議") is not None  # an explanation: what an earlier meeting decided
    assert {entry.kind for entry in found.labels.words.values()} >= {
        "time",
        "place",
        "resolution",
        "explanation",
    }
    assert all(word == key(word) for word in found.labels.words)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("決定", "resolution"), ("大會決議", "resolution"), ("某小組決議", "resolution"), ("附帶決議", "additional"),
        ("說明", "explanation"), ("前次會議決議", "explanation"), ("案由", "title"), ("提案單位", "proposer"),
        ("出席人員", "present"), ("列席單位及人員", "observers"), ("請假", "absent"), ("記錄", "recorder"),
    ],
)  # fmt: skip
def test_roles(label: str, role: str) -> None:
    entry = headings().labels.find(label)
    assert entry is not None
    assert entry.kind == role
