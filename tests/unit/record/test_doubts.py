"""What a person should look at in a record."""

from __future__ import annotations

from dataclasses import replace

from lieguan.record.doubts import doubts
from lieguan.record.nouns import Found, MadeBy, Meeting, Part, Record, Source

TEXT = "第4次會議紀錄\n主席：何\n不知所云的一行\n壞\ufffd字\n"


def record(**changes: object) -> Record:
    made = Record(
        made_by=MadeBy("0", "0"),
        source=Source("a.txt", "text/plain", "0" * 64, len(TEXT), pages=(0, 13)),
        text=TEXT,
        parts=(Part((0, 13), "heading"), Part((13, 21), "unread"), Part((21, 25), "heading")),
        found=(
            Found("/meeting/chairs/0/name", "person.name", "likely", ((11, 12),)),
            Found("/meeting/ordinal", "title.ordinal", "sure", ((1, 2),)),
            Found("/meeting/body", "title.body", "guess"),
        ),
        meeting=Meeting(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_doubts_in_text_order_with_line_page_and_words() -> None:
    assert [(d.certainty, d.line, d.page, d.words) for d in doubts(record())] == [
        ("guess", 1, 1, ""),
        ("likely", 2, 1, "何"),
        ("unread", 3, 2, "不知所云的一行"),
        ("damaged", 4, 2, "\ufffd"),
    ]


def test_a_format_without_pages() -> None:
    source = replace(record().source, pages=None)
    assert {doubt.page for doubt in doubts(record(source=source))} == {None}


def test_long_words_are_cut() -> None:
    text = "字" * 300
    long = record(text=text, parts=(Part((0, 300), "unread"),), found=())
    (doubt,) = doubts(long)
    assert len(doubt.words) == 80
    assert doubt.words.endswith("…")


def test_nothing_in_doubt() -> None:
    assert doubts(record(text="", parts=(), found=())) == []
