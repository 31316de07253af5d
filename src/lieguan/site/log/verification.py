"""Checking the log: that its chain is whole, and that it continues a head that was published earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from lieguan.site.log import erasing, guards
from lieguan.site.log.actions import START, entry_digest, values_digest
from lieguan.site.log.models import Entry, Values


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be.

    code   for programs, such as log.digest
    place  what it is about: an entry of the log, an item with its number
    words  what is wrong, in one sentence
    """

    code: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def missing_guards() -> Iterator[Problem]:
    """Guards that do not stand."""
    for name in guards.missing(connection):
        yield Problem("guard.missing", name, "this guard of the database does not stand")


def head() -> tuple[int, str]:
    """Number and digest of the last entry; (0, START) for an empty log."""
    last = Entry.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, START)


def chain(published: str = "") -> Iterator[Problem]:
    """Problems of the chain, in its order; one pass over the log, whatever its length.

    published  the digest of a head that was given out earlier: the chain must hold it. Without it, a tail that was
               cut off, and a chain computed anew from some entry on, cannot be told
    """
    previous, number, found = START, 0, published in {"", START}
    erased = set(erasing.restated())
    entries = Entry.objects.order_by("number").select_related("values")
    for entry in entries.iterator(chunk_size=2000):
        place = f"log entry {entry.number}"
        if entry.number != number + 1:
            yield Problem("log.gap", place, f"it follows entry {number}: entries between them are gone")
        if entry.previous != previous:
            yield Problem("log.order", place, "it does not continue the entry before it")
        if entry_digest(entry) != entry.digest:
            yield Problem("log.digest", place, "its fields are not those that its digest was made of")
        yield from _values(entry, place, erased=entry.number in erased)
        found = found or entry.digest == published
        previous, number = entry.digest, entry.number
    if not found:
        yield Problem(
            "log.head",
            f"head {published}",
            "the chain does not hold this head: its tail was cut off, or it was computed anew",
        )


def _values(entry: Entry, place: str, *, erased: bool) -> Iterator[Problem]:
    try:
        values = entry.values
    except Values.DoesNotExist:
        yield Problem("log.values", place, "the values that its digests were made of are gone")
        return
    if erased:
        if (values.salt, values.before, values.after) != ("", None, None):
            yield Problem(
                "log.values", place, "its values were erased, and something stands there all the same"
            )
        return
    kept = (values_digest(values.salt, values.before), values_digest(values.salt, values.after))
    if kept != (entry.before_digest, entry.after_digest):
        yield Problem("log.values", place, "the values beside it are not those that its digests were made of")
