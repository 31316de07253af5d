"""The names that others may build on; to change them is to break somebody's program, and has its line in the changelog."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from lieguan import __version__
from repo import tracked

PUBLIC = {
    "lieguan.engine": ["DEFAULT", "Limits", "read"],
    "lieguan.record.codec": ["dumps", "schema", "to_json"],
    "lieguan.record.nouns": [
        "Agency", "AgendaItem", "Attendance", "Clause", "Deadline", "FORMAT", "Found", "MadeBy", "Meeting", "Part",
        "Person", "Point", "Record", "Resolution", "Ruling", "Source", "Statement",
    ],
    "lieguan.errors": [
        "Conflict", "DamagedFile", "EmptyFile", "EncryptedFile", "FileTooLarge", "Gone", "GuardsMissing", "InvalidInput",
        "LexiconError", "LieguanError", "MissingPart", "NotAllowed", "OutOfOrder", "PublishError", "RecordError", "Refused",
        "SiteError", "SourceError", "StartError", "UnknownFormat", "WithheldByLaw",
        "WrongRows",
    ],
}  # fmt: skip


def public(module: str) -> list[str]:
    """What a module defines, or says that it offers, without what begins with an underscore."""
    loaded = importlib.import_module(module)
    listed = getattr(loaded, "__all__", None)
    if listed is not None:
        return sorted(listed)
    tree = ast.parse(Path(str(loaded.__file__)).read_text(encoding="utf-8"))
    named = [node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    literals = {
        "Certainty",
        "PartKind",
        "AgendaKind",
        "Disposition",
        "RulingDisposition",
        "Role",
        "Recurrence",
        "Basis",
    }
    named += [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id not in literals
    ]
    return sorted(name for name in named if not name.startswith("_"))


@pytest.mark.parametrize(("module", "names"), PUBLIC.items())
def test_public_names_are_those_that_were_promised(module: str, names: list[str]) -> None:
    assert public(module) == sorted(names)


def test_errors_are_drawn_as_they_are() -> None:
    """The tree at the top of errors.py names every class, each below its base."""
    errors = importlib.import_module("lieguan.errors")
    drawing = (errors.__doc__ or "").splitlines()
    depth = {
        line.replace("│", " ").strip(" ├└─").split()[0]: line
        for line in drawing
        if "──" in line or "LieguanError" in line
    }
    for name in PUBLIC["lieguan.errors"]:
        assert name in depth, f"{name} is not drawn"
        if name == "LieguanError":
            continue
        base = getattr(errors, name).__bases__[0].__name__
        above = [line for line in drawing[: drawing.index(depth[name])] if any(b in line for b in (base,))]
        assert above, f"{name} is drawn before its base {base}"


def test_importing_the_nouns_loads_nothing_else(tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import lieguan.record.nouns, sys; print(*sorted(m for m in sys.modules if 'lieguan' in m))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert said.stdout.split() == [
        "lieguan",
        "lieguan.record",
        "lieguan.record.nouns",
        "lieguan.record.spans",
    ]


def test_the_version_is_one() -> None:
    assert f'version = "{__version__}"' in tracked.text(Path("pyproject.toml"))
