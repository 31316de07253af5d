"""Small clauses, each a wording that is met in the field, and what they decide and ask.

A file under `clauses/` holds cases one behind the other: a line `=== what it shows`, the clause, perhaps a line
`@ body=… day=… about=…`, a line `--- reads as`, and what the clause says: its disposition and subject (`none`
where it has neither), then a line for each ruling, agency and deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lieguan.reading.clause_analysis import analyse
from lieguan.reading.context import Analysis, Context
from lieguan.record.nouns import Agency, Deadline, Ruling
from lieguan.text.passage import Passage

FOLDER = Path(__file__).parent / "clauses"
DAY = date(2025, 3, 14)


@dataclass(frozen=True)
class Case:
    """One case: `name` is its file and title; `settings` what the line that begins with @ says."""

    name: str
    clause: str
    settings: dict[str, str]
    expected: list[str]


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        for piece in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
            title, _, rest = piece.partition("\n")
            given, _, expected = rest.partition("\n--- reads as\n")
            clause, _, settings = given.partition("\n@ ")
            pairs = dict(re.findall(r"(\w+)=(\S+)", settings))
            yield Case(
                f"{path.stem}: {title}", clause, pairs, expected.split("\n---")[0].strip().splitlines()
            )


def analysis(case: Case) -> Analysis:
    day = date.fromisoformat(case.settings["day"]) if "day" in case.settings else DAY
    passage = Passage(case.clause, ((0, len(case.clause)),))
    return analyse(
        passage, Context(body=case.settings.get("body"), day=day), about=case.settings.get("about")
    )


def outline(found: Analysis) -> list[str]:
    """What was found, in the words of the case files."""
    said = found.disposition.value if found.disposition else None
    lines = [" · ".join(filter(None, (said, found.subject.value if found.subject else None)))] if said else []
    lines += [_ruling(one.value) for one in found.rulings]
    lines += [_agency(one.value) for one in found.agencies]
    lines += [_deadline(one.value) for one in found.deadlines]
    return lines


def _ruling(ruling: Ruling) -> str:
    head = " · ".join(filter(None, (f"ruling {ruling.disposition}", "、".join(ruling.subjects))))
    return head + (" by reference" if ruling.by_reference else "")


def _agency(agency: Agency) -> str:
    marks = (agency.role, "collective" if agency.collective else None, "open" if agency.open else None)
    return " ".join(filter(None, ("agency", agency.name, *marks)))


def _deadline(deadline: Deadline) -> str:
    when = deadline.date or deadline.relative or deadline.recurrence or "-"
    basis = deadline.basis if deadline.basis not in (None, "printed") else None
    return " ".join(filter(None, ("deadline", when, basis)))


CASES = list(cases())


def test_there_are_cases() -> None:
    assert len(CASES) > 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_clause(case: Case) -> None:
    found = analysis(case)
    assert outline(found) == [line for line in case.expected if line != "none"]
    for one in (found.disposition, found.subject, *found.rulings, *found.agencies, *found.deadlines):
        if one is not None:
            assert one.spans, one
    for agency in found.agencies:
        assert "".join(case.clause[a:b] for a, b in agency.value.spans) == agency.value.as_written
