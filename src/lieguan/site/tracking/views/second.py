"""The page of the second person 覆核: what a record ends, who confirmed it, and who still has to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lieguan.errors import Conflict
from lieguan.site.records.actions import confirm_second
from lieguan.site.records.models import Minutes
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import second


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it; a POST confirms it as the second person."""
    minutes = get_object_or_404(
        Minutes.objects.select_related("body", "meeting__body").defer("read", "draft"), pk=pk
    )
    require(request.user, Right.CONFIRM, body=minutes.body_id)
    stands = second.standing(minutes)
    if stands is None:
        messages.warning(request, _("紀錄尚未確認；請先確認紀錄。"))
        return redirect("records:minutes", pk=pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            confirm_second(request.user, pk, int(version) if version.isdecimal() else 0)
        except Conflict:
            messages.warning(request, _("紀錄在您檢視期間已有變動，或已由他人覆核；以下為目前的情形。"))
            return redirect("tracking:second", pk=pk)
        messages.success(request, _("已覆核；可以登錄結束列管的裁示了。"))
        return redirect("tracking:proposals", pk=pk)
    context = {
        "body": minutes.body,
        "tab": "meetings",
        "minutes": minutes,
        "meeting": minutes.meeting,
        "second": stands,
        "is_first": stands.version.made_by_id == request.user.pk,
        "endings": second.endings(minutes),
    }
    return render(request, "tracking/second.html", context)
