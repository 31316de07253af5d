"""The folder that records are written into: made, and held by one run at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lieguan.errors import LieguanError


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Two runs into one folder would write each other's drafts over. Raises LieguanError where another run holds it.

    The hold ends with the process, however it ends. A file system without locks holds nothing.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LieguanError(
            f"cannot be made ({error.strerror})", place=str(out), remedy="name a folder that can be written"
        ) from error
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise LieguanError(
            "another run of lieguan writes into it",
            place=str(out),
            remedy="wait for it, or name another folder",
        ) from error
    except OSError:
        pass
    try:
        yield
    finally:
        os.close(handle)
