"""The addresses of the site."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from lieguan.site.api.interface import api
from lieguan.site.project import views

urlpatterns = [
    path("", views.home, name="home"),
    # Without a token, which would make every page one reader's own; it changes a cookie of the reader and nothing else.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("account/", include("allauth.urls")),
    path("", include("lieguan.site.registry.urls")),
    path("", include("lieguan.site.withholding.urls")),
    path("", include("lieguan.site.records.urls")),
    path("", include("lieguan.site.tracking.urls")),
    path("", include("lieguan.site.programme.urls")),
    path("", include("lieguan.site.papers.urls")),
    path("", include("lieguan.site.search.urls")),
    path("", include("lieguan.site.api.urls")),
    path("", include("lieguan.site.opendata.urls")),
    path("api/1/", api.urls),
]
