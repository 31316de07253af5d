"""Addresses of places on pages that have several pages: `?at=` names the anchor, so that the site opens the right one.

A published tree leaves `at` out of its files, and leads such a link to the page that holds the anchor.
"""

from __future__ import annotations

from django.urls import reverse

from lieguan.site.registry.leaves import ANCHOR


def at(address: str, anchor: str) -> str:
    """The place of an anchor on the pages of `address`."""
    return f"{address}?{ANCHOR}={anchor}#{anchor}" if anchor else address


def of_paragraph(meeting: int, uid: str) -> str:
    """The place of a paragraph on its meeting's pages; its permanent address leads here (records:paragraph)."""
    return at(reverse("records:meeting", args=[meeting]), uid)


def of_part(meeting: int, number: int) -> str:
    """The place of a part of a meeting's original text, counted from 0."""
    return at(reverse("records:text", args=[meeting]), f"p{number}")
