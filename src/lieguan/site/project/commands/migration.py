"""`lieguan migrate`."""

from __future__ import annotations

import argparse

from lieguan.site.project import upkeep


def run(_options: argparse.Namespace) -> int:
    """Migrate, and say what stands."""
    upkeep.migrate()
    upkeep.require_guards()
    print("lieguan: the database is at this version and its guards stand")
    return 0
