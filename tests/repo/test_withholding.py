"""Words that can be withheld are read from rows: no query takes such a column out beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from lieguan.site.registry.rights import TABLE, Right, Role
from lieguan.site.withholding.fields import Withheld
from repo import tracked

# Calls that give the values of columns themselves.
VALUES = {"values", "values_list", "aggregate", "dates"}
# Where it must be, each with its reason; nothing of it is answered to a reader.
ALLOWED = {
    "src/lieguan/site/tracking/facts.py": "what the log keeps of an item",
    "src/lieguan/site/records/verification.py": "compares rows with records",
    "src/lieguan/site/records/queries.py": "people of statements that the reader may read: `spoken` leaves the others out",
    "src/lieguan/site/api/queries.py": "the same",
    "src/lieguan/site/search/named.py": "for the index, which leaves out who is withheld",
    "src/lieguan/site/search/views.py": "titles of meetings, which are public",
    "src/lieguan/site/api/operations/writing.py": "an agency's own draft",
    "src/lieguan/site/tracking/intake.py": "what the proposals of a record are made from, for its secretariat",
    "src/lieguan/site/tracking/second.py": "whether a record ends items, for who confirms it",
}


def protected() -> set[str]:
    """The names of all columns that can be withheld, but those that other models have as well without being so."""
    own = {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Withheld)
    }
    return own - {"name", "record", "shows"} | {"evidence__name"}


def found(path: Path) -> Iterator[str]:
    names = protected()
    for node in ast.walk(ast.parse(tracked.text(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in VALUES:
            asked = [one.value for one in node.args if isinstance(one, ast.Constant)]
            asked += ["*" for one in node.args if isinstance(one, ast.Starred)]
            for name in asked:
                if name == "*" or str(name).rpartition("__")[2] in names:
                    yield f"{path}:{node.lineno} {name}"


def test_there_are_columns_to_protect() -> None:
    assert {"text", "title", "words", "speaker"} <= protected()


def test_every_exception_is_needed() -> None:
    assert [path for path in ALLOWED if not list(found(Path(path)))] == []


def test_no_query_takes_withheld_words_out_beside_the_rows() -> None:
    files = [path for path in tracked.files(".py") if path.is_relative_to("src/lieguan/site")]
    taken = [where for path in files if str(path) not in ALLOWED for where in found(path)]
    assert taken == []


def test_the_values_of_the_log_are_shown_by_the_log_alone() -> None:
    """They hold words that may be withheld."""
    reads = re.compile(r"values__(?:before|after)|\bvalues\.(?:before|after)\b|\bimport [^\n]*\bValues\b")
    files = [path for path in tracked.files(".py", ".html") if path.is_relative_to("src/lieguan/site")]
    found = {str(path) for path in files if path.parts[3] != "log" and reads.search(tracked.text(path))}
    shown = {path for path in found if not path.endswith("/verification.py")}
    assert shown == {"src/lieguan/site/registry/logbook/queries.py"}


def test_who_reads_the_log_reads_what_is_withheld() -> None:
    """The log shows what was changed to whoever may read it: no role may that has not the other right as well."""
    assert Right.READ_LOG in TABLE[Role.CHAIR]
    assert [
        role for role in Role if Right.READ_LOG in TABLE[role] and Right.READ_WITHHELD not in TABLE[role]
    ] == []
