"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lieguan.site.registry"
    label = "registry"
    verbose_name = "機關與人員"
