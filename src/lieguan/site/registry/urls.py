"""Addresses of the registry."""

from __future__ import annotations

from django.urls import include, path

from lieguan.site.registry import views

app_name = "registry"
urlpatterns = [
    path("registry/bodies/", views.bodies, name="bodies"),
    path("registry/bodies/<slug:slug>/", views.body, name="body"),
    path("registry/agencies/", views.agencies, name="agencies"),
    path("keys/", include("lieguan.site.registry.keys.urls")),
    path("registry/agencies/<int:pk>/submitting/", views.submitting, name="submitting"),
    path("log/", include("lieguan.site.registry.logbook.urls")),
    path("accounts/", include("lieguan.site.registry.accounts.urls")),
]
