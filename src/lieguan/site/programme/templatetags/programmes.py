"""How programmes are shown: `{% load programmes %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lieguan.site.programme import queries
from lieguan.site.programme.models import Programme
from lieguan.site.programme.sheet import plain
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.registry.templatetags.roc import ROC_OFFSET

register = template.Library()


@register.filter
def year(value: int | None) -> str:
    """A year of the common era as the reader counts it: 115年, or 2026 in English."""
    if value is None:
        return ""
    return str(value) if (get_language() or "").startswith("en") else f"{value - ROC_OFFSET}年"


@register.filter
def figure(value: Decimal | None) -> str:
    """A number without zeros that say nothing, its thousands apart: 1,234.5."""
    return "" if value is None else f"{plain(value):,f}"


@register.filter
def counts(outline: queries.Outline) -> str:
    """How the indicators of the whole stand: 6 項總體指標：4 達成、2 接近."""
    if not outline.overall:
        return ""
    found = _("、").join(
        _("%(count)s %(status)s") % {"count": count, "status": _(status.label)}
        for status, count in outline.counted.items()
    )
    return _("%(all)s 項總體指標：%(found)s") % {"all": len(outline.overall), "found": found}


@register.inclusion_tag("programme/panel.html", takes_context=True)
def programme_panel(context: Any, body: Any) -> dict[str, Any]:
    """The programmes of a body, on the body's own page; nothing where it has none, but for who may bring one in."""
    return {
        "body": body,
        "programmes": list(Programme.objects.filter(body=body).order_by("pk")),
        "may_edit": allowed(getattr(context.get("request"), "user", None), Right.EDIT_PROGRAMME, body=body),
    }


@register.filter
def in_years(measured: queries.Measured, wanted: list[int]) -> list[queries.Year]:
    """What an indicator has of these years, one for each."""
    return measured.in_years(wanted)
