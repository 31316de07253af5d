"""The tracking app."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "lieguan.site.tracking"
    label = "tracking"
    verbose_name = "列管"
