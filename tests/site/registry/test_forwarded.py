"""Whose address a failed sign-in counts for: the proxy says, not who signs in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from lieguan.site.registry.models import Account
from live_site import site_environment

SPOOFED = "198.51.100.7"


def address(settings: object, header: str) -> str:
    request = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=header)
    return str(get_adapter(request).get_client_ip(request))


def test_behind_the_proxy_the_last_address_counts(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]  # as LIEGUAN_PROXY sets it
    assert address(settings, "203.0.113.9") == "203.0.113.9"
    assert address(settings, f"{SPOOFED}, 203.0.113.9") == "203.0.113.9"
    assert address(settings, f"{SPOOFED}, {SPOOFED}, 203.0.113.9") == "203.0.113.9"


def test_without_a_proxy_nothing_that_is_sent_counts(settings: object) -> None:
    assert address(settings, SPOOFED) == "127.0.0.1"


@pytest.mark.django_db
def test_another_address_in_each_try_does_not_open_a_locked_account(client: Client) -> None:
    cache.clear()
    account = Account.objects.create_account("desk@example.org", "窗口")
    account.set_password("窗口自己的一組長密碼")
    account.save()
    for number, password in enumerate(["猜的密碼"] * 5 + ["窗口自己的一組長密碼"]):
        client.post(
            reverse("account_login"),
            {"login": account.email, "password": password},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        )
    assert not client.session.get("_auth_user_id")
    cache.clear()


def test_the_environment_says_whether_there_is_a_proxy(tmp_path: Path) -> None:
    def said(**environment: str) -> str:
        source = (
            "from lieguan.site.project import settings as s; print(getattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0),"
            " getattr(s, 'SECURE_PROXY_SSL_HEADER', None), s.SESSION_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS)"
        )
        run = subprocess.run(
            [sys.executable, "-c", source],
            env=os.environ | site_environment(tmp_path / "data") | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout.strip()

    assert said() == "0 None False []"
    origin = "https://tracking.example.org"
    expected = f"1 ('HTTP_X_FORWARDED_PROTO', 'https') True ['{origin}']"
    assert said(LIEGUAN_PROXY="1", LIEGUAN_ORIGIN=origin) == expected
