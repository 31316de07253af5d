"""One item 列管事項: its whole life, and what the reader may do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lieguan.site.log.models import Entry
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import story, voices


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The item's page."""
    found = get_object_or_404(story.with_everything(), pk=pk)
    body = found.body
    account = request.user
    progress = voices.progress_for(account).filter(duty__item=found)
    recommendations = voices.recommendations_for(account).filter(item=found)
    context = {
        "body": body,
        "tab": "board",
        "item": found,
        "events": story.life(found, progress, recommendations),
        "mine": [
            duty
            for duty in found.all_duties
            if duty.agency_id
            and duty.state == "tracked"
            and allowed(account, Right.WRITE_PROGRESS, agency=duty.agency_id, body=body)
        ],
        "may_rule": allowed(account, Right.RULE, body=body),
        "history": Entry.objects.filter(kind="tracking.item", object_id=str(found.pk)).order_by("number")
        if allowed(account, Right.READ_LOG, body=body)
        else None,
    }
    return render(request, "tracking/item.html", context)
