"""Addresses under /accounts/."""

from __future__ import annotations

from django.urls import path

from lieguan.site.registry.accounts import views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/grants/", views.grant, name="grant"),
    path("<int:pk>/grants/<int:grant_pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/name/", views.rename, name="rename"),
    path("<int:pk>/activity/", views.activity, name="activity"),
    path("<int:pk>/link/", views.link, name="link"),
]
