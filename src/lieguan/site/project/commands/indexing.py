"""`lieguan index`."""

from __future__ import annotations

import argparse
import time

from lieguan.site.search import keeper

LOOK = 0.2


def run(_options: argparse.Namespace) -> int:
    """Build the index anew, or have it built by the process that keeps it, and wait for that."""
    keeper.folder().parent.mkdir(parents=True, exist_ok=True)
    keeper.want_rebuild()
    while keeper.rebuild_is_wanted():
        with keeper.only_keeper() as alone:
            if alone:
                keeper.discard()
                count = keeper.Keeper().rebuild()
                print(f"lieguan: {count} paragraphs can be found")
                return 0
        time.sleep(LOOK)
    print("lieguan: the index was built anew by the process that keeps it")
    return 0
