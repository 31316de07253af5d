"""The sample minutes, as they are issued, against their hand-made records: every value, and nothing else.

Unlike the scores over real minutes these must be right to the last value: the samples are ours, they are the demo, and
whoever starts here sees them first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lieguan.engine import read
from lieguan.record.codec import dumps

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = ("03.odt", "04.docx", "05.pdf", "06.md")
Json = dict[str, Any]

each_file = pytest.mark.parametrize("file", FILES)


@cache
def record(file: str) -> Json:
    (found,) = read(SAMPLES / file)
    made: Json = json.loads(dumps(found))
    return made


@cache
def gold(file: str) -> Json:
    made: Json = json.loads((SAMPLES / "gold" / f"{file[:2]}.json").read_text(encoding="utf-8"))
    return made


def solid(text: str | None) -> str:
    """The characters without white space: where a page breaks off is not what the minutes say."""
    return "".join((text or "").split())


def person(found: Json) -> Json:
    return {key: solid(found[key]) for key in ("name", "title", "organisation", "role", "as_written")}


def head(found: Json) -> Json:
    meeting = found["meeting"]
    facts = {key: meeting[key] for key in ("term", "year", "ordinal", "starts_at", "ends_at")}
    facts |= {key: solid(meeting[key]) for key in ("title", "body", "place")}
    return facts | {key: [person(one) for one in meeting[key]] for key in ("chairs", "recorders")}


def attendance(found: Json) -> Json:
    lists = found["meeting"]["attendance"]
    people = {key: [person(one) for one in lists[key]] for key in ("present", "observers", "absent")}
    return people | {"note": lists["note"]}


def agenda(found: Json) -> list[Json]:
    return [
        {key: item[key] for key in ("id", "kind", "number", "title")}
        | {"proposers": [person(one) for one in item["proposers"]]}
        for item in found["agenda"]
    ]


def clauses(found: Json) -> Iterator[tuple[str, Json]]:
    """Each clause with its address: its resolution, then its place among its siblings."""

    def walk(some: list[Json], above: str) -> Iterator[tuple[str, Json]]:
        for place, clause in enumerate(some, 1):
            yield f"{above}.{place}", clause
            yield from walk(clause["clauses"], f"{above}.{place}")

    for resolution in found["resolutions"]:
        yield from walk(resolution["clauses"], resolution["id"])


def of_clauses(found: Json, *keys: str) -> Json:
    return {place: {key: clause[key] for key in keys} for place, clause in clauses(found)}


def kept(found: list[Json], *keys: str) -> list[Json]:
    return [{key: solid(one[key]) if key == "as_written" else one[key] for key in keys} for one in found]


@each_file
def test_head(file: str) -> None:
    assert head(record(file)) == head(gold(file))


@each_file
def test_attendance(file: str) -> None:
    assert attendance(record(file)) == attendance(gold(file))


@each_file
def test_agenda(file: str) -> None:
    assert agenda(record(file)) == agenda(gold(file))


@each_file
def test_resolutions_and_what_they_are_on(file: str) -> None:
    facts = [
        [(one["id"], one["agenda"], one["label"]) for one in found["resolutions"]]
        for found in (record(file), gold(file))
    ]
    assert facts[0] == facts[1]


@each_file
def test_words_of_clauses(file: str) -> None:
    read_, told = (
        {place: (one["number"], solid(one["text"])) for place, one in clauses(found)}
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_dispositions(file: str) -> None:
    assert of_clauses(record(file), "disposition", "subject") == of_clauses(
        gold(file), "disposition", "subject"
    )


@each_file
def test_rulings(file: str) -> None:
    read_, told = (
        {
            place: kept(one["rulings"], "disposition", "subjects", "by_reference")
            for place, one in clauses(found)
        }
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_agencies(file: str) -> None:
    keys = ("name", "as_written", "role", "collective", "open")
    read_, told = (
        {place: sorted(kept(one["agencies"], *keys), key=str) for place, one in clauses(found)}
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_deadlines(file: str) -> None:
    keys = ("as_written", "date", "relative", "recurrence", "basis")
    read_, told = (
        {place: kept(one["deadlines"], *keys) for place, one in clauses(found)}
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_speakers_and_what_they_spoke_on(file: str) -> None:
    read_, told = (
        [(one["id"], person(one["speaker"]), one["agenda"]) for one in found["statements"]]
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_points(file: str) -> None:
    read_, told = (
        [[(point["number"], solid(point["text"])) for point in one["points"]] for one in found["statements"]]
        for found in (record(file), gold(file))
    )
    assert read_ == told


@each_file
def test_nothing_is_lost_and_nothing_unread(file: str) -> None:
    found = record(file)
    place = 0
    for part in found["parts"]:
        start, end = part["span"]
        assert start == place
        place = end
    assert place == len(found["text"])
    assert [found["text"][slice(*part["span"])] for part in found["parts"] if part["kind"] == "unread"] == []
