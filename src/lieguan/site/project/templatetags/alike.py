"""`{% load alike %}{% alike "project/foot.html" %}`: pieces of pages that are the same whenever they are told the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def alike(template_name: str, **told: Any) -> SafeString:
    """A template that knows nothing but what it is told (words, numbers, whether): made once in each language.

    A head and a foot have a third of a page's links and words.
    """
    return _made(get_language(), template_name, tuple(sorted(told.items())))


@lru_cache(maxsize=1_000)
def _made(_language: str, template_name: str, told: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(template_name, dict(told))
