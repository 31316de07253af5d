"""The addresses of search."""

from __future__ import annotations

from django.urls import path

from lieguan.site.search import saved_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("search/saved/", saved_views.searches, name="saved"),
    path("search/saved/<int:pk>/drop/", saved_views.drop, name="drop"),
    path("search/saved/stop/<str:token>/", saved_views.stop, name="stop"),
]
