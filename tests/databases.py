"""Both databases for tests: SQLite as it comes, and PostgreSQL where the application's role owns no table.

database        a migrated database of each kind, rolled back after the test
fresh_database  one of each kind for this test alone, where transactions commit and a second connection can be opened
postgres        a PostgreSQL cluster of this run, with the roles `owner` and `application`
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from lieguan.site.project.environment import SQLITE_START

OWNER, APPLICATION = "lieguan_owner", "lieguan_site"
KINDS = ["sqlite", "postgresql"]


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    named = shutil.which("initdb")
    if not found and not named:
        pytest.fail("PostgreSQL (initdb) is not installed; `make test` installs it (postgresql)")
    return Path(named).parent if named else found[-1].parent


class Cluster:
    """A PostgreSQL server of its own, reached by a socket in its folder; gone when it is stopped."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lieguan-pg-"))
        self.binaries = _binaries()
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        made = subprocess.run(
            self._command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )
        if made.returncode:
            pytest.fail(f"initdb failed: {made.stdout}{made.stderr}")
        # Durability is PostgreSQL's own business; what is tested here is what our statements do.
        options = ["-c", "listen_addresses=", "-k", str(self.folder), "-c", "fsync=off"]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                self._command("postgres", "-D", data, *options, "-c", "deadlock_timeout=200ms"),
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        self._wait()
        for role in (OWNER, APPLICATION):
            self.execute(f"CREATE ROLE {role} LOGIN")

    def _command(self, program: str, *arguments: str) -> list[str]:
        """The program as the server's user, to be stopped with the tests even where they are killed."""
        user = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *user, "--pdeathsig=QUIT", str(self.binaries / program), *arguments]

    def _wait(self) -> None:
        for _ in range(200):
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")

    def execute(self, statement: str) -> None:
        """Send one statement as the superuser, outside a transaction."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as link:
            link.execute(statement)

    def settings(self, role: str, name: str) -> dict[str, Any]:
        """Django's settings for a database of the cluster."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": role,
            "HOST": str(self.folder),
        }

    def url(self, role: str, name: str) -> str:
        """The same as an address for LIEGUAN_DATABASE_URL."""
        return f"postgres://{role}@{str(self.folder).replace('/', '%2F')}/{name}"

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def connected(wanted: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Make a database with these settings the default one for the time of the block."""
    wrapper = ConnectionHandler({"default": wanted})["default"]
    usual = connections["default"]
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        connections["default"] = usual


@dataclass
class Database:
    """A database that a test may use: `connection` is Django's default one while the test runs.

    wanted  settings of the site's role
    owner   settings of the role that owns the tables (on SQLite the same)
    """

    kind: str
    connection: BaseDatabaseWrapper
    wanted: dict[str, Any]
    owner: dict[str, Any]

    def second(self) -> Any:
        """A raw connection of the site's role beside Django's, for what two people do at once."""
        if self.kind == "sqlite":
            link = sqlite3.connect(
                self.wanted["NAME"], isolation_level=None, timeout=0.2, check_same_thread=False
            )
            link.executescript(self.wanted["OPTIONS"]["init_command"].replace("20000", "200"))
            return link
        return psycopg.connect(
            host=self.wanted["HOST"], user=self.wanted["USER"], dbname=self.wanted["NAME"], autocommit=True
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The cluster of this run."""
    cluster = Cluster()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Cluster, django_db_blocker: Any) -> str:
    """The name of a migrated database, to be used by tests that roll back, and as a template."""
    name = "lieguan"
    postgres.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0 LOCALE 'C.UTF-8'")
    usual = settings.DATABASE_APPLICATION_ROLE
    settings.DATABASE_APPLICATION_ROLE = APPLICATION
    try:
        with django_db_blocker.unblock(), connected(postgres.settings(OWNER, name)):
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        settings.DATABASE_APPLICATION_ROLE = usual
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    with django_db_blocker.unblock(), connected(sqlite_settings(path)) as connection:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Django's settings for an SQLite file, as the site has them."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": SQLITE_START, "transaction_mode": "IMMEDIATE"},
    }


@pytest.fixture(params=KINDS)
def database(
    request: pytest.FixtureRequest,
    db: None,  # pytest-django makes the SQLite database only for tests that name it
    django_db_blocker: Any,
) -> Iterator[BaseDatabaseWrapper]:
    """Each kind of database in turn, migrated and empty; what the test does is rolled back."""
    if request.param == "sqlite":
        yield connections["default"]
        return
    cluster, name = request.getfixturevalue("postgres"), request.getfixturevalue("migrated_postgres")
    with (
        django_db_blocker.unblock(),
        connected(cluster.settings(APPLICATION, name)) as wrapper,
        transaction.atomic(),
    ):
        yield wrapper
        if not wrapper.needs_rollback:
            wrapper.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(params=KINDS)
def fresh_database(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any
) -> Iterator[Database]:
    """Each kind of database in turn, for this test alone: transactions commit."""
    if request.param == "sqlite":
        path = tmp_path / "site.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        wanted = owner = sqlite_settings(path)
        drop: Callable[[], None] = lambda: None  # noqa: E731
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        template = request.getfixturevalue("migrated_postgres")
        name = f"fresh_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**8}"
        cluster.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        wanted, owner = cluster.settings(APPLICATION, name), cluster.settings(OWNER, name)

        def drop() -> None:
            cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")

    with django_db_blocker.unblock(), connected(wanted) as connection:
        yield Database(request.param, connection, wanted, owner)
    drop()
