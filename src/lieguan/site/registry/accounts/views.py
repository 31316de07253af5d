"""The accounts' pages, for administrators."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lieguan.errors import Refused
from lieguan.site.registry.accounts import actions, links, queries
from lieguan.site.registry.accounts.forms import GrantForm, InviteForm, NameForm
from lieguan.site.registry.models import Account, Grant
from lieguan.site.registry.rights import Right, require

logger = logging.getLogger(__name__)
# The session's key of a link that the next page shows once.
LINK = "registry.link"


@never_cache
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in; a POST invites."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        invited = actions.invite(
            request.user, data["email"], data["name"], data["role"], body=data["body"], agency=data["agency"]
        )
        _hand_over_link(request, invited, by_mail=True)
        return redirect("registry:account", pk=invited.pk)
    status = 400 if form.errors else 200
    context = {"accounts": queries.accounts(), "form": form}
    return render(request, "registry/accounts.html", context, status=status)


@require_safe
@never_cache
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, its roles, and once the link to its password."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    return _page(request, get_object_or_404(Account, pk=pk))


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    shown = get_object_or_404(Account, pk=pk)
    form = GrantForm(request.POST)
    form.account = shown
    if not form.is_valid():
        return _page(request, shown, grant_form=form)
    data = form.cleaned_data
    actions.grant(request.user, shown, data["role"], body=data["body"], agency=data["agency"])
    messages.success(request, _("已授予角色。"))
    return redirect("registry:account", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Take a role away."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    held = get_object_or_404(Grant, pk=grant_pk, account_id=pk)
    try:
        actions.withdraw(request.user, held)
    except Refused:
        messages.error(request, _("這是唯一的系統管理者，請先授予他人系統管理者角色。"))
    else:
        messages.success(request, _("已收回角色。"))
    return redirect("registry:account", pk=pk)


@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    shown = get_object_or_404(Account, pk=pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, name_form=form)
    actions.rename(request.user, shown, form.cleaned_data["name"])
    return redirect("registry:account", pk=pk)


@require_POST
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate (active=0) or activate (active=1)."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    shown = get_object_or_404(Account, pk=pk)
    try:
        if request.POST.get("active") == "1":
            actions.activate(request.user, shown)
        else:
            actions.deactivate(request.user, shown)
    except Refused:
        messages.error(request, _("這是唯一的系統管理者，不能停用。"))
    return redirect("registry:account", pk=pk)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link to the password: shown once (to print), and mailed where asked."""
    require(request.user, Right.MANAGE_ACCOUNTS)
    shown = get_object_or_404(Account, pk=pk, is_active=True)
    _hand_over_link(request, shown, by_mail="mail" in request.POST)
    return redirect("registry:account", pk=pk)


def _page(
    request: HttpRequest,
    shown: Account,
    *,
    grant_form: GrantForm | None = None,
    name_form: NameForm | None = None,
) -> HttpResponse:
    context = {
        "account": shown,
        "grants": shown.grants.select_related("body", "agency").order_by("pk"),
        "grant_form": grant_form or GrantForm(),
        "name_form": name_form or NameForm(initial={"name": shown.name}),
        "keys": shown.keys.order_by("pk"),
        "link": request.session.pop(LINK, None),
        "days": links.days_valid(),
    }
    return render(request, "registry/account.html", context, status=400 if grant_form or name_form else 200)


def _hand_over_link(request: HttpRequest, shown: Account, *, by_mail: bool) -> None:
    """Show the link on the next page, and mail it; an account with a password needs none when invited again."""
    if by_mail and shown.has_usable_password():
        return
    origin = request.build_absolute_uri("/")
    made = links.password_link(shown, origin)
    request.session[LINK] = made
    if not by_mail:
        return
    try:
        links.send_invitation(shown, made, origin)
    except (OSError, SMTPException):
        logger.exception("the invitation of account %s could not be mailed", shown.pk)
        messages.warning(request, _("郵件寄送失敗，請將下列連結交給本人。"))
    else:
        messages.success(request, _("已寄出邀請。"))
