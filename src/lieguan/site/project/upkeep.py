"""What stands before the site may be served: its tables, its guards, its static files, and a way in."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lieguan.errors import StartError
from lieguan.site.log import guards
from lieguan.site.project import environment
from lieguan.site.registry.accounts import actions, links, queries
from lieguan.site.registry.models import Account


def bring_up_to_date() -> None:
    """Migrate where this version asks for it, check the guards, gather the static files."""
    if pending():
        migrate()
    guards.require(connection)
    call_command("collectstatic", interactive=False, verbosity=0)


def pending() -> bool:
    """Whether the database is behind this version, or the table of the shared cache is missing."""
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (
        bool(behind) or settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names()
    )


def migrate() -> None:
    """Migrate, as the owner of the tables where the environment names one. Raises StartError where that fails."""
    if not os.environ.get("LIEGUAN_DATABASE_OWNER_URL") or environment.flag("LIEGUAN_AS_OWNER"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        return
    # The settings choose the role when they are loaded: the owner's work is done in a process of its own.
    for command in (["migrate", "--noinput"], ["createcachetable"]):
        run = subprocess.run(  # noqa: S603 - this Python, fixed words
            [sys.executable, "-m", "django", *command, "--verbosity", "0"],
            env=os.environ | {"LIEGUAN_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            last = run.stderr.strip().splitlines()[-1:] or ["no word"]
            raise StartError(
                f"{command[0]} as the owner of the tables failed: {last[0]}",
                place="LIEGUAN_DATABASE_OWNER_URL",
                remedy="see that the address names a role that owns the database",
            )


def first_link(email: str, origin: str) -> tuple[str, int, str] | None:
    """(address, days valid, link) for the first administrator while no administrator has a password, or None."""
    if not Account.objects.exists():
        actions.found(email)
    waiting = queries.waiting_administrator()
    if waiting is None:
        return None
    return waiting.email, links.days_valid(), links.password_link(waiting, origin)
