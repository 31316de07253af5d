"""`lieguan index`."""

from __future__ import annotations

import argparse

from lieguan.errors import StartError
from lieguan.site.search import keeper


def run(_options: argparse.Namespace) -> int:
    """Throw the index away and build it, or ask the process that keeps it to do so."""
    with keeper.only_keeper() as alone:
        if not alone:
            raise StartError(
                "another process keeps the index",
                place=str(keeper.folder()),
                remedy="stop the site (or lieguan work), and try again",
            )
        keeper.discard()
        count = keeper.Keeper().rebuild()
    print(f"lieguan: {count} paragraphs can be found")
    return 0
