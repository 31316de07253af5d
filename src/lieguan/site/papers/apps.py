"""The papers app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lieguan.site.papers"
    label = "papers"
    verbose_name = "會議文件"
