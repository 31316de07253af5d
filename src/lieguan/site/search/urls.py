"""The addresses of search."""

from __future__ import annotations

from django.urls import path

from lieguan.site.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
]
