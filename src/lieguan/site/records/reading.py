"""Reading a file that a stranger sent, in a process of its own: whatever it does, the site goes on."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from lieguan import errors
from lieguan.errors import SourceError

logger = logging.getLogger(__name__)

SECONDS = 120
MEGABYTES = 3072
# What of the site's environment the reader needs; keys and passwords are not among it.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV", "TESSDATA_PREFIX")
_KINDS: dict[str, type[SourceError]] = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, SourceError)
}


class TookTooLong(SourceError):  # noqa: N818 - named like the other errors of lieguan
    """The file was not read within the time that one file gets."""

    code = "source.took-too-long"


class ReaderStopped(SourceError):  # noqa: N818 - the same
    """The reading process ended without an answer: out of memory, or a fault in a parser."""

    code = "source.reader-stopped"


def read_apart(
    path: Path, name: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> list[dict[str, Any]]:
    """The records of a file, as JSON values. Raises SourceError; the message names the file by `name`.

    seconds    processor time, and the time on the clock, that reading may take
    megabytes  memory that it may take
    """
    with tempfile.TemporaryDirectory(prefix="lieguan-reading-") as home:
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
            [
                sys.executable, "-m", "lieguan.site.records.worker", str(path.resolve()), name, str(megabytes), str(seconds),
                *map(str, settings.LEXICON),
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env=environment | {"HOME": home, "TMPDIR": home}, cwd=home,
        )  # fmt: skip
        try:
            out, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise TookTooLong(
                f"not read within {seconds} seconds", place=name, remedy="split the file, or send it as text"
            ) from None
        except BaseException:
            _end(process)
            raise
        finally:
            _end(process)
    return _answer(out, complaint, process.returncode, name)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the reader and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _answer(out: bytes, complaint: bytes, status: int, name: str) -> list[dict[str, Any]]:
    try:
        answer = json.loads(out.decode("utf-8", "surrogatepass"))
    except ValueError:
        answer = None
    if answer is None or status != 0:
        logger.error(
            "reading %s ended with status %s: %s", name, status, complaint[-2000:].decode(errors="replace")
        )
        if status == -signal.SIGXCPU:
            raise TookTooLong("took too much processor time", place=name, remedy="split the file")
        raise ReaderStopped(
            "the reader stopped without an answer",
            place=name,
            remedy="try again; report the file if it stays so",
        )
    if "error" in answer:
        error = answer["error"]
        kind = _KINDS.get(error["code"], SourceError)
        raise kind(error["problem"], place=error["place"], remedy=error["remedy"])
    records: list[dict[str, Any]] = answer["records"]
    return records
