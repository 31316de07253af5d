"""The link through which the owner of an account sets its password.

One token does for invitation, first start and lost password: allauth's, which falls with the first password set
through it, with a change of the address, and after PASSWORD_RESET_TIMEOUT seconds.
"""

from __future__ import annotations

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from lieguan.site.registry.models import Account


def password_link(account: Account, origin: str) -> str:
    """The whole address of the page where this account's password is set; `origin` such as https://host."""
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": token}
    )
    return origin.rstrip("/") + path


def days_valid() -> int:
    """How many days a link holds."""
    return int(settings.PASSWORD_RESET_TIMEOUT) // (24 * 60 * 60)


def send_invitation(account: Account, link: str, origin: str) -> None:
    """Mail the link to the account's address. Mail that cannot be sent raises what smtplib raises."""
    text = render_to_string(
        "registry/mail/invitation.txt",
        {"account": account, "link": link, "origin": origin, "days": days_valid()},
    )
    send_mail(_("列管系統邀請您設定帳號"), text, settings.DEFAULT_FROM_EMAIL, [account.email])
