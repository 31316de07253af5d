"""What the secretariat does by hand on one item: recommend, enter a ruling, take a wrong one back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lieguan.errors import InvalidInput, OutOfOrder, Refused
from lieguan.site.records.models import Clause, Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.refusals import words_for
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import actions, story
from lieguan.site.tracking.forms.rounds import RowForm
from lieguan.site.tracking.forms.ruling import ErratumForm, RecommendationForm, RulingForm
from lieguan.site.tracking.models import Item, Ruling
from lieguan.site.tracking.states import RulingKind
from lieguan.site.tracking.views import back


@require_POST
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the recommendation on an item for the next meeting, from its page or from its row of the round."""
    item = get_object_or_404(Item.objects.select_related("body"), pk=pk)
    require(request.user, Right.RECOMMEND, body=item.body_id)
    in_round = back.to_round(request)
    form = RowForm(request.POST, item=item) if in_round else RecommendationForm(request.POST, item=item)
    if not form.is_valid():
        return render(
            request,
            "tracking/recommend.html",
            {"body": item.body, "tab": "board", "item": item, "form": form, "in_round": in_round},
            status=400,
        )
    given = {**form.cleaned_data, "kind": RulingKind(form.cleaned_data["kind"])}
    actions.recommend(request.user, item, **given)
    messages.success(request, _("已儲存列管建議。"))
    return back.after(request, item)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a ruling on an item by hand: choose the meeting, then its clause."""
    item = get_object_or_404(story.with_everything(), pk=pk)
    require(request.user, Right.RULE, body=item.body_id)
    meetings = story.meetings_that_can_rule(item)
    meeting = _chosen(request, meetings)
    replaces = _fallen(request, item)
    clauses = Clause.objects.filter(meeting=meeting, standing=True).order_by("position")
    form = RulingForm(
        request.POST or None, item=item, clauses=clauses, initial={"clause": request.GET.get("clause")}
    )
    differences: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_ruling(
                request.user,
                _entry(item, form.cleaned_data, replaces),
                accept_differences=form.cleaned_data["accept"],
            )
        except OutOfOrder as error:
            differences = error.differences
        except (Refused, InvalidInput) as error:
            form.add_error(None, str(words_for(error).said))
        else:
            messages.success(request, _("已登錄裁示。"))
            return redirect("tracking:item", pk=item.pk)
    context = {
        "body": item.body,
        "tab": "board",
        "item": item,
        "form": form,
        "meetings": meetings,
        "meeting": meeting,
        "replaces": replaces,
        "bodies": Body.objects.exclude(pk=item.body_id),
        "differences": differences,
    }
    return render(
        request, "tracking/rule.html", context, status=409 if differences else 422 if form.errors else 200
    )


def _chosen(request: HttpRequest, meetings: list[Meeting]) -> Meeting | None:
    """The meeting that was asked for, or the latest."""
    asked = request.GET.get("meeting", "")
    found = [meeting for meeting in meetings if str(meeting.pk) == asked]
    return next(iter([*found, *meetings]), None)


def _fallen(request: HttpRequest, item: Item) -> Ruling | None:
    """The fallen ruling of this item that the new one stands for, where an erratum led here."""
    asked = request.GET.get("replaces", "")
    fallen = item.rulings.filter(standing=False, replaced_by=None)
    return fallen.filter(pk=asked).first() if asked.isdecimal() else None


def _entry(item: Item, given: dict[str, Any], replaces: Ruling | None) -> actions.RulingEntry:
    return actions.RulingEntry(
        item=item,
        clause=given["clause"],
        kind=RulingKind(given["kind"]),
        duties=tuple(given["duties"]),
        merged_into=given["merged_into"],
        handed_to=given["handed_to"],
        due=given["due"],
        reason_code=given["reason_code"],
        reason=given["reason"],
        delegated_act=given["delegated_act"],
        replaces=replaces,
        version=given["version"],
    )


@require_http_methods(["GET", "POST"])
def erratum(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a ruling that was entered wrongly."""
    found = get_object_or_404(Ruling.objects.select_related("item__body", "clause__meeting"), pk=pk)
    require(request.user, Right.RULE, body=found.item.body_id)
    form = ErratumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.let_fall(request.user, found, form.cleaned_data["because"])
        messages.success(request, _("已勘誤；如有正確的裁示，請接著登錄。"))
        again = urlencode({"meeting": found.clause.meeting_id, "replaces": found.pk})
        return redirect(f"{reverse('tracking:rule', args=[found.item_id])}?{again}")
    context = {"body": found.item.body, "tab": "board", "item": found.item, "ruling": found, "form": form}
    return render(request, "tracking/erratum.html", context)
