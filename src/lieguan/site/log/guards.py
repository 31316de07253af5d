"""Guards: triggers that refuse what the rules of design.md (Tracking 4, 5, 9) forbid, whoever sends the statement.

An app lists its guards in `guards.py` as GUARDS and registers them in its AppConfig.ready(). They are installed
after every migration (a migration on SQLite rebuilds tables and loses triggers), compared before the site starts,
and by `lieguan verify`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger.

    name      lower case, unique in the database
    table     the table that it stands on
    when      e.g. "BEFORE UPDATE", "BEFORE INSERT", "BEFORE DELETE"
    sqlite    body statements between BEGIN and END (RAISE(ABORT, 'message') refuses)
    postgres  body of a plpgsql trigger function between BEGIN and END (RAISE EXCEPTION 'message' refuses;
              must end with RETURN NEW or RETURN OLD)
    """

    name: str
    table: str
    when: str
    sqlite: str
    postgres: str

    def sqlite_statements(self) -> list[str]:
        """The statements that install it on SQLite."""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            self.sqlite_definition(),
        ]

    def sqlite_definition(self) -> str:
        """The CREATE TRIGGER statement as SQLite keeps it in sqlite_master."""
        return f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW BEGIN {self.sqlite} END"

    def postgres_statements(self) -> list[str]:
        """The statements that install it on PostgreSQL."""
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$"
            f"{self.postgres_body()}$guard$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def postgres_body(self) -> str:
        """The function's source as pg_proc keeps it."""
        return f" BEGIN {self.postgres} END "


_guards: dict[str, Guard] = {}


def register(guards: Iterable[Guard]) -> None:
    """Add an app's guards to those that are installed and checked."""
    for guard in guards:
        _guards[guard.name] = guard


def registered() -> tuple[Guard, ...]:
    """Every guard that must stand."""
    return tuple(_guards.values())


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every registered guard whose table exists; needs the owner of the tables."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in registered():
            if guard.table not in tables:
                continue
            statements = (
                guard.postgres_statements()
                if connection.vendor == "postgresql"
                else guard.sqlite_statements()
            )
            for statement in statements:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that do not stand, are switched off, or are not as written here."""
    standing = _postgres(connection) if connection.vendor == "postgresql" else _sqlite(connection)
    found = []
    for guard in registered():
        wanted = guard.postgres_body() if connection.vendor == "postgresql" else guard.sqlite_definition()
        if standing.get(guard.name) != (guard.table, wanted):
            found.append(guard.name)
    return found


def _sqlite(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        if cursor.fetchone()[0] != 1:
            return {}
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (table, sql) for name, table, sql in cursor.fetchall()}


def _postgres(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            " AND pg_get_triggerdef(t.oid) LIKE '%% FOR EACH ROW %%'"
        )
        return {name: (table, source) for name, table, source in cursor.fetchall()}
