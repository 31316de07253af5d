"""What a page says of a thing that is withheld from others, and the way to restrict one: `{% load withholding %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

from lieguan.site.withholding import queries
from lieguan.site.withholding.reading import current

register = template.Library()


@register.simple_tag(takes_context=True)
def withhold(context: Any, kind: str, key: Any, body: Any, *keys: str) -> str:
    """A mark beside what only some may read; for those who may restrict it, a link. Nothing for anybody else.

    keys  under which the thing may be covered; the key itself where none are given
    """
    covered = keys or (str(key),)
    held = queries.holding(*covered)
    shown = held if held and current().hidden(*covered) is None else None
    request = context.get("request")
    may_restrict = request is not None and queries.may_restrict(request.user, body)
    if shown is None and not may_restrict:
        return ""
    told = {"kind": kind, "key": key, "held": shown, "may_restrict": may_restrict}
    return render_to_string("withholding/mark.html", told)
