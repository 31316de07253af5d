"""`lieguan` on PostgreSQL as docs/how-to/postgresql.md says: one role owns the tables, the site runs as another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import APPLICATION, OWNER, Cluster
from live_site import LIEGUAN, site_environment


@pytest.fixture
def empty(postgres: Cluster, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a site whose database is there and holds nothing."""
    postgres.execute(f"CREATE DATABASE empty_site OWNER {OWNER} TEMPLATE template0 LOCALE 'C.UTF-8'")
    yield site_environment(tmp_path / "data") | {
        "LIEGUAN_DATABASE_URL": postgres.url(APPLICATION, "empty_site"),
        "LIEGUAN_DATABASE_OWNER_URL": postgres.url(OWNER, "empty_site"),
    }
    postgres.execute("DROP DATABASE empty_site WITH (FORCE)")


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LIEGUAN), *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_migrations_run_as_the_owner_and_the_site_as_a_role_that_owns_nothing(empty: dict[str, str]) -> None:
    made = command(empty, "migrate")
    assert made.returncode == 0, made.stderr
    checked = command(empty, "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    # The table of the shared cache is made after the migrations, and the site's role counts failed sign-ins in it.
    counted = "import django; django.setup()\nfrom django.core.cache import cache\nassert cache.add('one', 1)"
    subprocess.run([sys.executable, "-c", counted], env=empty, check=True)
    again = command(empty, "migrate")
    assert again.returncode == 0, again.stderr


def test_a_site_whose_role_owns_the_tables_does_not_start(empty: dict[str, str]) -> None:
    one_role = empty | {"LIEGUAN_DATABASE_URL": empty["LIEGUAN_DATABASE_OWNER_URL"]}
    refused = command(one_role, "migrate")
    assert refused.returncode == 2
    assert "owns tables" in refused.stderr


def test_an_owner_that_cannot_sign_in_is_said_in_one_line(empty: dict[str, str]) -> None:
    refused = command(
        empty | {"LIEGUAN_DATABASE_OWNER_URL": "postgres://nobody@127.0.0.1:9/empty_site"}, "migrate"
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith(
        "lieguan: LIEGUAN_DATABASE_OWNER_URL: migrate as the owner of the tables failed"
    )
    assert refused.stderr.count("\n") == 1
