"""One item 列管事項: its whole life, and what the reader may do about it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lieguan.site.log.models import Entry
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import story, story_pages, voices
from lieguan.site.tracking.forms.ruling import RecommendationForm
from lieguan.site.tracking.models import Item, Recommendation
from lieguan.site.tracking.states import ItemState
from lieguan.site.withholding.models import Restriction


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The item's page."""
    found = story.find(pk)
    if found is None:
        raise Http404
    body = found.body
    account = request.user
    progress, recommendations = voices.on_item(found, account)
    leaves = story_pages.pages(story.life(found, progress, recommendations))
    page = leaves.turned_to(request.GET)
    context = {
        "body": body,
        "tab": "board",
        "item": found,
        "page": page,
        "page_numbers": leaves.get_elided_page_range(page.number),
        "mine": [
            duty
            for duty in found.all_duties
            if duty.agency_id
            and duty.state == ItemState.TRACKED
            and allowed(account, Right.WRITE_PROGRESS, agency=duty.agency_id, body=body)
        ],
        "recommend_form": _recommend_form(found, recommendations)
        if found.state == ItemState.TRACKED and allowed(account, Right.RECOMMEND, body=body)
        else None,
        "may_edit": allowed(account, Right.OPEN_ITEM, body=body),
        "may_review": allowed(account, Right.REVIEW, body=body),
        "may_rule": allowed(account, Right.RULE, body=body),
        "history": _history(found) if allowed(account, Right.READ_LOG, body=body) else None,
    }
    return render(request, "tracking/item.html", context)


def _recommend_form(found: Item, recommendations: list[Recommendation]) -> RecommendationForm:
    """The form for the next meeting's recommendation, with what was recommended to it already."""
    open_ones = [one for one in recommendations if one.round is None or one.round.closed_at is None]
    return RecommendationForm(item=found, recommendation=open_ones[-1] if open_ones else None)


def _history(found: Item) -> QuerySet[Entry]:
    """What the log has of the item, and of what was withheld of it."""
    restrictions = Restriction.objects.filter(kind="item", key=str(found.pk)).values_list("pk", flat=True)
    own = Q(kind="tracking.item", object_id=str(found.pk))
    withheld = Q(kind="withholding.restriction", object_id__in=[str(pk) for pk in restrictions])
    return Entry.objects.filter(own | withheld).order_by("number")
