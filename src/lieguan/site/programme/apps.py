"""The programme app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "lieguan.site.programme"
    label = "programme"
    verbose_name = "方案"

    def ready(self) -> None:
        """Register the guards of programmes."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.programme.guards import GUARDS  # noqa: PLC0415

        register(GUARDS)
