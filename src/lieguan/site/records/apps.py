"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lieguan.site.records"
    label = "records"
    verbose_name = "會議紀錄"

    def ready(self) -> None:
        """Register the guards of records, and what of them can be restricted."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.records import restricting  # noqa: PLC0415
        from lieguan.site.records.guards import GUARDS  # noqa: PLC0415

        register(GUARDS)
        restricting.connect()
