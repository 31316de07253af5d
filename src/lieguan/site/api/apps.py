"""The api app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "lieguan.site.api"
    label = "api"
    verbose_name = _("程式介面")
