"""`lieguan report`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from lieguan.errors import InvalidInput
from lieguan.site.papers import files, queries
from lieguan.site.registry.accounts.queries import acting
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.withholding.reading import reading_as
from lieguan.writing.tracking_report import compose

STDOUT = Path("-")


def run(options: argparse.Namespace) -> int:
    """Write the tracking report of a meeting, as the account that acts may read it."""
    account = acting(options.actor)
    body = _body(options.body)
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


def _body(named: str) -> Body:
    """The body by its slug or its name; the only one where none is named."""
    bodies = list(Body.objects.all())
    found = [body for body in bodies if not named or named in {body.slug, body.name, body.short_name}]
    if len(found) == 1:
        return found[0]
    known = ", ".join(body.slug for body in bodies)
    raise InvalidInput(
        f"no body {named}" if named else "the site has several bodies, or none",
        field="body",
        remedy=f"give --body, one of {known}" if known else "take minutes in first",
    )


def _kind(out: Path | None) -> str:
    """What the name of the file says; ODT where it says nothing."""
    suffix = out.suffix.removeprefix(".").lower() if out else ""
    return suffix if suffix in files.KINDS else "odt"
