"""The worked examples of docs/how-to/add-a-layout.md: what the page says fails does, and what it says helps does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lieguan import cli
from repo import tracked

PAGE = tracked.text(Path("docs/how-to/add-a-layout.md"))
READ = (
    "import sys; from pathlib import Path; from cases.test_reading_cases import cases, read_case;"
    "(case,) = cases(Path(sys.argv[1]).read_text(encoding='utf-8'), 'page'); print(read_case(case) == case.expected)"
)


def block(language: str, containing: str) -> str:
    """The block of the page in this language that holds these words."""
    (found,) = [
        words
        for words in re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
        if containing in words
    ]
    return str(found)


def reads_as_the_page_says(source: Path, case: Path) -> bool:
    """With the package under `source`, in another process."""
    path = os.pathsep.join([str(source), str(tracked.ROOT / "tests")])
    said = subprocess.run(
        [sys.executable, "-c", READ, str(case)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return said.strip() == "True"


def test_the_label_is_not_known_until_it_is_added(tmp_path: Path) -> None:
    case = tmp_path / "case.txt"
    case.write_text(block("text", "裁奪"), encoding="utf-8")
    source = tmp_path / "src"
    without_site = shutil.ignore_patterns("site", "__pycache__")
    shutil.copytree(tracked.ROOT / "src" / "lieguan", source / "lieguan", ignore=without_site)
    assert not reads_as_the_page_says(source, case)
    with (source / "lieguan" / "lexicon" / "data" / "headings.toml").open("a", encoding="utf-8") as headings:
        headings.write("\n" + block("toml", "裁奪"))
    assert reads_as_the_page_says(source, case)


def test_the_agency_is_found_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text(block("csv", "消防局"), encoding="utf-8")
    command, expected = re.findall(
        r"^lieguan (lexicon .*?) +# (\S+)$", block("bash", "own.csv"), re.MULTILINE
    )[0]
    assert cli.main(command.split()) == 0
    assert capsys.readouterr().out.splitlines()[0] == expected


def test_what_the_page_names_is_there() -> None:
    for named in re.findall(r"`((?:src|tests)/[\w./-]+)`", PAGE):
        assert (tracked.ROOT / named).exists(), named
