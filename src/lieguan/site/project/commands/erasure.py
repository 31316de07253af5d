"""`lieguan erase`."""

from __future__ import annotations

import argparse
import sys

from lieguan.site.registry.accounts import queries
from lieguan.site.registry.logbook import actions

STDIN = ["-"]


def run(options: argparse.Namespace) -> int:
    """Erase, and say what came of it."""
    words = sys.stdin.read().splitlines() if options.words == STDIN else options.words
    done = actions.erase(queries.acting(options.actor), words, options.ground)
    print(f"lieguan: struck out of {len(done.entries)} entries of the log")
    if done.standing:
        numbers = ", ".join(map(str, done.standing))
        print(
            f"lieguan: the actor or the ground of entries {numbers} holds them; that is the chain itself, and stays"
        )
    return 0
