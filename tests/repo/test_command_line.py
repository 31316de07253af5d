"""The page of the command line names every command and every option, with its help."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from lieguan import cli
from repo import tracked

OWN = ("read", "check", "lexicon", "schema")
PAGE = Path("docs/reference/cli.md")


def site_commands() -> dict[str, str]:
    (site,) = [entry for entry in entry_points(group="lieguan.commands") if entry.name == "site"]
    return {command.name: command.help for command in site.load()()}


def section(name: str) -> str:
    found = re.search(
        rf"^### `lieguan {name}`\n(.*?)(?=^##|\Z)", tracked.text(PAGE), re.MULTILINE | re.DOTALL
    )
    assert found is not None, f"{PAGE} has no section on lieguan {name}"
    return found.group(1)


def help_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", [*OWN, *site_commands()])
def test_the_page_names_each_command_with_its_help_and_all_its_options(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    described = section(name)
    said = help_of(capsys, name)
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", said)) - {"--help"}:
        assert f"`{option}" in described, f"{PAGE}: lieguan {name} has no word on {option}"


def test_the_page_has_no_command_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"^### `lieguan ([\w-]+)`", tracked.text(PAGE), re.MULTILINE))
    assert named == {*OWN, *site_commands()}
    overview = help_of(capsys)
    for name in named:
        assert re.search(rf"^ +{name}(?: |$)", overview, re.MULTILINE), name


@pytest.mark.parametrize(("name", "help_line"), site_commands().items())
def test_a_commands_one_line_of_help_opens_its_section(name: str, help_line: str) -> None:
    words = re.sub(r"\s+", " ", section(name)).strip().lower()
    assert words.startswith(help_line.lower()), (name, help_line)


def test_commands_that_a_document_shows_exist() -> None:
    known = {*OWN, *site_commands()}
    for page in tracked.files(".md"):
        if page.name == "CHANGELOG.md":
            continue
        for block in re.findall(
            r"^ *```(?:bash|console)\n(.*?)^ *```", tracked.text(page), re.MULTILINE | re.DOTALL
        ):
            for name in re.findall(r"^ *(?:\S*bin/)?lieguan ([a-z-]+)", block, re.MULTILINE):
                assert name in known, f"{page} shows lieguan {name}"


def test_python_that_the_readme_shows_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tracked.ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", tracked.text(Path("README.md")), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "行政院離島生活韌性推動小組第3次會議紀錄 5" in capsys.readouterr().out
