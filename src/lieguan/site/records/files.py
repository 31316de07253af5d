"""Files that were sent, kept under their SHA-256 in MEDIA_ROOT."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings

_BLOCK = 1024 * 1024


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place(sha256: str, folder: str = "sources") -> str:
    """The name of a kept file, relative to MEDIA_ROOT."""
    return f"{folder}/{sha256[:2]}/{sha256}"


def keep(path: Path, sha256: str, folder: str = "sources") -> str:
    """Copy a file to its place, whole or not at all, and give its name there.

    The same bytes are kept once. They are on the disk before the name is, so a crash leaves no half file.
    """
    name = place(sha256, folder)
    target = Path(settings.MEDIA_ROOT) / name
    if target.exists():
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{secrets.token_hex(8)}")
    try:
        with path.open("rb") as source, half.open("xb") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    folder_handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder_handle)
    finally:
        os.close(folder_handle)
    return name


def drop(name: str) -> None:
    """Remove a kept file that nothing came to point at."""
    with contextlib.suppress(FileNotFoundError):
        (Path(settings.MEDIA_ROOT) / name).unlink()
