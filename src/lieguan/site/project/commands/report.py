"""`lieguan report`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from lieguan.errors import InvalidInput
from lieguan.site.papers import files, queries
from lieguan.site.project.commands.bodies import named
from lieguan.site.registry.accounts.queries import acting
from lieguan.site.registry.rights import Right, require
from lieguan.site.withholding.reading import reading_as
from lieguan.writing.tracking_report import compose

STDOUT = Path("-")


def run(options: argparse.Namespace) -> int:
    """Write the tracking report of a meeting, as the account that acts may read it."""
    account = acting(options.actor)
    body = named(options.body)
    require(account, Right.MAKE_PAPERS, body=body)
    today = timezone.localdate()
    occasion = queries.find(body, options.meeting, today)
    with reading_as(account):
        report = queries.tracking_report(occasion, account, today)
        paper = compose(report)
    kind = options.format or _kind(options.out)
    out = options.out or Path(files.name(paper, kind))
    made = files.write(paper, kind)
    if out == STDOUT:
        sys.stdout.buffer.write(made)
        return 0
    try:
        out.write_bytes(made)
    except OSError as error:
        raise InvalidInput(
            f"cannot be written ({error.strerror or error})",
            field="out",
            place=str(out),
            remedy="name a file in a folder that exists and may be written",
        ) from error
    print(f"lieguan: {out}: {report.meeting}, {len(report.rows)} items")
    return 0


def _kind(out: Path | None) -> str:
    """What the name of the file says; ODT where it says nothing."""
    suffix = out.suffix.removeprefix(".").lower() if out else ""
    return suffix if suffix in files.KINDS else "odt"
