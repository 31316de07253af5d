"""`lieguan take-in`."""

from __future__ import annotations

import argparse
import sys

from django.urls import reverse

from lieguan.errors import LieguanError
from lieguan.site.project import server
from lieguan.site.records.actions import Sent, take_in
from lieguan.site.registry.accounts import queries


def run(options: argparse.Namespace) -> int:
    """Take each file in; one that cannot be read does not stop the rest."""
    actor = queries.acting(options.actor)
    origin = server.origin("127.0.0.1", 8000)
    status = 0
    for path in options.files:
        try:
            if not path.is_file():
                raise LieguanError("is not a file", remedy="name files of minutes")
            taken = take_in(actor, Sent(path.resolve(), path.name))
        except LieguanError as error:
            error.place = str(path)
            print(f"lieguan: {error}", file=sys.stderr)
            status = 2
            continue
        for minutes in taken:
            address = origin + reverse("records:minutes", kwargs={"pk": minutes.pk})
            held = f", held: seems to be {minutes.same_as}" if minutes.same_as_id else ""
            print(f"{path}: {minutes} ({minutes.state}{held}): {address}")
    return status
