"""Fixtures that every room of the tests shares."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from databases import database, fresh_database, migrated_postgres, migrated_sqlite, postgres

__all__ = ["database", "fresh_database", "migrated_postgres", "migrated_sqlite", "postgres"]


class Convert(Protocol):
    """What the fixture `libreoffice` does."""

    def __call__(self, file: Path, target: str, folder: Path, *more: Path) -> Path: ...


# How long one example takes says more about what else the machine does; time is measured in bench/.
settings.register_profile("lieguan", deadline=None)
settings.load_profile("lieguan")


@pytest.fixture(scope="session")
def real_minutes() -> Path:
    """The folder of real minutes and their gold records (`minutes/`, `gold/`, `score.py`).

    Real minutes name real people and are not part of the repository: LIEGUAN_REAL_MINUTES says where they are.
    """
    named = os.environ.get("LIEGUAN_REAL_MINUTES")
    if not named:
        pytest.skip(
            "NOT MEASURED ON REAL MINUTES: set LIEGUAN_REAL_MINUTES to the folder that holds minutes/ and gold/"
        )
    folder = Path(named)
    missing = [name for name in ("minutes", "gold") if not (folder / name).is_dir()]
    if missing:
        pytest.fail(f"LIEGUAN_REAL_MINUTES={named} holds no {' and no '.join(missing)} folder")
    return folder


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert(file, target, folder)`: the file as LibreOffice gives it; `target` as in --convert-to.

    `more` files are converted in the same run.

    Runs in a profile of its own, so that neither a user's settings nor another run stand in the way.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.fail(
            "LibreOffice (soffice) is not on PATH; `make test` installs it (libreoffice-writer-nogui)"
        )
    profile = tmp_path_factory.mktemp("libreoffice-profile")

    def convert(file: Path, target: str, folder: Path, *more: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--convert-to", target, "--outdir", str(folder), str(file), *map(str, more),
        ]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        made = folder / f"{file.stem}.{target.split(':', maxsplit=1)[0]}"
        if run.returncode or not made.is_file():
            pytest.fail(f"LibreOffice did not convert {file.name} to {target}: {run.stdout}{run.stderr}")
        return made

    return convert
