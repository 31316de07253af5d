"""The addresses of open data."""

from __future__ import annotations

from django.urls import path

from lieguan.site.opendata import sitemap, views

app_name = "opendata"
urlpatterns = [
    path("open-data/", views.index, name="index"),
    path("open-data/catalogue.json", views.descriptions, name="descriptions"),
    path("open-data/<slug:name>.json", views.description, name="description"),
    path("open-data/<slug:name>.csv", views.table, name="csv"),
    path("open-data/<slug:name>.jsonl", views.json_lines, name="jsonl"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap-index"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap.part, name="sitemap"),
]
