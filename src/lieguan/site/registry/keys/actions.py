"""Making a key, using it, withdrawing it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.log import actions as log
from lieguan.site.registry.models import Account, ApiKey
from lieguan.site.registry.rights import Right, allowed

# So that a scanner of leaked secrets, and a person, knows one when it sees one.
MARK = "lieguan"
_PREFIX_BYTES, _SECRET_BYTES = 4, 32


@transaction.atomic
def make(actor: Account, name: str, scope: str, expires_on: date | None = None) -> tuple[ApiKey, str]:
    """A new key of the actor's own account, and the words to hand to the program: they are not kept.

    Raises NotAllowed (nobody signed in), InvalidInput.
    """
    if not actor.is_authenticated or not actor.is_active:
        raise NotAllowed("a key belongs to an account", place="keys", remedy="sign in first")
    if not name.strip():
        raise InvalidInput("say what the key is for", field="name")
    if scope not in ApiKey.Scope.values:
        raise InvalidInput(f"there is no scope {scope!r}", field="scope", remedy="choose one")
    if expires_on is not None and expires_on < timezone.localdate():
        raise InvalidInput("that day is over", field="expires_on", remedy="choose a later day")
    prefix = secrets.token_hex(_PREFIX_BYTES)
    words = f"{MARK}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    key = ApiKey.objects.create(
        account=actor,
        name=name.strip(),
        scope=scope,
        prefix=prefix,
        digest=_digest(words),
        expires_on=expires_on,
    )
    log.append(actor, "registry.make_key", key, after=_values(key))
    return key, words


@transaction.atomic
def withdraw(actor: Account, key_pk: int) -> ApiKey:
    """Let a key open nothing any more: one's own, or (administrators) anybody's. Raises NotAllowed."""
    key = ApiKey.objects.select_for_update().get(pk=key_pk)
    if key.account_id != actor.pk and not allowed(actor, Right.MANAGE_ACCOUNTS):
        raise NotAllowed(
            f"{actor} has no right to keys of others", place=str(key), remedy="ask an administrator"
        )
    if key.withdrawn_at is None:
        before = _values(key)
        key.withdrawn_at = timezone.now()
        key.save(update_fields=["withdrawn_at"])
        log.append(actor, "registry.withdraw_key", key, before=before, after=_values(key))
    return key


def use(words: str) -> ApiKey | None:
    """The key that these words are, with its account, if it holds today; that it was used is noted once a day."""
    key = ApiKey.objects.select_related("account").filter(digest=_digest(words)).first()
    today = timezone.localdate()
    if key is None or key.withdrawn_at is not None or not key.account.is_active:
        return None
    if key.expires_on is not None and key.expires_on < today:
        return None
    if key.used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(used_on=today)
        key.used_on = today
    return key


def require_full(key: ApiKey) -> None:
    """Refuse with NotAllowed, where the key was made for drafts alone."""
    if key.scope != ApiKey.Scope.FULL:
        raise NotAllowed(
            "the key may write drafts alone",
            place=str(key),
            remedy="let a person submit, or make a key for it",
        )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _values(key: ApiKey) -> dict[str, object]:
    return {
        "account": key.account_id,
        "name": key.name,
        "scope": key.scope,
        "prefix": key.prefix,
        "expires_on": key.expires_on,
        "withdrawn": key.withdrawn_at is not None,
    }
