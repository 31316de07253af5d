"""`lieguan migrate`."""

from __future__ import annotations

import argparse

from django.db import connection

from lieguan.site.log import guards
from lieguan.site.project import upkeep


def run(_options: argparse.Namespace) -> int:
    """Migrate, and say what stands."""
    upkeep.migrate()
    guards.require(connection)
    print("lieguan: the database is at this version and its guards stand")
    return 0
