"""Absolute addresses: of objects in the interface, and of their pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def absolute(request: HttpRequest, path: str) -> str:
    """The address with its host: the one that the environment names, else the one that was asked."""
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)


def thing(request: HttpRequest, name: str, key: Any) -> str:
    """The address of an object in the interface."""
    return absolute(request, reverse(f"api-1:{name}", args=[key]))


def page(request: HttpRequest, name: str, *arguments: Any) -> str:
    """The address of a page for people."""
    return absolute(request, reverse(name, args=arguments))


def paragraph(request: HttpRequest, uid: str) -> str:
    """The permanent address of a paragraph."""
    return page(request, "records:paragraph", uid)
