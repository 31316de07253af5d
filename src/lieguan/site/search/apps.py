"""The search app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "lieguan.site.search"
    label = "search"
    verbose_name = _("搜尋")

    def ready(self) -> None:
        """Register what can be found."""
        from lieguan.site.search.measures import register_measures  # noqa: PLC0415
        from lieguan.site.search.named import register_names  # noqa: PLC0415 - models load after ready()
        from lieguan.site.search.things import register_things  # noqa: PLC0415

        register_things()
        register_measures()
        register_names()
