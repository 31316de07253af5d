"""`lieguan programme`."""

from __future__ import annotations

import argparse
import sys

from django.utils import translation
from django.utils.translation import gettext as _

from lieguan.errors import LieguanError, WrongRows
from lieguan.site.programme import actions
from lieguan.site.programme.entries import Wrong
from lieguan.site.project.commands.bodies import named
from lieguan.site.records.sheets import rows_of
from lieguan.site.registry.accounts.queries import acting
from lieguan.site.withholding.reading import inside


@inside()
def run(options: argparse.Namespace) -> int:
    """Take the table in; each wrong row on a line of its own, and 2 where there was one."""
    account = acting(options.actor)
    body = named(options.body)
    path = options.file
    try:
        if not path.is_file():
            raise LieguanError("is not a file", remedy="name the table of a programme")
        taken = actions.take_in(account, body, rows_of(path.read_bytes(), path.name))
    except WrongRows as error:
        for one in error.rows:
            print(f"{path}: {_told(one)}", file=sys.stderr)
        print(f"lieguan: {path}: nothing was taken in; {error.remedy}", file=sys.stderr)
        return 2
    except LieguanError as error:
        error.place = str(path)
        print(f"lieguan: {error}", file=sys.stderr)
        return 2
    for one in taken.skipped:
        print(f"{path}: left out: {_told(one)}", file=sys.stderr)
    version = f"version {taken.version.number} added, " if taken.version else ""
    print(
        f"lieguan: {path}: {taken.programme}: {version}{taken.entered} values entered, {taken.corrected} corrected, "
        f"{taken.same} the same"
    )
    return 2 if taken.skipped else 0


def _told(wrong: object) -> str:
    """A wrong cell in the words of the English page."""
    assert isinstance(wrong, Wrong)
    with translation.override("en"):
        why = _(wrong.fault.label)
    return f"row {wrong.row}, {wrong.column}: {why}" if wrong.row else why
