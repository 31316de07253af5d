"""Where a form that stands on two pages leads back to: the item's page, or the item's row in the round."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lieguan.site.registry.leaves import ANCHOR
from lieguan.site.tracking.models import Item


def to_round(request: HttpRequest) -> bool:
    """Whether the form was sent from a row of the round."""
    return request.POST.get("back") == "round"


def after(request: HttpRequest, item: Item) -> HttpResponse:
    """The page that the form stood on, at the item."""
    if not to_round(request):
        return redirect("tracking:item", pk=item.pk)
    # The same rows as before, and no more of the address than that. What was sent may have moved the item to another page;
    # where it is among these rows no longer, the page is the one before.
    kept = {name: request.POST[name] for name in ("show", "page") if request.POST.get(name)}
    row = f"item-{item.pk}"
    query = urlencode({**kept, ANCHOR: row})
    return redirect(f"{reverse('tracking:round', args=[item.body.slug])}?{query}#{row}")
