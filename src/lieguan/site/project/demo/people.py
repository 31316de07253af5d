"""The people of the demo. They get a new password at each start, the same for all; none is built in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from lieguan.site.registry import actions as registry
from lieguan.site.registry.accounts import actions
from lieguan.site.registry.models import Account, Agency, Body
from lieguan.site.registry.rights import Role

ADMINISTRATOR = "admin@example.org"
# address, name, role: those of the body. Agencies' desks are invited as the story needs them.
OF_THE_BODY = (
    ("secretariat@example.org", "示範幕僚", Role.SECRETARIAT),
    ("chair@example.org", "示範召集人", Role.CHAIR),
    ("member@example.org", "示範委員", Role.MEMBER),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody to sign in as."""

    role: str
    email: str


def invite_all(administrator: Account, body: Body) -> None:
    """The people of the body, and one who checks."""
    for email, name, role in OF_THE_BODY:
        actions.invite(administrator, email, name, role, body=body)
    actions.invite(administrator, "auditor@example.org", "示範稽核", Role.AUDITOR)


def desk(administrator: Account, agency: Agency) -> Account:
    """The desk of an agency, which submits by itself; invited when it is first needed."""
    found = Account.objects.filter(grants__role=Role.DESK, grants__agency=agency).first()
    if found is not None:
        return found
    registry.set_submitting(administrator, agency.pk, desk_submits=True)
    number = Account.objects.filter(grants__role=Role.DESK).count() + 1
    return actions.invite(
        administrator,
        f"desk{number}@example.org",
        f"{agency.short_name or agency.name}窗口",
        Role.DESK,
        agency=agency,
    )


def set_password() -> str:
    """Give everybody a new password, and give it back."""
    password = secrets.token_urlsafe(9)
    Account.objects.filter(is_active=True).update(password=make_password(password))
    return password


def visitors() -> list[Visitor]:
    """Everybody who can sign in, the people of the body first."""
    accounts = Account.objects.filter(is_active=True).prefetch_related("grants__agency").order_by("pk")
    return [
        Visitor(
            "、".join(
                f"{grant.get_role_display()}{f'（{grant.agency}）' if grant.agency else ''}"
                for grant in account.grants.all()
            ),
            account.email,
        )
        for account in accounts
    ]
