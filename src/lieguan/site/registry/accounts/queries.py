"""What pages and commands ask about accounts."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lieguan.errors import InvalidInput
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.registry.rights import TABLE, Right, Role


def accounts() -> QuerySet[Account]:
    """Every account with its grants, the active first, by name."""
    return Account.objects.prefetch_related("grants__body", "grants__agency").order_by(
        "-is_active", "name", "email"
    )


def holders(right: Right, body: Body) -> list[Account]:
    """Active accounts that hold this right in the body, by name."""
    roles = [role for role in Role if right in TABLE[role]]
    return list(
        Account.objects.filter(
            Q(grants__body=body) | Q(grants__body=None),
            is_active=True, grants__role__in=roles, grants__agency=None,
        )
        .distinct()
        .order_by("name", "email")
    )  # fmt: skip


def approvers(agency: int | None, body: int) -> list[Account]:
    """Active accounts that submit for this agency in the body, by name; not its desk, where that may do it itself."""
    return list(
        Account.objects.filter(
            Q(grants__body=body) | Q(grants__body=None),
            is_active=True, grants__role=Role.APPROVER, grants__agency=agency,
        )
        .distinct()
        .order_by("name", "email")
    )  # fmt: skip


def of_agency(agency: Agency) -> QuerySet[Grant]:
    """Who of the active accounts writes or submits for an agency, with the grant that says so."""
    found = Grant.objects.filter(agency=agency, account__is_active=True).select_related("account", "body")
    return found.order_by("role", "account__name", "pk")


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
