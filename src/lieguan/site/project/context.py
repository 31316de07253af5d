"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lieguan.site.project.menu import menu


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo`: mark the page 示範. `menu`: the links in the head of the page."""
    return {"demo": settings.DEMO, "menu": SimpleLazyObject(lambda: menu(request))}
