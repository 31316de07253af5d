"""A tree of files that is written aside and put in place at once."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lieguan.errors import Conflict, InvalidInput

# Says of a tree what it was made of; a folder without it is not ours to replace.
STATE = "published.json"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Tree:
    """The tree being written; `old` is the one that stands, from which unchanged files are taken over."""

    def __init__(self, new: Path, old: Path) -> None:
        self.new = new
        self.old = old
        self.written = self.taken_over = 0

    def write(self, name: str, content: bytes) -> None:
        """Write a file; one that stands already with the same bytes keeps its time, and its room on disk."""
        path, before = self.new / name, self.old / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written += 1
        if before.is_file() and before.stat().st_size == len(content) and before.read_bytes() == content:
            os.link(before, path)
            self.taken_over += 1
        else:
            path.write_bytes(content)


def state_of(folder: Path) -> dict[str, Any] | None:
    """What the tree in a folder was made of; None where there is none. Raises InvalidInput for somebody else's folder."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        found: dict[str, Any] = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InvalidInput(
            "holds something else than a published tree",
            field="folder",
            place=str(folder),
            remedy="name an empty folder, or one that does not exist",
        ) from None
    return found


@contextmanager
def replacing(folder: Path) -> Iterator[Tree]:
    """A tree that takes the place of `folder` when the block ends well, and is thrown away when it does not.

    Raises Conflict where another process is publishing to the same folder.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_name(f".{folder.name}.lock")
    new = folder.with_name(f".{folder.name}.new")
    with lock.open("w", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict(
                "another process is publishing there", place=str(folder), remedy="wait until it is done"
            ) from None
        shutil.rmtree(new, ignore_errors=True)  # of a run that was killed
        new.mkdir()
        try:
            yield Tree(new, folder)
            _put(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _put(new: Path, folder: Path) -> None:
    """Let `new` stand as `folder`, and what stood there as `new`: at once where the system can exchange two names."""
    if not folder.exists():
        new.rename(folder)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        done = libc.renameat2(
            _AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(folder), ctypes.c_uint(_RENAME_EXCHANGE)
        )
        if done == 0:
            return
    aside = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    new.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
