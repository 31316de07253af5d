"""The addresses of withholding."""

from __future__ import annotations

from django.urls import path

from lieguan.site.withholding import views

app_name = "withholding"
urlpatterns = [
    path("restrictions/<int:pk>/lift/", views.lift, name="lift"),
    path("restrictions/<slug:kind>/<slug:key>/", views.restrict, name="restrict"),
    path("bodies/<slug:slug>/restrictions/", views.restrictions, name="restrictions"),
]
