"""The withholding app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WithholdingConfig(AppConfig):
    name = "lieguan.site.withholding"
    label = "withholding"
    verbose_name = _("限制公開")

    def ready(self) -> None:
        """Register the guards of restrictions."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.withholding.guards import GUARDS  # noqa: PLC0415

        register(GUARDS)
