"""What the site adds to the command line, through the entry-point group `lieguan.commands`.

This file and arguments.py load nothing of Django, so that `lieguan --help` works, and says what is missing, on an
installation that has the engine alone. Each other module of this package is one command's `run(options)`; it is
loaded, and the site with it, once the command was asked for.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lieguan.errors import MissingPart
from lieguan.site.project.commands import arguments

LIBRARIES = ("django", "allauth", "gunicorn")


def _as_it_is(_options: argparse.Namespace) -> Mapping[str, str]:
    """The environment as the command found it."""
    return {}


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the site.

    help         one line, for `lieguan --help`
    arguments    adds to the command's own parser what it takes
    module       of this package; its run(options) gives the exit status
    environment  what the command's options set for the site (LIEGUAN_…)
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    module: str
    environment: Callable[[argparse.Namespace], Mapping[str, str]] = _as_it_is

    def run(self, options: argparse.Namespace) -> int:
        """Do it. 0 done, 2 something could not be done, 64 wrong usage.

        Raises MissingPart where the site's libraries are not installed, and what the command raises.
        """
        missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
        if missing:
            raise MissingPart(
                f"`lieguan {self.name}` needs the site, and {', '.join(missing)} is not installed",
                remedy="install it: pip install 'lieguan[site]'",
            )
        os.environ.update(self.environment(options))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lieguan.site.project.settings")
        importlib.import_module("django").setup()
        logging.getLogger().setLevel(logging.WARNING)
        return int(importlib.import_module(f"{__name__}.{self.module}").run(options))


COMMANDS = (
    Command("serve", "serve the site", arguments.serve, "serving"),
    Command(
        "demo",
        "serve the sample series on a site of its own",
        arguments.demo,
        "demonstration",
        arguments.demo_environment,
    ),
    Command("migrate", "bring the database to this version", arguments.migrate, "migration"),
    Command("take-in", "take minutes in, as drafts", arguments.take_in, "taking_in"),
    Command("programme", "take in the table of a programme", arguments.programme, "programme"),
    Command("invite", "invite somebody with a role", arguments.invite, "invitation"),
    Command("report", "write the tracking report for a meeting", arguments.report, "report"),
    Command("publish", "write the public part as a static tree", arguments.publish, "publishing"),
    Command("mcp", "serve AI agents", arguments.mcp, "agents"),
    Command("verify", "check the database against its own rules", arguments.verify, "verification"),
    Command("erase", "strike words out of the values that the log kept", arguments.erase, "erasure"),
    Command("index", "build the search index anew", arguments.index, "indexing"),
    Command("work", "keep the search index, beside the site", arguments.work, "working"),
)


def commands() -> tuple[Command, ...]:
    """Every command of the site, in the order of `lieguan --help`."""
    return COMMANDS
