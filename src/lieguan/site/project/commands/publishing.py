"""`lieguan publish`."""

from __future__ import annotations

import argparse
import logging

from lieguan.site.opendata.publishing.publish import publish
from lieguan.site.project import upkeep


def run(options: argparse.Namespace) -> int:
    """Write the public part of the site as a static tree."""
    upkeep.bring_up_to_date()
    # An address that is not there for anybody is no news here.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    done = publish(options.folder, base=options.base, language=options.language)
    if done.files:
        print(f"lieguan: {options.folder}: {done.files} files, {done.new} of them new or changed")
    else:
        print(f"lieguan: {options.folder}: nothing has changed")
    return 0
