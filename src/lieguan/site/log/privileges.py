"""What the application's role may do on PostgreSQL, where another role owns every table.

A role that owns a table can switch its triggers off; one that does not can only send statements, and those the
guards see. TRUNCATE fires no row trigger, so it is granted to nobody.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from lieguan.site.log import guards

# What migrations write and the application only reads.
READ_ONLY = ("django_migrations",)
# What an erasure empties (erasing.py), and nothing else changes: guards see to that.
ERASABLE = {"log_values": "salt, before, after"}


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` its rights on every table of the schema; the connected role owns them."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        tables = connection.introspection.table_names(cursor)
        append_only = [g.table for g in guards.registered() if g.name == f"{g.table}_not_changed"]
        statements = [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}",
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}",
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}",
            # Tables made after the migrations, such as the shared cache's.
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
        ]
        for rights, listed in (("UPDATE, DELETE", append_only), ("INSERT, UPDATE, DELETE", READ_ONLY)):
            statements += [f"REVOKE {rights} ON {schema}.{t} FROM {name}" for t in listed if t in tables]
        statements += [
            f"GRANT UPDATE ({columns}) ON {schema}.{table} TO {name}"
            for table, columns in ERASABLE.items()
            if table in tables
        ]
        for statement in statements:
            cursor.execute(statement)
