"""The proposals page: what confirmed minutes mean for tracking; ticked, edited, added to, and entered in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lieguan.errors import InvalidInput, OutOfOrder, Refused
from lieguan.site.records.models import Minutes
from lieguan.site.registry.models import Body
from lieguan.site.registry.refusals import Words, words_for
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import actions, second, sheet


@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the minutes propose, and take the answer."""
    minutes = get_object_or_404(
        Minutes.objects.select_related("body", "meeting").defer("read", "draft"), pk=pk
    )
    require(request.user, Right.OPEN_ITEM, body=minutes.body_id)
    require(request.user, Right.RULE, body=minutes.body_id)
    if minutes.state != Minutes.State.CONFIRMED or minutes.meeting is None:
        messages.warning(request, _("紀錄尚未確認；請先確認紀錄，再開立列管事項。"))
        return redirect("records:minutes", pk=minutes.pk)
    differences: Any = ()
    wrong = changed = False
    refused: tuple[Words, str] | None = None
    found = sheet.build(minutes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.getlist("shown") != found.keys:
        # Somebody entered or corrected something meanwhile: what was ticked may no longer be what is proposed.
        found, changed = sheet.build(minutes), True
    elif request.method == "POST" and found.is_valid():
        openings, choices = found.answer()
        try:
            taken = actions.take_in(
                request.user,
                minutes,
                openings,
                choices,
                accept_differences=bool(request.POST.get("accept")),
            )
        except OutOfOrder as error:
            differences = error.differences
        except (Refused, InvalidInput) as error:
            refused = words_for(error), error.place
        else:
            messages.success(request, _said(taken))
            return redirect("tracking:body", slug=minutes.meeting.body.slug)
    elif request.method == "POST":
        wrong = True
    stands = second.standing(minutes) if second.needed(minutes) else None
    context = {
        "second": stands,
        "is_first": stands is not None and stands.version.made_by_id == request.user.pk,
        "body": minutes.meeting.body,
        "tab": "meetings",
        "minutes": minutes,
        "bodies": Body.objects.exclude(pk=minutes.meeting.body_id),
        "meeting": minutes.meeting,
        "sheet": found,
        "differences": differences,
        "wrong": wrong,
        "changed": changed,
        "refused": refused,
    }
    status = 422 if refused else 400 if wrong else 409 if differences or changed else 200
    return render(request, "tracking/proposals.html", context, status=status)


def _said(taken: actions.Taken) -> str:
    """What was done, in one sentence."""
    opened, ruled = len(taken.items), len(taken.rulings)
    if not opened and not ruled:
        return _("已完成檢視，沒有開立事項或登錄裁示。")
    first = ngettext("已開立 %(count)s 項列管事項", "已開立 %(count)s 項列管事項", opened) % {"count": opened}
    second = ngettext("登錄 %(count)s 件裁示", "登錄 %(count)s 件裁示", ruled) % {"count": ruled}
    return _("%(opened)s，%(ruled)s。") % {"opened": first, "ruled": second}
