"""`lieguan work`."""

from __future__ import annotations

import argparse

from lieguan.site.project import upkeep, work


def run(options: argparse.Namespace) -> int:
    """Work until stopped."""
    if options.beside is None:
        upkeep.bring_up_to_date()
    return work.run(options.beside)
