"""The project app: templates, static files and commands that belong to no one app."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "lieguan.site.project"
    label = "project"
