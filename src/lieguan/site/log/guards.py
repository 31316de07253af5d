"""Guards: triggers that refuse what the rules of tracking forbid, whoever sends the statement.

An app lists its guards in its `guards.py` as GUARDS and registers them in its AppConfig.ready(). They are installed
after every migration (on SQLite a migration rebuilds tables, which loses their triggers), compared before the site
starts (`require`), and by `lieguan verify`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lieguan.errors import GuardsMissing

# Under REPEATABLE READ a trigger does not see what another transaction has just committed, so two could pass each
# other; SERIALIZABLE finds that out by itself (https://www.postgresql.org/docs/15/transaction-iso.html).
ISOLATION = (
    "IF current_setting('transaction_isolation') NOT IN ('read committed', 'serializable') THEN"
    " RAISE EXCEPTION 'lieguan: guarded tables are changed under READ COMMITTED or SERIALIZABLE only'"
    " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger.

    name      lower case, unique in the database
    table     the table that it stands on
    when      such as "BEFORE UPDATE"
    sqlite    statements between BEGIN and END (RAISE(ABORT, 'message') refuses)
    postgres  statements of a plpgsql trigger function between BEGIN and END, ending with RETURN NEW or RETURN OLD
    """

    name: str
    table: str
    when: str
    sqlite: str
    postgres: str

    def sqlite_definition(self) -> str:
        """The CREATE TRIGGER statement as SQLite keeps it in sqlite_master."""
        return f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW BEGIN {self.sqlite} END"

    def sqlite_statements(self) -> list[str]:
        """The statements that install it on SQLite."""
        return [f"DROP TRIGGER IF EXISTS {self.name}", self.sqlite_definition()]

    def postgres_body(self) -> str:
        """The function's source as pg_proc keeps it."""
        return f" BEGIN {self.postgres} END "

    def postgres_definition(self, schema: str) -> str:
        """The trigger as pg_get_triggerdef gives it."""
        return (
            f"CREATE TRIGGER {self.name} {self.when} ON {schema}.{self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {schema}.{self.name}()"
        )

    def postgres_statements(self, schema: str) -> list[str]:
        """The statements that install it on PostgreSQL.

        The path of names is fixed with pg_temp last: a temporary table of the same name must not be asked instead.
        """
        return [
            f"CREATE OR REPLACE FUNCTION {schema}.{self.name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path = {schema}, pg_temp AS $guard${self.postgres_body()}$guard$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {schema}.{self.table}",
            self.postgres_definition(schema),
        ]


def refuse(name: str, table: str, when: str, condition: str, message: str, *, lock: str = "") -> Guard:
    """A guard that refuses the statement where `condition` holds for a row.

    condition  SQL that both databases understand, on NEW and OLD; `A DIFFERS FROM B` also tells null from a value
    lock       PostgreSQL statements before it that lock the rows which `condition` reads (FOR SHARE), so that no
               other transaction can change them between the check and the commit. SQLite has one writer at a time
    """
    text = f"lieguan: {message}".replace("'", "''")
    row = "OLD" if when.endswith("DELETE") else "NEW"
    on_sqlite = condition.replace("DIFFERS FROM", "IS NOT")
    on_postgres = condition.replace("DIFFERS FROM", "IS DISTINCT FROM")
    before = f"{ISOLATION} {lock} " if lock else ""
    return Guard(
        name,
        table,
        when,
        sqlite=f"SELECT RAISE(ABORT, '{text}') WHERE {on_sqlite};",
        postgres=f"{before}IF {on_postgres} THEN RAISE EXCEPTION '{text.replace('%', '%%')}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row};",
    )


def append_only(table: str, *, key: str = "id") -> tuple[Guard, ...]:
    """Guards under which rows of a table are neither changed nor removed, by INSERT OR REPLACE least of all."""
    return (
        refuse(
            f"{table}_not_replaced",
            table,
            "BEFORE INSERT",
            f"EXISTS (SELECT 1 FROM {table} AS x WHERE x.{key} = NEW.{key})",
            f"a row of {table} is not replaced",
        ),
        refuse(f"{table}_not_changed", table, "BEFORE UPDATE", "1 = 1", f"a row of {table} is not changed"),
        refuse(f"{table}_not_removed", table, "BEFORE DELETE", "1 = 1", f"a row of {table} is not removed"),
    )


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
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        schema = _schema(cursor) if connection.vendor == "postgresql" else ""
        for guard in registered():
            if guard.table not in tables:
                continue
            statements = guard.postgres_statements(schema) if schema else guard.sqlite_statements()
            for statement in statements:
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the registered guards away. Only a migration does: SQLite refuses to rebuild a table that they name."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in registered():
            if guard.table in tables:
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that do not stand, are switched off, or are not as written here."""
    standing = _postgres(connection) if connection.vendor == "postgresql" else _sqlite(connection)
    return [guard.name for guard in registered() if not _stands(guard, standing)]


def require(connection: BaseDatabaseWrapper) -> None:
    """Refuse to go on with GuardsMissing where a guard is missing or the role could take them away."""
    lost = missing(connection)
    if lost:
        raise GuardsMissing(
            f"{len(lost)} guards are missing from the database: {', '.join(lost)}",
            place=str(connection.settings_dict["NAME"]),
            remedy="stop the site and run `lieguan migrate`, which installs them; then `lieguan verify`",
        )
    owned = owned_tables(connection)
    if owned:
        raise GuardsMissing(
            f"the role {connection.settings_dict['USER']} owns tables or is a superuser and could take the guards"
            f" away ({', '.join(owned[:3])} …)",
            place=str(connection.settings_dict["NAME"]),
            remedy="give LIEGUAN_DATABASE_OWNER_URL the owner and LIEGUAN_DATABASE_URL a role that owns nothing",
        )


def owned_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Guarded tables on which the connected role has an owner's power (PostgreSQL; always empty on SQLite)."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND c.relname = ANY(%s)"
            " AND pg_has_role(current_user, c.relowner, 'MEMBER') ORDER BY 1",
            [sorted({guard.table for guard in registered()})],
        )
        return [name for (name,) in cursor.fetchall()]


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    return str(cursor.fetchone()[0])


def _stands(guard: Guard, standing: dict[str, tuple[str, ...]]) -> bool:
    found = standing.get(guard.name)
    if found is None:
        return False
    if len(found) == 1:
        return found == (guard.sqlite_definition(),)
    definition, source, path, schema = found
    return (definition, source, path) == (
        guard.postgres_definition(schema),
        guard.postgres_body(),
        f"search_path={schema}, pg_temp",
    )


def _sqlite(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        if cursor.fetchone()[0] != 1:
            return {}
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (sql,) for name, sql in cursor.fetchall()}


def _postgres(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    # pg_get_triggerdef leaves the schema off what the path of names finds, so an empty path makes it say all.
    with connection.cursor() as cursor:
        schema = _schema(cursor)
        cursor.execute("SELECT current_setting('search_path'), current_setting('session_replication_role')")
        path, replication = cursor.fetchone()
        if replication != "origin":
            return {}
        cursor.execute("SELECT set_config('search_path', '', false)")
        try:
            cursor.execute(
                "SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc, coalesce(p.proconfig[1], '')"
                " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND quote_ident(n.nspname) = %s",
                [schema],
            )
            rows = cursor.fetchall()
        finally:
            cursor.execute("SELECT set_config('search_path', %s, false)", [path])
        return {name: (*found, schema) for name, *found in rows}


# Values are emptied once an erasure with its ground is in the chain (erasing.py), and not changed otherwise.
_VALUES = (
    refuse(
        "log_values_not_replaced",
        "log_values",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM log_values AS x WHERE x.entry_id = NEW.entry_id)",
        "a row of log_values is not replaced",
    ),
    refuse(
        "log_values_not_changed",
        "log_values",
        "BEFORE UPDATE",
        "NEW.entry_id <> OLD.entry_id OR NEW.salt <> '' OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM log_entry AS e WHERE e.kind = 'log.values'"
        " AND e.object_id = CAST(OLD.entry_id AS varchar(60)) AND e.action = 'log.erase' AND e.ground <> ''"
        " AND e.number > OLD.entry_id)",
        "values of the log are not changed; they are erased once an entry says so, with its ground",
    ),
    refuse(
        "log_values_not_removed", "log_values", "BEFORE DELETE", "1 = 1", "a row of log_values is not removed"
    ),
)

GUARDS = (
    *append_only("log_entry", key="number"),
    *_VALUES,
    refuse(
        "log_entry_continues",
        "log_entry",
        "BEFORE INSERT",
        "NEW.number DIFFERS FROM (SELECT coalesce(max(e.number), 0) + 1 FROM log_entry AS e)"
        " OR NEW.previous DIFFERS FROM coalesce("
        "(SELECT e.digest FROM log_entry AS e ORDER BY e.number DESC LIMIT 1),"
        f" '{'0' * 64}')",
        "an entry goes to the end of the chain",
    ),
)
