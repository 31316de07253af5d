"""The wheel: the engine and the command line without Django, and a word about what is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from repo import tracked

MINUTES = "海岸步道推動小組第2次會議紀錄\n時間：114年3月4日（星期二）下午2時\n決議：照案通過。\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what git keeps, or would keep, as a release is."""
    source = tmp_path_factory.mktemp("source")
    for path in tracked.all_files():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tracked.ROOT / path, source / path)
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with `pip install lieguan` and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    lock = tracked.text(Path("requirements/site.lock")).splitlines()
    pins = folder / "pins.txt"  # without their hashes: a constraint with one would ask for the wheel's own
    pins.write_text("\n".join(line.rstrip(" \\") for line in lock if line[:1].isalnum()), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    installed = subprocess.run(
        [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "-c",
            str(pins),
            str(wheel),
        ],
        cwd=tracked.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    return folder / "bin"


def run(bare: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LIEGUAN_", "DJANGO_"))
    }
    return subprocess.run(
        [str(bare / "lieguan"), *arguments],
        cwd=bare,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_data_templates_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "lieguan/record/schema.json",
        "lieguan/py.typed",
        "lieguan/site/project/templates/project/base.html",
        "lieguan/site/project/static/project/site.css",
        "lieguan/site/project/locale/en/LC_MESSAGES/django.mo",
        "lieguan/site/project/locale/zh_Hant/LC_MESSAGES/django.mo",
    ):
        assert needed in names
    assert all(name.startswith(("lieguan/", "lieguan-")) for name in names)


def test_a_bare_install_has_no_django_and_lists_the_sites_commands(bare: Path) -> None:
    django = subprocess.run([str(bare / "python"), "-c", "import django"], capture_output=True, check=False)
    assert django.returncode != 0
    said = run(bare, "--help")
    assert said.returncode == 0, said.stderr
    for name in ("read", "check", "lexicon", "schema", "serve", "take-in"):
        assert name in said.stdout


def test_a_bare_install_reads(bare: Path, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(MINUTES, encoding="utf-8")
    said = run(bare, "read", str(file))
    assert said.returncode == 0, said.stderr
    record = json.loads(said.stdout)
    assert (record["meeting"]["body"], record["meeting"]["ordinal"]) == ("海岸步道推動小組", 2)


@pytest.mark.parametrize("name", ["serve", "migrate"])
def test_a_bare_install_says_which_extra_a_command_of_the_site_needs(bare: Path, name: str) -> None:
    said = run(bare, name)
    assert said.returncode == 2
    assert "pip install 'lieguan[site]'" in said.stderr
    assert "Traceback" not in said.stderr
