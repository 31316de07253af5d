"""The addresses of tracking."""

from __future__ import annotations

from django.urls import path

from lieguan.site.tracking.views import board, bodies, item

app_name = "tracking"
urlpatterns = [
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/board/", board.board, name="board"),
    path("agencies/<int:pk>/", bodies.agency, name="agency"),
    path("items/<int:pk>/", item.item, name="item"),
]
