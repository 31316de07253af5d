"""Bodies and agencies, for administrators."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lieguan.errors import InvalidInput
from lieguan.site.registry import actions, queries
from lieguan.site.registry.accounts import queries as account_queries
from lieguan.site.registry.forms import BodyForm
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, require

PAGE_SIZE = 100


@never_cache
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body; a POST enters one more."""
    require(request.user, Right.MANAGE_BODIES)
    form = BodyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = actions.create_body(request.user, slug=form.cleaned_data["slug"], **form.values())
        messages.success(request, _("已新增%(body)s。") % {"body": made})
        return redirect("registry:bodies")
    found = Body.objects.select_related("secretariat", "predecessor")
    status = 400 if form.errors else 200
    return render(request, "registry/bodies.html", {"bodies": found, "form": form}, status=status)


@never_cache
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """One body; a POST changes it."""
    require(request.user, Right.MANAGE_BODIES)
    found = get_object_or_404(Body.objects.select_related("secretariat"), slug=slug)
    form = BodyForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.edit_body(request.user, found.pk, form.values())
        except InvalidInput:
            form.add_error("predecessor", _("不能承接自己，或承接自己的後續會議。"))
        else:
            messages.success(request, _("已儲存。"))
            return redirect("registry:bodies")
    context = {"entered": get_object_or_404(Body, slug=slug), "form": form}
    return render(request, "registry/body.html", context, status=400 if form.errors else 200)


@require_safe
@never_cache
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies that minutes named, by their names."""
    require(request.user, Right.MANAGE_BODIES)
    words = request.GET.get("q", "").strip()
    pages = Paginator(queries.agencies_like(words), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_numbers": pages.get_elided_page_range(page.number),
        "query": urlencode({"q": words}),
        "q": words,
    }
    return render(request, "registry/agencies.html", context)


@never_cache
def submitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Who submits for an agency: its approver, or its desk by itself; for administrators and its approvers."""
    agency = get_object_or_404(Agency, pk=pk)
    require(request.user, Right.SET_SUBMITTING, agency=agency)
    if request.method == "POST":
        actions.set_submitting(request.user, pk, desk_submits=request.POST.get("desk_submits") == "1")
        messages.success(request, _("已儲存。"))
        return redirect("registry:submitting", pk=pk)
    context = {"agency": agency, "holders": account_queries.of_agency(agency)}
    return render(request, "registry/submitting.html", context)
