"""The addresses of programmes."""

from __future__ import annotations

from django.urls import path

from lieguan.site.programme import editing, views

app_name = "programme"
urlpatterns = [
    path("bodies/<slug:slug>/programmes/", views.programmes, name="programmes"),
    path("bodies/<slug:slug>/programmes/take-in/", editing.take_in, name="take-in"),
    path("programmes/<slug:uid>/", views.programme, name="programme"),
    path("programmes/<slug:uid>/versions/<int:number>/", views.version, name="version"),
    path("programmes/<slug:uid>/versions/<int:number>/table.ods", views.table, {"kind": "ods"}, name="ods"),
    path("programmes/<slug:uid>/versions/<int:number>/table.csv", views.table, {"kind": "csv"}, name="csv"),
    path("programmes/<slug:uid>/value/", editing.value, name="value"),
    path("measures/<slug:uid>/", views.measure, name="measure"),
    path("measures/<slug:uid>/items/", editing.link, name="link"),
    path("measure-items/<int:pk>/withdraw/", editing.unlink, name="unlink"),
]
