"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lieguan.site.registry"
    label = "registry"
    verbose_name = "機關與人員"

    def ready(self) -> None:
        """Register the guard of the registry, and read the site's own agencies: a file that cannot be read stops the
        start, not the first minutes."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.registry.agencies import known  # noqa: PLC0415 - needs the models
        from lieguan.site.registry.guards import GUARDS  # noqa: PLC0415

        register(GUARDS)
        known()
