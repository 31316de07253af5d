"""The links in the head of every page: what this account may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.rights import Right, Role, has_role, holds

# (right that somebody must hold somewhere, address, words)
LINKS: tuple[tuple[Right, str, Promise], ...] = (
    (Right.TAKE_IN, "records:minutes-list", _("收錄會議紀錄")),
    (Right.WRITE_PROGRESS, "tracking:desk", _("機關填報")),
    (Right.MANAGE_BODIES, "registry:bodies", _("會議與機關")),
    (Right.MANAGE_ACCOUNTS, "registry:accounts", _("帳號")),
    (Right.READ_LOG, "registry:log", _("修改紀錄")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the menu."""

    url: str
    text: Promise
    here: bool


def menu(request: HttpRequest) -> list[Link]:
    """The links that this account has a use for; none without an account."""
    account = getattr(request, "user", None)
    wanted = [(name, text) for right, name, text in LINKS if holds(account, right)]
    if account is not None and has_role(account, Role.MEMBER):
        wanted.append(("tracking:member", _("委員專頁")))
    found = []
    for name, text in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:  # an app that a small installation leaves out
            continue
        found.append(Link(url, text, request.path == url))
    return found
