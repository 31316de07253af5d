"""What a public page weighs, with all that it loads, and that it is painted before any script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sample_series
from django.contrib.staticfiles import finders
from django.test import Client

HEAVIEST = 150_000
LOADED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="/static/([^"]+)"[^>]*>')


@pytest.mark.django_db
def test_public_pages_are_light_and_need_no_script(client: Client) -> None:
    series = sample_series.lay()
    slug, item = series.body.slug, series.items[1].pk
    agency = series.agency("交通部").pk
    for address in (
        "/", f"/bodies/{slug}/", f"/bodies/{slug}/board/?state=all", f"/bodies/{slug}/meetings/", f"/items/{item}/",
        f"/agencies/{agency}/", "/search/", "/search/?q=%E9%9B%A2%E5%B3%B6",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        loaded = LOADED.findall(page)
        assert loaded, address
        sizes = [Path(str(finders.find(name))).stat().st_size for name in loaded]
        assert len(response.content) + sum(sizes) <= HEAVIEST, (address, sizes)
        scripts = [tag for tag in re.findall(r"<script\b[^>]*>", page) if "application/ld+json" not in tag]
        assert all(" defer" in tag for tag in scripts), address
