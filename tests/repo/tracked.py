"""The files of the repository, as git knows them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Tracked files that exist, relative to the root; with suffixes, those alone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    paths = (Path(name) for name in listed if name)
    return tuple(
        path for path in paths if (ROOT / path).is_file() and (not suffixes or path.suffix in suffixes)
    )


def text(path: Path) -> str:
    """What a tracked file says."""
    return (ROOT / path).read_text(encoding="utf-8")


def all_files() -> tuple[Path, ...]:
    """Tracked files and those that would be if they were added; what git ignores is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(Path(name) for name in sorted(set(listed)) if name and (ROOT / name).is_file())
