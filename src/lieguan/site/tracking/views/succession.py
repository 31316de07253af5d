"""A reorganisation 機關改制: what an agency owes moves to its successor, in one go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from lieguan.errors import InvalidInput
from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import Agency
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import actions, moving


class SuccessionForm(forms.Form):
    """Who takes over, and from which day on."""

    name = forms.CharField(
        label=gettext_lazy("承接機關"), max_length=120, help_text=gettext_lazy("請寫全銜，例：環境部。")
    )
    on = RocDateField(label=gettext_lazy("改制日期"))

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        successor = agency.successor
        if successor is not None:
            kwargs.setdefault("initial", {"name": successor.name, "on": successor.valid_from})
        super().__init__(*args, **kwargs)


@require_http_methods(["GET", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would move, and move it."""
    require(request.user, Right.MANAGE_BODIES)
    agency = get_object_or_404(Agency.objects.select_related("successor"), pk=pk)
    form = SuccessionForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.move_duties(
                request.user, agency, form.cleaned_data["name"], form.cleaned_data["on"]
            )
        except InvalidInput:
            form.add_error("name", _("承接機關不能是本機關，或由本機關承接的機關。"))
        else:
            _say(request, moved)
            return redirect("tracking:agency", pk=moved.successor.pk)
    context = {"agency": agency, "form": form, "duties": moving.open_duties(agency)}
    return render(request, "tracking/succession.html", context, status=400 if form.errors else 200)


def _say(request: HttpRequest, moved: actions.Moved) -> None:
    count = len(moved.duties)
    words = ngettext(
        "已將 %(count)s 項應辦事項移轉至%(agency)s。", "已將 %(count)s 項應辦事項移轉至%(agency)s。", count
    )
    messages.success(request, words % {"count": count, "agency": moved.successor})
    for duty in moved.left:
        said = _("%(item)s未移轉：承接機關在該事項的部分已結束列管，須先由會議裁示恢復。")
        messages.warning(request, said % {"item": duty.item})
