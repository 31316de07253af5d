"""The demo's data folder: never anybody else's, kept while it is of the same samples and the same tables."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import lieguan.site
from lieguan import __version__
from lieguan.errors import StartError

MARK = ".lieguan-demo"
# What settings.py makes before anything else is asked.
MADE_BY_SETTINGS = {"secret-key"}


def fingerprint(samples: Path) -> str:
    """The digest of everything that a demo site is made of: the samples, the tables, the version."""
    digest = hashlib.sha256(__version__.encode())
    migrations = sorted(Path(lieguan.site.__file__).parent.glob("*/migrations/*.py"))
    for path in [*sorted(path for path in samples.iterdir() if path.is_file()), *migrations]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def require_ours(data: Path) -> None:
    """Refuse a folder that holds anything but a demo. Raises StartError."""
    held = {path.name for path in data.iterdir()} if data.is_dir() else set()
    if held - MADE_BY_SETTINGS and MARK not in held:
        raise StartError(
            "the folder holds something else than a demo", place=str(data), remedy="name another with --data"
        )


def is_current(data: Path, wanted: str) -> bool:
    """Whether the folder holds a whole demo with this fingerprint."""
    mark = data / MARK
    return mark.is_file() and mark.read_text(encoding="ascii") == wanted


def empty(data: Path) -> None:
    """Remove the demo that is there, and mark the folder as a demo's; it counts as whole once `finish` was called."""
    (data / MARK).write_text("", encoding="ascii")
    for path in data.iterdir():
        if path.name in {MARK, *MADE_BY_SETTINGS}:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def finish(data: Path, made_of: str) -> None:
    """Say that the demo is whole."""
    (data / MARK).write_text(made_of, encoding="ascii")
