"""The log app: it installs every app's guards."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class LogConfig(AppConfig):
    name = "lieguan.site.log"
    label = "log"
    verbose_name = "修改紀錄"

    def ready(self) -> None:
        """Register the log's guards and re-install all guards with every migration."""
        from lieguan.site.log import guards  # noqa: PLC0415 - apps are not loaded before ready()

        guards.register(guards.GUARDS)
        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)


def before_migrations(*, using: str, plan: list[Any], **_: Any) -> None:
    """Take the guards away where tables will be rebuilt: SQLite refuses that while a trigger names the table."""
    from lieguan.site.log import guards  # noqa: PLC0415 - apps are not loaded before ready()

    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        guards.remove(connection)


def after_migrations(*, using: str, **_: Any) -> None:
    """Install every guard; on PostgreSQL give the application's role what it may do, and no more."""
    from lieguan.site.log import guards, privileges  # noqa: PLC0415 - apps are not loaded before ready()

    connection = connections[using]
    guards.install(connection)
    if connection.vendor == "postgresql" and settings.DATABASE_APPLICATION_ROLE:
        privileges.grant(connection, settings.DATABASE_APPLICATION_ROLE)
