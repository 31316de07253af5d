"""Every change of an account or of a role. Personal data goes into the log's values, never into its chain."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from lieguan.errors import InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.registry.rights import Right, Role, require

EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
IN_BODY = frozenset({Role.SECRETARIAT, Role.CHAIR, Role.MEMBER})
FOR_AGENCY = frozenset({Role.DESK, Role.APPROVER})


@transaction.atomic
def found(email: str) -> Account:
    """Make the first account of an empty site, an administrator without a password; nobody acts but the site.

    Raises Refused where any account exists.
    """
    if Account.objects.exists():
        raise Refused(
            "the site has accounts already", remedy="ask one of its administrators for an invitation"
        )
    account = Account.objects.create_account(_address(email), "")
    log.append(None, "registry.found", account, after=_account_values(account))
    _add_grant(None, account, Role.ADMINISTRATOR, None, None)
    return account


@transaction.atomic
def invite(
    actor: Account,
    email: str,
    name: str,
    role: str,
    *,
    body: Body | None = None,
    agency: Agency | None = None,
) -> Account:
    """The account of this address with this role more; made, without a password, where there is none.

    Raises NotAllowed, and InvalidInput where the address is none, the role does not fit its scope, the account
    has the role already or was deactivated.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    address = _address(email)
    account = Account.objects.select_for_update().filter(email=address).first()
    if account is None:
        account = Account.objects.create_account(address, name.strip())
        log.append(actor, "registry.invite", account, after=_account_values(account))
    elif not account.is_active:
        raise InvalidInput(
            f"the account {address} was deactivated", field="email", remedy="activate it on its page first"
        )
    _add_grant(actor, account, role, body, agency)
    return account


@transaction.atomic
def grant(
    actor: Account, account: Account, role: str, *, body: Body | None = None, agency: Agency | None = None
) -> Grant:
    """Give an account a role. Raises NotAllowed, InvalidInput."""
    require(actor, Right.MANAGE_ACCOUNTS)
    return _add_grant(actor, account, role, body, agency)


@transaction.atomic
def withdraw(actor: Account, held: Grant) -> None:
    """Take a role away. Raises NotAllowed, and Refused for the last administrator's."""
    require(actor, Right.MANAGE_ACCOUNTS)
    if held.role == Role.ADMINISTRATOR:
        _keep_an_administrator(held.account)
    log.append(actor, "registry.withdraw", held, before=_grant_values(held), body_id=held.body_id)
    held.delete()


@transaction.atomic
def rename(actor: Account, account: Account, name: str) -> None:
    """Change the name that an account is shown by; one's own, or any by an administrator."""
    if actor.pk != account.pk:
        require(actor, Right.MANAGE_ACCOUNTS)
    if not name.strip():
        raise InvalidInput("the name is empty", field="name")
    before = _account_values(account)
    account.name = name.strip()
    account.save(update_fields=["name"])
    log.append(actor, "registry.rename", account, before=before, after=_account_values(account))


@transaction.atomic
def deactivate(actor: Account, account: Account) -> None:
    """Let an account sign in no more and end its sessions; what it did stays. Refused for the last administrator."""
    require(actor, Right.MANAGE_ACCOUNTS)
    if not account.is_active:
        return
    _keep_an_administrator(account)
    _set_active(actor, account, "registry.deactivate", active=False)
    for session in UserSession.objects.filter(user=account):
        session.end()


@transaction.atomic
def activate(actor: Account, account: Account) -> None:
    """Let a deactivated account sign in again."""
    require(actor, Right.MANAGE_ACCOUNTS)
    if not account.is_active:
        _set_active(actor, account, "registry.activate", active=True)


def _set_active(actor: Account, account: Account, action: str, *, active: bool) -> None:
    before = _account_values(account)
    account.is_active = active
    account.save(update_fields=["is_active"])
    log.append(actor, action, account, before=before, after=_account_values(account))


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInput(f"{email!r} is not a mail address", field="email") from None
    return address


def _add_grant(
    actor: Account | None, account: Account, role: str, body: Body | None, agency: Agency | None
) -> Grant:
    """A role in its scope: none for one held everywhere, a body, or an agency (there a body narrows it)."""
    if role not in Role.values:
        raise InvalidInput(f"{role!r} is not a role", field="role", remedy=f"one of {', '.join(Role.values)}")
    if role in EVERYWHERE and (body or agency):
        raise InvalidInput(
            f"the role {role} is held everywhere", field="role", remedy="name no body or agency"
        )
    if role in IN_BODY and (body is None or agency is not None):
        raise InvalidInput(f"the role {role} is held in a body", field="body", remedy="name the body alone")
    if role in FOR_AGENCY and agency is None:
        raise InvalidInput(f"the role {role} is held for an agency", field="agency", remedy="name the agency")
    made, new = Grant.objects.get_or_create(account=account, role=role, body=body, agency=agency)
    if not new:
        raise InvalidInput(f"{account.email} has this role already", field="role")
    log.append(actor, "registry.grant", made, after=_grant_values(made), body_id=made.body_id)
    return made


def _keep_an_administrator(leaving: Account) -> None:
    others = Account.objects.select_for_update().filter(is_active=True, grants__role=Role.ADMINISTRATOR)
    if leaving.grants.filter(role=Role.ADMINISTRATOR).exists() and not others.exclude(pk=leaving.pk).exists():
        raise Refused(
            f"{leaving} is the only administrator", remedy="make somebody else an administrator first"
        )


def _account_values(account: Account) -> dict[str, Any]:
    return {"email": account.email, "name": account.name, "active": account.is_active}


def _grant_values(held: Grant) -> dict[str, Any]:
    return {
        "account": held.account_id,
        "role": held.role,
        "body": held.body_id,
        "agency": held.agency_id,
    }
