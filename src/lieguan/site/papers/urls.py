"""The addresses of papers."""

from __future__ import annotations

from django.urls import path

from lieguan.site.papers import views

app_name = "papers"
urlpatterns = [
    path("bodies/<slug:slug>/report/", views.report, name="report"),
    path("bodies/<slug:slug>/report/whole/", views.report, {"whole": True}, name="report-whole"),
    path("bodies/<slug:slug>/report.odt", views.download, {"kind": "odt"}, name="report-odt"),
    path("bodies/<slug:slug>/report.pdf", views.download, {"kind": "pdf"}, name="report-pdf"),
]
