"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lieguan.site.registry"
    label = "registry"
    verbose_name = "機關與人員"

    def ready(self) -> None:
        """Read the site's own agencies now: a file that cannot be read stops the start, not the first minutes."""
        from lieguan.site.registry.agencies import known  # noqa: PLC0415 - needs the models

        known()
