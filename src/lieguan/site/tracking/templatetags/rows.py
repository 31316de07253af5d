"""Rows of items that are built by hand: `{% load rows %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from lieguan.site.tracking.board_rows import agency_rows_html, short_rows_html

register = template.Library()


@register.filter
def short_rows(items: Iterable[Any]) -> SafeString:
    """The rows of the short table of items."""
    return short_rows_html(items)


@register.filter
def agency_rows(agencies: Iterable[Any], board_url: str) -> SafeString:
    """The rows of the agencies of a body, each with the way to its items on the board."""
    return agency_rows_html(agencies, board_url)
