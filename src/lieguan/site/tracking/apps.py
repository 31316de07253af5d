"""The tracking app."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "lieguan.site.tracking"
    label = "tracking"
    verbose_name = "列管"

    def ready(self) -> None:
        """Register the guards of tracking, and listen to what records changes."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.tracking import receivers  # noqa: PLC0415
        from lieguan.site.tracking.guards import GUARDS  # noqa: PLC0415

        register(GUARDS)
        receivers.connect()
