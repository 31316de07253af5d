"""Absolute addresses: of objects in the interface, and of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses on a site; `origin` such as https://tracking.example.org, without a path."""

    origin: str

    def absolute(self, path: str) -> str:
        """The address with its host."""
        return f"{self.origin}{path}"

    def thing(self, name: str, key: Any) -> str:
        """The address of an object in the interface."""
        return self.absolute(reverse(f"api-1:{name}", args=[key]))

    def page(self, name: str, *arguments: Any) -> str:
        """The address of a page for people."""
        return self.absolute(reverse(name, args=arguments))

    def paragraph(self, uid: str) -> str:
        """The permanent address of a paragraph."""
        return self.page("records:paragraph", uid)


def of(request: HttpRequest) -> Addresses:
    """Addresses on the host that the environment names, else on the one that was asked."""
    return Addresses(settings.ORIGIN or f"{request.scheme}://{request.get_host()}")
