"""The same minutes set otherwise read the same: half-width marks, blank lines, no indents, full-width digits, a page.

Not every document can: where nothing but an indent or a line break tells two things apart, they fall together. Of
the cases (tests/cases) so few may read otherwise as the shares here allow; those that do are named.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

import pytest

from cases.test_reading_cases import CASES, Case, read_case

_HALF = str.maketrans({"，": ",", "：": ":", "（": "(", "）": ")", "；": ";", "？": "?"})
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
#: Drawn tables and cells between tabs are told by their white space and strokes.
_DRAWN = re.compile(r"[\t│｜]")


def _as_page(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())


SETTINGS: dict[str, tuple[str, float, Callable[[str], str]]] = {
    "half-width marks": ("text", 0.96, lambda text: text.translate(_HALF)),
    "a blank line behind each": ("text", 0.96, lambda text: text.replace("\n", "\n\n")),
    "no indents": ("text", 0.96, lambda text: "\n".join(line.strip(" \u3000") for line in text.split("\n"))),
    "full-width digits": ("text", 0.96, lambda text: text.translate(_FULL)),
    "a page of paragraphs": ("html", 0.92, _as_page),
}


def _bare(words: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


@pytest.mark.parametrize("setting", SETTINGS)
def test_minutes_set_otherwise_read_the_same(setting: str) -> None:
    form, share, change = SETTINGS[setting]
    cases = [case for case in CASES if case.form == "text" and not _DRAWN.search(case.document)]
    other = [
        case.name
        for case in cases
        if _bare(read_case(Case(case.name, form, change(case.document), ""))) != _bare(case.expected)
    ]
    assert len(cases) >= 100
    assert len(other) <= (1 - share) * len(cases), other
