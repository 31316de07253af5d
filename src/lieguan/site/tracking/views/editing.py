"""The secretariat's work on an item between meetings: its title and agencies, and the agencies' reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import actions, story
from lieguan.site.tracking.forms.item import DutyForm, ItemForm, NameAgenciesForm, ReviewForm
from lieguan.site.tracking.models import Duty, Progress
from lieguan.site.tracking.views import back


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an item. Several forms on one page; `do` says which was sent."""
    item = get_object_or_404(story.with_everything(), pk=pk)
    require(request.user, Right.OPEN_ITEM, body=item.body_id)
    do = request.POST.get("do", "")
    form = ItemForm(request.POST if do == "item" else None, item=item)
    adding = DutyForm(request.POST if do == "add" else None, prefix="add")
    naming = [
        (duty, NameAgenciesForm(request.POST if do == f"name-{duty.pk}" else None, prefix=f"name-{duty.pk}"))
        for duty in item.all_duties
        if duty.collective or duty.open_list
    ]
    done = False
    if do == "item" and form.is_valid():
        given = form.cleaned_data
        actions.edit_item(
            request.user,
            item,
            version=given["version"],
            title=given["title"],
            group=given["group"],
            due=given["due"],
            parent=given["parent"],
        )
        done = True
    elif do == "add" and adding.is_valid():
        entry = actions.DutyEntry(adding.cleaned_data["name"], role=adding.cleaned_data["role"])
        actions.add_duty(request.user, item, entry)
        done = True
    for duty, named in naming:
        if do == f"name-{duty.pk}" and named.is_valid():
            actions.name_agencies(request.user, duty, named.cleaned_data["names"])
            done = True
    if done:
        messages.success(request, _("已儲存。"))
        return redirect("tracking:item", pk=item.pk)
    context = {
        "body": item.body,
        "tab": "board",
        "item": item,
        "form": form,
        "adding": adding,
        "naming": naming,
    }
    return render(request, "tracking/edit.html", context, status=400 if do else 200)


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct which agency a duty is of, and its role; what the minutes wrote stays."""
    found = get_object_or_404(Duty.objects.select_related("item__body", "agency"), pk=pk)
    item = found.item
    require(request.user, Right.OPEN_ITEM, body=item.body_id)
    form = DutyForm(request.POST or None, initial={"name": str(found), "role": found.role})
    if request.method == "POST" and form.is_valid():
        actions.change_duty(request.user, found, **form.cleaned_data)
        messages.success(request, _("已儲存。"))
        return redirect("tracking:item", pk=item.pk)
    context = {"body": item.body, "tab": "board", "item": item, "duty": found, "form": form}
    return render(request, "tracking/duty.html", context)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a submitted report, or return it with a reason."""
    found = get_object_or_404(Progress.objects.select_related("duty__item__body"), pk=pk)
    require(request.user, Right.REVIEW, body=found.duty.item.body_id)
    form = ReviewForm(request.POST)
    accept = request.POST.get("do") == "accept"
    reason = form.cleaned_data["return_reason"] if form.is_valid() else ""
    actions.review_progress(request.user, found, accept=accept, return_reason=reason)
    messages.success(request, _("已收受辦理情形。") if accept else _("已退回，機關可補正後重新提送。"))
    return back.after(request, found.duty.item)
