"""The samples themselves: what make.py sets is what is committed, and what is told of it hangs together."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))
STATES = ("tracked", "released", "merged", "self-tracked", "handed-over")
LEADS_TO = {
    "release": "released",
    "merge": "merged",
    "self_track": "self-tracked",
    "hand_over": "handed-over",
}


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    """samples/make.py, which is a script and no part of the package."""
    sys.path.insert(0, str(SAMPLES))
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    spec = importlib.util.spec_from_file_location("samples_make", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.dont_write_bytecode = before
    sys.path.remove(str(SAMPLES))


def gold(ordinal: int) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((SAMPLES / "gold" / f"{ordinal:02}.json").read_text(encoding="utf-8"))
    return made


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.office
def test_the_committed_files_are_what_the_sources_make(make: ModuleType, tmp_path: Path) -> None:
    make.main(tmp_path)
    for name in ("03.odt", "04.docx", "06.md"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), f"{name}: run samples/make.py"
    made, committed = (
        [words(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(folder / "05.pdf")]
        for folder in (tmp_path, SAMPLES)
    )
    assert words("".join(made)) == words("".join(committed)), "05.pdf: run samples/make.py"


def test_a_page_of_the_pdf_ends_inside_a_sentence() -> None:
    text = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(SAMPLES / "05.pdf")]
    assert "於下次會議提出首期" in words(text[0])
    assert words(text[1]).find("公開成果。") in range(60)


def of_record(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Address and words of each clause; `points` for those of statements."""

    def walk(some: list[dict[str, Any]], above: str) -> Iterator[tuple[str, str]]:
        for place, clause in enumerate(some, 1):
            yield f"{above}.{place}", clause["text"]
            yield from walk(clause["clauses"], f"{above}.{place}")

    for resolution in record["resolutions"]:
        yield from walk(resolution["clauses"], resolution["id"])
    for statement in record["statements"]:
        yield from (("points", point["text"]) for point in statement["points"])


@pytest.mark.parametrize("ordinal", [3, 4, 5, 6])
def test_the_records_quote_the_sources(ordinal: int) -> None:
    source = words((SAMPLES / "source" / f"{ordinal:02}.txt").read_text(encoding="utf-8")).replace("⏎", "")
    record = gold(ordinal)
    assert [text for _, text in of_record(record) if words(text) not in source] == []
    assert words(record["meeting"]["title"]) in source


def test_items_open_by_clauses_that_exist_and_rulings_rest_on_them() -> None:
    known = {ordinal: dict(of_record(gold(ordinal))) for ordinal in (3, 4, 5, 6)}
    for told in (*EXPECTED["items"], *EXPECTED["rulings"]):
        assert told["clause"] in known[told["meeting"]]
    assert [item["number"] for item in EXPECTED["items"]] == list(range(1, 18))
    for row in EXPECTED["report"]:
        item = EXPECTED["items"][row["number"] - 1]
        clauses = known[item["meeting"]]
        below = [text for place, text in clauses.items() if place.startswith(f"{item['clause']}.")]
        assert row["text"] == [clauses[item["clause"]], *below]


def test_the_states_follow_from_openings_and_rulings() -> None:
    state: dict[int, str] = {}
    for told in EXPECTED["states"]:
        state |= {
            item["number"]: "tracked" for item in EXPECTED["items"] if item["meeting"] == told["meeting"]
        }
        for ruling in EXPECTED["rulings"]:
            if ruling["meeting"] == told["meeting"]:
                for number in ruling["items"]:
                    assert (state[number] == "tracked") is (ruling["kind"] != "resume"), (told, number)
        for ruling in EXPECTED["rulings"]:
            if ruling["meeting"] == told["meeting"]:
                state |= dict.fromkeys(ruling["items"], LEADS_TO.get(ruling["kind"], "tracked"))
        assert {name: sorted(n for n, s in state.items() if s == name) for name in STATES} == {
            name: told.get(name, []) for name in STATES
        }


def test_each_meeting_rules_on_every_item_that_was_tracked() -> None:
    """A task force that leaves none out; only the opening meeting says nothing more of an item."""
    for before, told in zip(EXPECTED["states"], EXPECTED["states"][1:], strict=False):
        ruled = {n for r in EXPECTED["rulings"] if r["meeting"] == told["meeting"] for n in r["items"]}
        assert set(before["tracked"]) <= ruled


def test_the_days_are_those_of_the_minutes() -> None:
    for meeting in EXPECTED["meetings"]:
        starts = gold(meeting["ordinal"])["meeting"]["starts_at"]
        assert date.fromisoformat(starts[:10]) == meeting["day"]
        assert (SAMPLES / meeting["file"]).is_file()


def test_statements_without_an_answer_are_there() -> None:
    for told in EXPECTED["unanswered"]:
        statements = {one["id"]: one for one in gold(told["meeting"])["statements"]}
        assert len(statements[told["statement"]]["points"]) >= told["point"]
