"""What pages and commands ask about accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from lieguan.errors import InvalidInput
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role


def accounts() -> QuerySet[Account]:
    """Every account with its grants, the active first, by name."""
    return Account.objects.prefetch_related("grants__body", "grants__agency").order_by(
        "-is_active", "name", "email"
    )


def waiting_administrator() -> Account | None:
    """The administrator of a site that nobody has signed in to: no administrator has a password yet."""
    administrators = Account.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR).order_by("pk")
    if any(account.has_usable_password() for account in administrators):
        return None
    return administrators.first()


def acting(email: str) -> Account:
    """Who a command acts as: the account of this address; without one, the first active administrator.

    Raises InvalidInput where there is none.
    """
    active = Account.objects.filter(is_active=True)
    if email:
        found = active.filter(email=email.strip().lower()).first()
    else:
        found = active.filter(grants__role=Role.ADMINISTRATOR).order_by("pk").first()
    if found is None:
        raise InvalidInput(
            f"no active account {email}" if email else "no active administrator",
            field="as",
            remedy="name an account with --as" if email else "run `lieguan serve` once: it makes the first",
        )
    return found
