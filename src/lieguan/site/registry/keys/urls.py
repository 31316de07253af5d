"""Addresses under /keys/."""

from __future__ import annotations

from django.urls import path

from lieguan.site.registry.keys import views

urlpatterns = [
    path("", views.keys, name="keys"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw-key"),
]
