"""Addresses of the registry."""

from __future__ import annotations

from django.urls import include, path

app_name = "registry"
urlpatterns = [
    path("accounts/", include("lieguan.site.registry.accounts.urls")),
]
