"""The guards are there after every migration, and the site does not start where one is not."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, models, transaction

from databases import APPLICATION, Cluster, Database, connected
from lieguan.errors import Conflict, GuardsMissing
from lieguan.site.log import guards, privileges
from lieguan.site.log.apps import after_migrations, before_migrations
from lieguan.site.tracking.models import Item
from scene import Scene


def names() -> list[str]:
    return sorted(guard.name for guard in guards.registered())


def test_every_guard_stands_after_migrating(fresh_database: Database) -> None:
    assert guards.missing(connection) == []
    guards.require(connection)


def test_migrating_installs_what_is_missing(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(fresh_database.owner) as owner:
        guards.remove(owner)
        assert sorted(guards.missing(owner)) == names()
        if owner.vendor == "postgresql":
            monkeypatch.setattr(settings, "DATABASE_APPLICATION_ROLE", APPLICATION)
        call_command("migrate", verbosity=0, interactive=False)
        assert guards.missing(owner) == []


def test_a_rebuilt_table_has_its_guards_again(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changing a field rebuilds the table on SQLite, which drops its triggers, and those of others name it."""
    old = Item._meta.get_field("carried_in_from")
    new = models.CharField(max_length=5000, blank=True)
    new.set_attributes_from_name("carried_in_from")
    new.model = Item
    with connected(fresh_database.owner) as owner:
        call_command("migrate", verbosity=0, interactive=False)
        before_migrations(using="default", plan=[("any", False)])
        with owner.schema_editor() as editor:
            editor.alter_field(Item, old, new, strict=True)
        assert owner.vendor == "postgresql" or "tracking_item_ends" in guards.missing(owner)
        after_migrations(using="default")
        assert guards.missing(owner) == []


@pytest.mark.parametrize("name", ["tracking_item_ends", "log_entry_not_removed", "tracking_clause_falls"])
def test_the_site_does_not_start_with_a_guard_missing(fresh_database: Database, name: str) -> None:
    guard = next(one for one in guards.registered() if one.name == name)
    with connected(fresh_database.owner) as owner, owner.cursor() as cursor:
        on = f" ON {guard.table}" if owner.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert guards.missing(connection) == [name]
    with pytest.raises(GuardsMissing, match=f"{name}.*lieguan migrate"):
        guards.require(connection)


def test_a_guard_that_says_something_else_counts_as_missing(fresh_database: Database) -> None:
    with connected(fresh_database.owner) as owner, owner.cursor() as cursor:
        if owner.vendor == "postgresql":
            cursor.execute("ALTER TABLE tracking_item DISABLE TRIGGER tracking_item_ends")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION tracking_item_stays() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN RETURN OLD; END'"
            )
        else:
            for name, when in (
                ("tracking_item_ends", "AFTER UPDATE"),
                ("tracking_item_stays", "BEFORE DELETE"),
            ):
                cursor.execute(f"DROP TRIGGER {name}")
                cursor.execute(f"CREATE TRIGGER {name} {when} ON tracking_item BEGIN SELECT 1; END")
    assert guards.missing(connection) == ["tracking_item_ends", "tracking_item_stays"]


class TestPostgreSQL:
    """What the application's role cannot do, because it owns nothing."""

    @pytest.fixture(autouse=True)
    def _connected(
        self, postgres: Cluster, migrated_postgres: str, db: None, django_db_blocker: object
    ) -> object:
        with connected(postgres.settings(APPLICATION, migrated_postgres)), transaction.atomic():
            yield
            transaction.set_rollback(True)

    @pytest.mark.parametrize(
        "statement",
        [
            "TRUNCATE tracking_item CASCADE",
            "TRUNCATE log_entry CASCADE",
            "TRUNCATE tracking_ruling_duties",
            "DROP TRIGGER tracking_item_ends ON tracking_item",
            "ALTER TABLE tracking_item DISABLE TRIGGER ALL",
            "ALTER TABLE tracking_item DISABLE TRIGGER tracking_item_ends",
            "DROP TABLE tracking_item CASCADE",
            "CREATE OR REPLACE FUNCTION public.tracking_item_ends() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "DROP FUNCTION tracking_item_ends CASCADE",
            "CREATE TABLE public.other (id int)",
            "CREATE TRIGGER t BEFORE UPDATE ON tracking_item FOR EACH ROW EXECUTE FUNCTION tracking_item_ends()",
            "CREATE RULE r AS ON DELETE TO tracking_item DO INSTEAD NOTHING",
            "SET session_replication_role = replica",
            "UPDATE log_entry SET actor = 'x'",
            "DELETE FROM log_entry",
            "UPDATE log_values SET entry_id = 1",
            "DELETE FROM log_values",
            "DELETE FROM records_recordversion",
            "DELETE FROM django_migrations",
        ],
    )
    def test_the_role_may_not(self, statement: str) -> None:
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_a_temporary_table_of_the_same_name_fools_no_guard(self) -> None:
        scene = Scene()
        item = scene.item(scene.meeting(1), "內政部")
        with connection.cursor() as cursor:
            for table in (
                "tracking_item",
                "tracking_ruling",
                "records_clause",
                "records_meeting",
                "registry_body",
            ):
                cursor.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM public.{table}")
            cursor.execute("UPDATE pg_temp.tracking_item SET state = 'tracked'")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE public.tracking_item SET state = 'released', ended_by_id = 1 WHERE id = %s", [item.pk]
            )

    def test_the_site_does_not_start_as_the_owner(self, postgres: Cluster, migrated_postgres: str) -> None:
        for role in ("lieguan_owner", "postgres"):
            with connected(postgres.settings(role, migrated_postgres)) as owner:
                assert guards.missing(owner) == []
                with pytest.raises(GuardsMissing, match="owns tables"):
                    guards.require(owner)


@pytest.mark.parametrize(("level", "refused"), [("REPEATABLE READ", True), ("SERIALIZABLE", False)])
def test_under_repeatable_read_nothing_guarded_is_changed(
    postgres: Cluster, migrated_postgres: str, db: None, level: str, refused: bool
) -> None:
    """Under it two transactions could pass each other's guards; SERIALIZABLE tells them by itself."""
    with connected(postgres.settings(APPLICATION, migrated_postgres)), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        if refused:
            with pytest.raises(Conflict, match="READ COMMITTED or SERIALIZABLE"), transaction.atomic():
                Scene().item(None, "內政部")
        else:
            Scene().item(None, "內政部")
        transaction.set_rollback(True)


def test_append_only_tables_are_told_by_their_guards() -> None:
    tables = {guard.table for guard in guards.registered() if guard.name == f"{guard.table}_not_changed"}
    assert tables == {
        "log_entry", "log_values", "records_recordversion", "records_secondconfirmation", "withholding_cover",
        "programme_outlineversion", "programme_group", "programme_measure", "programme_responsible", "programme_indicator",
        "programme_value",
    }  # fmt: skip
    assert set(privileges.READ_ONLY) == {"django_migrations"}
    assert connections["default"].vendor == "sqlite"
