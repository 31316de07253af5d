"""The JSON schema of a record: strict, complete, and satisfied by what is read."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lieguan.engine import read
from lieguan.record import nouns
from lieguan.record.codec import schema, to_json

VALIDATOR = Draft202012Validator(schema())
MINUTES = """離島航運協調會報第4次會議紀錄
時間：113年5月6日（星期一）上午9時30分
主席：余副秘書長景明　紀錄：方雅筑
出席：王委員大明、李委員小華
壹、報告事項
一、前次會議決議事項辦理情形。
決定：編號1、2解除列管，其餘持續列管。
貳、討論事項
一、冬季加班航次補助案。
決議：照案通過，請交通局於113年6月底前公告。
王委員大明：建議提早公告。
"""


def record() -> dict[str, Any]:
    return to_json(read(MINUTES.encode(), name="紀錄.txt")[0])


def wrong(value: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_it_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(schema())


def test_what_is_read_satisfies_it_with_and_without_text() -> None:
    assert wrong(record()) == []
    bare = to_json(read(MINUTES.encode(), name="紀錄.txt")[0], with_text=False)
    assert "text" not in bare
    assert wrong(bare) == []


#: Each noun of the record and where the schema describes it.
NOUNS = {
    "MadeBy": "made_by", "Source": "source", "Part": "part", "Found": "found", "Person": "person",
    "Attendance": "attendance", "Meeting": "meeting", "AgendaItem": "agenda_item", "Ruling": "ruling",
    "Agency": "agency", "Deadline": "deadline", "Clause": "clause", "Resolution": "resolution", "Point": "point",
    "Statement": "statement",
}  # fmt: skip


@pytest.mark.parametrize(("noun", "name"), NOUNS.items())
def test_every_field_of_every_noun_is_described_and_nothing_else(noun: str, name: str) -> None:
    described = schema()["$defs"][name]
    fields = {field.name for field in dataclasses.fields(getattr(nouns, noun))}
    assert set(described["properties"]) == set(described["required"]) == fields
    assert described["additionalProperties"] is False


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (nouns.PartKind, ("part", "kind")), (nouns.Certainty, ("certainty",)), (nouns.AgendaKind, ("agenda_item", "kind")),
        (nouns.Disposition, ("clause", "disposition")), (nouns.RulingDisposition, ("ruling", "disposition")),
        (nouns.Role, ("agency", "role")), (nouns.Recurrence, ("deadline", "recurrence")), (nouns.Basis, ("deadline", "basis")),
    ],
)  # fmt: skip
def test_the_values_of_a_word_are_those_of_the_code(values: Any, place: tuple[str, ...]) -> None:
    described = schema()["$defs"][place[0]]
    if len(place) == 2:
        described = described["properties"][place[1]]
    assert {value for value in described["enum"] if value is not None} == set(typing.get_args(values))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "lieguan-record/2"),
        (("extra",), 1),
        (("meeting", "extra"), 1),
        (("meeting", "ordinal"), "4"),
        (("meeting", "starts_at"), "2024-05-06 09:30"),
        (("source", "sha256"), "x"),
        (("parts", 0, "kind"), "title"),
        (("parts", 0, "span"), [0]),
        (("parts", 0, "span"), [0, 1, 2]),
        (("parts", 0, "span"), [-1, 2]),
        (("found", 0, "certainty"), "maybe"),
        (("resolutions", 0, "clauses", 0, "disposition"), "postpone"),
        (("resolutions", 0, "clauses", 0, "deadlines"), [{"as_written": "x"}]),
    ],
)
def test_what_it_refuses(path: tuple[str | int, ...], value: Any) -> None:
    changed = record()
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert wrong(changed)


@pytest.mark.parametrize(
    "key", ["format", "made_by", "source", "parts", "found", "meeting", "agenda", "resolutions"]
)
def test_what_may_not_be_missing(key: str) -> None:
    changed = record()
    del changed[key]
    assert wrong(changed)
