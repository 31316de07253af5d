"""The opendata app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    name = "lieguan.site.opendata"
    label = "opendata"
    verbose_name = _("開放資料")
