"""What a page says of a thing that is withheld from others, and the way to restrict one: `{% load withholding %}`."""

from __future__ import annotations

from typing import Any

from django import template

from lieguan.site.withholding import queries
from lieguan.site.withholding.reading import current

register = template.Library()


@register.inclusion_tag("withholding/mark.html", takes_context=True)
def withhold(context: Any, kind: str, key: Any, body: Any, *keys: str) -> dict[str, Any]:
    """A mark beside what only some may read; for those who may restrict it, a link.

    keys  under which the thing may be covered; the key itself where none are given
    """
    covered = keys or (str(key),)
    held = queries.holding(*covered)
    request = context.get("request")
    return {
        "kind": kind,
        "key": key,
        "held": held if held and current().hidden(*covered) is None else None,
        "may_restrict": request is not None and queries.may_restrict(request.user, body),
    }
