"""Exports that are no route: what a command or another server gives out. test_withheld_words.py looks into each.

Add yours here when you add one (a dump, a static tree, the answers of a server of another protocol): a name, for whom
it is made ("public" or another of roles_table.WHO), and a function that makes it from the world of the test and gives
(name, bytes) of every file or answer. Archives and PDF are opened by the test. Make it as its command does, not as a
test would: what decides who reads (`reading_as`) must be the code's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lieguan.site.api.addresses import Addresses
from lieguan.site.opendata import datasets


@dataclass(frozen=True)
class Export:
    """One export; `make(world, folder)` may write into the folder."""

    name: str
    who: str
    make: Callable[[Any, Path], Iterable[tuple[str, bytes]]]


def _datasets(_world: Any, _folder: Path) -> Iterable[tuple[str, bytes]]:
    """Rows of datasets outside of any request: nobody said who reads, so anybody does."""
    to = Addresses("https://tracking.example.org")
    for dataset in datasets.DATASETS:
        for row in dataset.rows(to):
            yield dataset.name, str(row).encode()


EXPORTS: tuple[Export, ...] = (Export("datasets", "public", _datasets),)
