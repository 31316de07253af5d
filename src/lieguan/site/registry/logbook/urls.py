"""Addresses under /log/."""

from __future__ import annotations

from django.urls import path

from lieguan.site.registry.logbook import views

urlpatterns = [
    path("", views.log, name="log"),
    path("erase/", views.erase, name="erase"),
]
