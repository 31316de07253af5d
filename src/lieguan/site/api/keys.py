"""Who a program acts as: the account of the key in `Authorization: Bearer …`. A signed-in browser counts for nothing
here, so that no page elsewhere can make it write."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from lieguan.site.registry.keys import actions
from lieguan.site.registry.models import ApiKey


class KeyAuth(HttpBearer):
    """The key, as `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """The key that holds, or None; the request then reads as its account."""
        key = actions.use(token)
        if key is not None:
            request.user = key.account
        return key


def key_of(request: HttpRequest) -> ApiKey:
    """The key that an operation with KeyAuth was asked with."""
    found: Any = request.auth  # type: ignore[attr-defined]  # ninja sets it
    assert isinstance(found, ApiKey)
    return found
