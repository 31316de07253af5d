"""Keeping the index in step with the database.

The log is the outbox: every change of a fact writes an entry to it in the same transaction, with the next number.
The keeper reads the entries behind the last number that the index holds, writes anew what they touched, and commits
the new number in the same commit as the documents. A crash at any moment leaves the index at the last commit, and the
next start goes on from there. One process keeps (a lock file); others only read.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from django.conf import settings
from django.db import close_old_connections

from lieguan.site.log.models import Entry as LogEntry
from lieguan.site.search import kinds
from lieguan.site.search.index import VERSION, SearchIndex
from lieguan.site.withholding.reading import inside

logger = logging.getLogger(__name__)
PAUSE = 0.3
BATCH = 2_000


def folder() -> Path:
    """Where the index lies."""
    return Path(settings.DATA) / f"search-{VERSION}"


class Keeper:
    """Writes the index. `step` is one round; `run` goes round until `stop` is set."""

    def __init__(self, place: Path | None = None) -> None:
        self.place = place or folder()
        try:
            self.index = SearchIndex(self.place)
            self.done = self.index.mark()
        except (ValueError, OSError) as error:  # tantivy says both of files that are damaged or gone
            logger.warning("the search index cannot be opened (%s); it is built anew", error)
            discard(self.place)
            self.index = SearchIndex(self.place)
            self.done = None

    @inside()
    def step(self) -> int:
        """Bring the index up to the log; the number of log entries that were followed."""
        newest = LogEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        if self.done is None or newest < self.done:
            # Never filled, or the database is older than the index (a backup was restored).
            self.rebuild()
            return 0
        entries = list(
            LogEntry.objects.filter(number__gt=self.done, number__lte=self.done + BATCH)
            .order_by("number")
            .values_list("number", "kind", "object_id")
        )
        if not entries:
            return 0
        changed = {(name, target) for _number, name, target in entries}
        writer = self.index.writer()
        try:
            for kind in kinds.registered():
                touched = {pk for name, target in changed for pk in kind.touched(name, target)}
                self._write(writer, kind, touched)
            self.index.set_mark(writer, entries[-1][0])
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        self.done = entries[-1][0]
        self.index.refresh()
        return len(entries)

    @inside()
    def rebuild(self) -> int:
        """Write the whole index anew from the database; the number of entries."""
        newest = LogEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        writer = self.index.writer()
        count = 0
        try:
            writer.delete_all_documents()
            for kind in kinds.registered():
                for row in kind.rows().iterator(chunk_size=BATCH):
                    entries = list(kind.entries(row))
                    self.index.write(writer, kind.row_key(row.pk), entries)
                    count += len(entries)
            self.index.set_mark(writer, newest)
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self.done = newest
        self.index.refresh()
        return count

    def run(self, stop: threading.Event) -> None:
        """Go round until told to stop; an error is logged and tried again."""
        while not stop.is_set():
            try:
                if rebuild_is_wanted(self.place):
                    self.rebuild()
                    _request(self.place).unlink(missing_ok=True)
                busy = self.step()
            except Exception:
                logger.exception("the search index could not be brought up to date; trying again")
                busy = 0
                stop.wait(5)
            finally:
                close_old_connections()
            if not busy:
                stop.wait(PAUSE)

    def _write(self, writer: tantivy.IndexWriter, kind: kinds.Kind, touched: set[int]) -> None:
        gone = set(touched)
        for row in kind.rows().filter(pk__in=touched):
            gone.discard(row.pk)
            self.index.write(writer, kind.row_key(row.pk), kind.entries(row))
        for pk in gone:
            self.index.write(writer, kind.row_key(pk), ())


@contextmanager
def only_keeper(place: Path | None = None) -> Iterator[bool]:
    """Whether this process may keep the index; held until the block ends."""
    where = place or folder()
    where.mkdir(parents=True, exist_ok=True)
    with (where.parent / f"{where.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _request(place: Path | None) -> Path:
    where = place or folder()
    return where.parent / f"{where.name}.rebuild"


def want_rebuild(place: Path | None = None) -> None:
    """Ask whoever keeps the index to build it anew."""
    _request(place).touch()


def rebuild_is_wanted(place: Path | None = None) -> bool:
    """Whether somebody asked, and it is not done yet."""
    return _request(place).exists()


def discard(place: Path | None = None) -> None:
    """Throw the index away, and whatever was asked of it; the next keeper builds it anew."""
    shutil.rmtree(place or folder(), ignore_errors=True)
    _request(place).unlink(missing_ok=True)
