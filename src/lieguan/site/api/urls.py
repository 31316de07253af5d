"""The addresses of the interface: the operations under /api/1/ aside, feeds and calendars beside the pages they follow."""

from __future__ import annotations

from django.urls import path

from lieguan.site.api import calendars, feeds

app_name = "api"
urlpatterns = [
    path("bodies/<slug:slug>/feed.atom", feeds.BodyFeed(), name="body-feed"),
    path("bodies/<slug:slug>/calendar.ics", calendars.of_body, name="body-calendar"),
    path("agencies/<int:pk>/calendar.ics", calendars.of_agency, name="agency-calendar"),
    path("items/<int:pk>/feed.atom", feeds.ItemFeed(), name="item-feed"),
    path("search/feed.atom", feeds.SearchFeed(), name="search-feed"),
    path("log.atom", feeds.LogFeed(), name="log-feed"),
]
