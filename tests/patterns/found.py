"""Every pattern that the package compiles, found by itself: by its source, and by running it.

`python tests/patterns/found.py` imports every module with an ear on `re`, reads samples and cases, and prints what was
compiled where, as JSON. `patterns()` does that in a process of its own and adds those that stand in the source as they are.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "src" / "lieguan"
FUNCTIONS = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


@dataclass(frozen=True, order=True)
class Place:
    """Where a pattern is compiled: a file of the package, and the lines of the call."""

    file: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.file}:{self.first}"


@dataclass(frozen=True)
class Call:
    """A call of `re` in the source; `pattern` where it stands there as it is; `name` what it is kept as."""

    place: Place
    function: str
    pattern: str | None
    name: str | None


@cache
def calls() -> tuple[Call, ...]:
    """Every call of a function of `re` that takes a pattern."""
    return tuple(call for path in sorted(PACKAGE.rglob("*.py")) for call in _calls(path))


def _calls(path: Path) -> Iterator[Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            kept = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", None)
            names[id(node.value)] = kept
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in FUNCTIONS
        ):
            place = Place(str(path.relative_to(PACKAGE)), node.lineno, node.end_lineno or node.lineno)
            given = node.args[0] if node.args else None
            words = given.value if isinstance(given, ast.Constant) else None
            yield Call(place, node.func.attr, words if isinstance(words, str) else None, names.get(id(node)))


@cache
def _uses(file: str) -> dict[str, set[str]]:
    """Methods of patterns called in a file, by the name that they are called on; under "" those of loose names.

    A name is loose where it is another than those that `re.compile` gave (`for pattern in (_A, _B): pattern.search(…)`).
    """
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    kept = {call.name for call in calls()} - {None}
    uses: dict[str, set[str]] = {"": set()}
    receivers = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in FUNCTIONS[1:]
        ):
            name = _name(node.func.value)
            if name != "re":
                receivers.add(id(node.func.value))
                uses.setdefault(name if name in kept else "", set()).add(node.func.attr)
    for node in ast.walk(tree):
        name = _name(node)
        if name in kept and id(node) not in receivers and isinstance(getattr(node, "ctx", None), ast.Load):
            uses.setdefault(str(name), set()).update(uses[""])
    return uses


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def functions(call: Call) -> set[str]:
    """The functions that a pattern is used with, as far as the source says; all where it does not."""
    if call.function != "compile":
        return {call.function}
    files = [call.place.file]
    if call.name and not call.name.startswith("_"):
        files = sorted({other.place.file for other in calls()} | set(files))
    found = set().union(*(_uses(file).get(call.name or "", set()) for file in files))
    return found or set(FUNCTIONS[1:])


@cache
def compiled() -> dict[Place, set[tuple[str, int]]]:
    """(pattern, flags) of each call, as they were compiled in another process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS / "site")])}
    environment["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
    said = subprocess.run(
        [sys.executable, __file__], capture_output=True, text=True, check=True, env=environment
    ).stdout
    at = {
        (call.place.file, line): call.place
        for call in calls()
        for line in range(call.place.first, call.place.last + 1)
    }
    found: dict[Place, set[tuple[str, int]]] = {}
    for file, line, pattern, flags in json.loads(said.splitlines()[-1]):
        if (file, line) in at:
            found.setdefault(at[file, line], set()).add((pattern, flags))
    return found


def _listen() -> set[tuple[str, int, str, int]]:
    """What is compiled from now on: (file, line, pattern, flags)."""
    heard: set[tuple[str, int, str, int]] = set()
    real = re._compile  # type: ignore[attr-defined]

    def listening(pattern: str | bytes | re.Pattern[str], flags: int) -> re.Pattern[str]:
        made: re.Pattern[str] = real(pattern, flags)
        frame = sys._getframe(2)
        if frame.f_code.co_filename.startswith(str(PACKAGE)):
            file = str(Path(frame.f_code.co_filename).relative_to(PACKAGE))
            # A pattern of bytes is tried as one of characters.
            words = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
            heard.add((file, frame.f_lineno, words, made.flags & ~re.UNICODE))
        return made

    re._compile = listening  # type: ignore[attr-defined]
    return heard


def main() -> None:
    """Import all, read what is there to read, print what was heard."""
    heard = _listen()
    import django

    django.setup()
    import lieguan
    from lieguan.errors import StartError

    for module in pkgutil.walk_packages(lieguan.__path__, "lieguan."):
        if "migrations" not in module.name:
            with suppress(StartError):  # what serves the site looks at its database first
                importlib.import_module(module.name)
    from fuzz import corpus
    from fuzz.targets import TARGETS

    _examples()
    for name, target in TARGETS.items():
        for data in [*target.seeds(), *corpus.load(name)]:
            target.check(data)
    print(json.dumps(sorted(heard), ensure_ascii=True))


def _examples() -> None:
    """Calls of what puts a pattern together when it is called, where no document does."""
    from lieguan.site.log import erasing
    from lieguan.site.opendata.publishing.addresses import Address
    from lieguan.site.opendata.publishing.rewriting import Rewriter
    from lieguan.site.search import marking
    from lieguan.site.search.language import Words
    from lieguan.site.tracking import naming, titles

    Rewriter("https://a.example", {})._plain(Address("/"), "a.txt", b"https://a.example/b")
    erasing._pattern(["王大明", "王大明委員"])
    marking.marks("請交通局辦理", Words("交通局"))
    naming.phrase("第1案解除列管", "編號1")
    titles._without_addressee("請交通局辦理", ["交通局"])


if __name__ == "__main__":
    main()
