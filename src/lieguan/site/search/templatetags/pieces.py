"""`{% load pieces %}{{ hit.pieces|marked }}`: words with those marked that were looked for."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lieguan.site.search.marking import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """The pieces, one after the other."""
    return mark_safe(  # noqa: S308 - escaped piece by piece
        "".join(f"<mark>{escape(one.text)}</mark>" if one.marked else escape(one.text) for one in pieces)
    )
