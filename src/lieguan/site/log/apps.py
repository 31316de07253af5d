"""The log app."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "lieguan.site.log"
    label = "log"
    verbose_name = "修改紀錄"
