"""One file of many: read and written whole, or kept as it is where its record is whole and still right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from lieguan import __version__, engine, lexicon
from lieguan.bulk.plan import Task
from lieguan.errors import LieguanError, SourceError
from lieguan.record.codec import dumps
from lieguan.record.nouns import Record
from lieguan.sources import DEFAULT, Limits, OnPage, scan
from lieguan.writing.outline import outline

#: Files after which a worker is followed by a fresh one, so that nothing that a parser leaves behind adds up.
FILES_A_PROCESS = 500


@dataclass(frozen=True)
class Options:
    """How files are read, and in what form they are written: `json`, a record a line, or `tree`.

    agencies  CSV files of the user's own
    anew      read what is whole as well
    """

    form: Literal["json", "tree"] = "json"
    with_text: bool = True
    limits: Limits = DEFAULT
    agencies: tuple[Path, ...] = ()
    anew: bool = False

    @property
    def extension(self) -> str:
        """Of the files that are written."""
        return ".json" if self.form == "json" else ".txt"

    def shown(self, record: Record) -> str:
        """A record in this form, with the end of its line."""
        return outline(record) if self.form == "tree" else dumps(record, with_text=self.with_text) + "\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file; of a failure, `problem` is the line that says it."""

    done: Literal["read", "kept", "failed"]
    problem: str = ""


#: Each task with what came of it, as they are done.
Results = Generator[tuple[Task, Outcome], None, None]


@lru_cache(maxsize=4)
def prepared(agencies: tuple[Path, ...]) -> lexicon.Agencies:
    """The lexicon with the user's own files, loaded once a process. Raises LexiconError."""
    return lexicon.with_files(agencies)


def do(task: Task, options: Options, on_page: OnPage | None = None) -> Outcome:
    """Reads one file and writes its records, whole or not at all. Never raises what is the file's fault, or ours."""
    try:
        agencies = prepared(options.agencies)
        if not options.anew and options.form == "json" and _stands(task, options, agencies.edition):
            return Outcome("kept")
        records = engine.read(task.source, limits=options.limits, agencies=agencies, on_page=on_page)
        _write(task.target, "".join(map(options.shown, records)))
    except SourceError as error:
        error.place = str(task.source)
        return Outcome("failed", str(error))
    except LieguanError as error:
        return Outcome("failed", f"{task.source}: {error}")
    except MemoryError:
        return Outcome("failed", f"{task.source}: takes more memory than a process may have; split it")
    except OSError as error:
        place = error.filename or task.target
        return Outcome(
            "failed",
            f"{task.source}: {place} cannot be written ({error.strerror or error}); check the folder",
        )
    except Exception as error:  # a fault of ours in one file of a thousand
        return fault(task, error)
    return Outcome("read")


def fault(task: Task, error: BaseException) -> Outcome:
    """What should not have happened."""
    said = " ".join(str(error).split())
    return Outcome(
        "failed",
        f"{task.source}: fault in lieguan ({type(error).__name__}: {said}); please report it with the file",
    )


def too_long(task: Task, seconds: float) -> Outcome:
    """The worker was stopped."""
    return Outcome(
        "failed", f"{task.source}: takes longer than {seconds:g} seconds; split it, or raise --timeout"
    )


def died(task: Task, how: str) -> Outcome:
    """The worker ended by itself: a parser crashed, or the system took its memory."""
    return Outcome(
        "failed", f"{task.source}: the process that read it ended ({how}); read it by itself to see why"
    )


def _stands(task: Task, options: Options, edition: str) -> bool:
    """Whether the target is whole, of this source as it is now, and made by what would make it again."""
    try:
        written = task.target.read_text(encoding="utf-8")
        first: dict[str, Any] = json.loads(written.partition("\n")[0])
        made_by, source = first["made_by"], first["source"]
        told = (made_by["lieguan"], made_by["lexicon"], source["name"], source["sha256"])
        with task.source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return (
            written.endswith("\n")
            and told == (__version__, edition, engine.name_of(task.source), digest)
            and made_by["ocr"] in (None, _ocr())
            and ("text" in first) == options.with_text
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


@lru_cache(maxsize=1)
def _ocr() -> str | None:
    """The OCR that would be used now."""
    with suppress(SourceError):
        return scan.edition("")
    return None


def _write(target: Path, words: str) -> None:
    """Writes a file whole or not at all; what a stop leaves of it is written over by the next run."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # Of fixed length: a name of 250 bytes leaves no room for more.
    draft = target.with_name(
        f".{hashlib.sha256(target.name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.part"
    )
    draft.write_text(words, encoding="utf-8")
    draft.replace(target)
