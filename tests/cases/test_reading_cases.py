"""Small minutes, each a layout that is met in the field, and what they read as.

A file under `reading/` holds cases one behind the other: a line `=== format · what it shows`, the document, a
line `--- reads as`, and its outline (tests/outline.py); several records are divided by a line `--- and`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lieguan.reading import read
from lieguan.record.nouns import MadeBy, Source
from lieguan.sources.opening import open_document
from outline import outline

FOLDER = Path(__file__).parent / "reading"
SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html"}


@dataclass(frozen=True)
class Case:
    """One case: `name` is its file and title."""

    name: str
    form: str
    document: str
    expected: str


def cases(text: str, stem: str) -> Iterator[Case]:
    for piece in ("\n" + text).split("\n=== ")[1:]:
        title, _, rest = piece.partition("\n")
        document, _, expected = rest.partition("\n--- reads as\n")
        form, _, name = title.partition(" · ")
        yield Case(f"{stem}: {name}", form, document.strip("\n") + "\n", expected.strip("\n"))


def read_case(case: Case) -> str:
    """What the case reads as now."""
    name = f"case{SUFFIX[case.form]}"
    document = open_document(case.document.encode(), name)
    source = Source(name, document.media_type, "0" * 64, len(document.text), document.pages)
    records = read(document, made_by=MadeBy("0", "0"), source=source)
    return "\n--- and\n".join(outline(record) for record in records)


CASES = [
    case
    for path in sorted(FOLDER.glob("*.txt"))
    for case in cases(path.read_text(encoding="utf-8"), path.stem)
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert read_case(case) == case.expected


def test_cases_are_found() -> None:
    assert len(CASES) >= 20
    assert len({case.name for case in CASES}) == len(CASES)
