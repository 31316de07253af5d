"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lieguan.site.records"
    label = "records"
    verbose_name = "會議紀錄"
