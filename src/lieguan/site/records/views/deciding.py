"""Fixing a record and unfixing it: confirm, hold, correct, take back, withdraw, discard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lieguan.errors import InvalidInput
from lieguan.site.records import actions, forms
from lieguan.site.records.actions.confirming import SomethingRestsOnIt
from lieguan.site.records.actions.correcting import AnotherMeetingIsThat
from lieguan.site.records.differences import differences
from lieguan.site.records.models import Meeting, Minutes
from lieguan.site.records.views.drafts import found_minutes, screen_page
from lieguan.site.registry.actions import create_body
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the record; where the body was not known, after choosing or making it; then on to its items."""
    found = found_minutes(request, pk, Right.TAKE_IN)
    version = forms.number(request.POST, "version") or 0
    try:
        with transaction.atomic():
            if found.body_id is None:
                actions.choose_body(request.user, pk, _chosen_body(request, found))
            done = actions.confirm(request.user, pk, version, kind=request.POST.get("kind", ""))
    except actions.DraftConflict as conflict:
        return _changed_meanwhile(request, conflict)
    except InvalidInput as error:
        if error.field != "body":
            raise
        messages.error(request, _("請先選擇這是哪個會議的紀錄。"))
        return redirect("records:minutes", pk=pk)
    if done.state == Minutes.State.HELD:
        return redirect("records:sameness", pk=pk)
    messages.success(request, _("紀錄已確認。"))
    return redirect("tracking:proposals", pk=pk)


def _chosen_body(request: HttpRequest, found: Minutes) -> Body:
    """The body that was chosen, made where it is to be new."""
    chosen = request.POST.get("body", "")
    if chosen == "new":
        head = found.draft["meeting"]
        return create_body(request.user, name=head["body"] or head["title"] or "")
    if not chosen.isdecimal():
        raise InvalidInput("no body was chosen", field="body")
    return get_object_or_404(Body, pk=chosen)


def _changed_meanwhile(request: HttpRequest, conflict: actions.DraftConflict) -> HttpResponse:
    """Nothing was typed, so the screen as it is now, with what changed, is all there is to show."""
    found = found_minutes(request, conflict.minutes.pk, Right.TAKE_IN)
    for step in conflict.steps:
        messages.warning(
            request,
            _("%(who)s 剛才修改了：%(words)s。請核對後再確認一次。")
            % {"who": step.by, "words": step.words[:40]},
        )
    return screen_page(request, found, status=409)


@never_cache
@require_GET
def sameness(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes that seem to be here already: what differs, and the choice."""
    found = found_minutes(request, pk)
    if found.state != Minutes.State.HELD or found.same_as is None:
        return redirect("records:minutes", pk=pk)
    same = found.same_as
    context = {
        "minutes": found, "body": found.body, "same": same,
        "same_file": same.source_id == found.source_id and same.index == found.index,
        "differences": differences(same.draft, found.draft),
    }  # fmt: skip
    return render(request, "records/sameness.html", context)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was chosen."""
    found_minutes(request, pk, Right.TAKE_IN)
    choice = request.POST.get("choice", "")
    if choice == "discard":
        return discard(request, pk)
    actions.settle_sameness(request.user, pk, choice)
    return redirect("records:minutes", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found_minutes(request, pk, Right.TAKE_IN)
    done = actions.discard(request.user, pk)
    messages.success(request, _("已捨棄「%(minutes)s」。") % {"minutes": done})
    return redirect("records:minutes-list")


@require_POST
def start_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a working draft of a confirmed record."""
    found_minutes(request, pk, Right.CORRECT)
    actions.start_correction(request.user, pk)
    return redirect("records:minutes", pk=pk)


@require_POST
def save_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it the next version."""
    found = found_minutes(request, pk, Right.CONFIRM)
    try:
        made = actions.save_correction(
            request.user, pk, forms.number(request.POST, "version") or 0, request.POST.get("reason", "")
        )
    except actions.DraftConflict as conflict:
        return _changed_meanwhile(request, conflict)
    except AnotherMeetingIsThat as error:
        messages.error(
            request,
            _("更正後的會議、日期或次別與「%(other)s」相同，因此沒有儲存。") % {"other": error.other},
        )
        return redirect("records:minutes", pk=pk)
    except InvalidInput as error:
        said = _("請填寫更正理由。") if error.field == "reason" else _("內容沒有更動，因此沒有新版本。")
        messages.error(request, said)
        return redirect("records:minutes", pk=pk)
    messages.success(request, _("更正已儲存為第 %(number)s 版。") % {"number": made.number})
    return redirect("records:meeting", pk=found.meeting_id)


@require_POST
def drop_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the record as it stands."""
    found = found_minutes(request, pk, Right.CORRECT)
    actions.drop_correction(request.user, pk)
    return redirect("records:meeting", pk=found.meeting_id)


def _with_reason(
    request: HttpRequest, back: str, pk: int, act: Callable[[str], Any], done: str
) -> HttpResponse | None:
    """Run an action that needs a reason; where it cannot be, say why and give the page to go back to."""
    try:
        act(request.POST.get("reason", ""))
    except SomethingRestsOnIt as error:
        messages.error(
            request, _("已有列管事項或裁示以這份紀錄為依據，不能撤回確認：") + "、".join(error.objections)
        )
        return redirect(back, pk=pk)
    except InvalidInput as error:
        if error.field != "reason":
            raise
        messages.error(request, _("請填寫理由。"))
        return redirect(back, pk=pk)
    messages.success(request, done)
    return None


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of it again."""
    found = found_minutes(request, pk, Right.CONFIRM)
    if found.meeting_id is None:
        return redirect("records:minutes", pk=pk)
    refused = _with_reason(
        request, "records:meeting", found.meeting_id,
        lambda reason: actions.take_back(request.user, pk, reason), _("已撤回確認，紀錄回到草稿。"),
    )  # fmt: skip
    return refused or redirect("records:minutes", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a meeting with its record."""
    meeting = get_object_or_404(Meeting, pk=pk)
    refused = _with_reason(
        request, "records:meeting", pk, lambda reason: actions.withdraw(request.user, pk, reason),
        _("已撤回這次會議；原有段落保留為已撤回之紀錄。"),
    )  # fmt: skip
    return refused or redirect("records:meeting", pk=meeting.pk)
