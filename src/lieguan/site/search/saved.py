"""Saved searches: kept and dropped by their own account, and told of by mail (`lieguan work`).

A search is answered for the account that saved it, as its page would: what the account may not read is neither found
nor told of. Which hits are known stands in the database, so that each is told of once, whatever becomes of the index.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.log import queries as log
from lieguan.site.log.models import Entry
from lieguan.site.registry.models import Account
from lieguan.site.search import kinds
from lieguan.site.search.forms import SearchForm
from lieguan.site.search.models import KnownHit, SavedSearch
from lieguan.site.search.queries import Question, everything, opened
from lieguan.site.withholding.reading import reading_as

logger = logging.getLogger(__name__)
# A search that finds more tells nobody anything by its new hits; and of one account that has more, some are forgotten.
MOST_HITS = 5_000
MOST_SEARCHES = 50
# What one mail shows; the rest is counted.
SHOWN = 20
_NOT_PART = frozenset({"page", "order", "csrfmiddlewaretoken"})


def canonical(fields: QueryDict) -> str:
    """The fields that make the search, as an address has them."""
    kept = QueryDict(mutable=True)
    for name in sorted(set(fields) - _NOT_PART):
        values = [value for value in fields.getlist(name) if value.strip()]
        if values and name in SearchForm.base_fields:
            kept.setlist(name, values)
    return kept.urlencode()


def question_of(query: str) -> Question | None:
    """The question of a saved search; None where its fields do not hold."""
    form = SearchForm(QueryDict(query))
    return form.question(1) if form.is_valid() else None


def described(query: str) -> str:
    """A saved search in words: its words first, then its filters."""
    fields = QueryDict(query)
    words = fields.get("q", "")
    titles = {kind.name: str(kind.title) for kind in kinds.registered()}
    others = [titles.get(value, value) for name in fields if name != "q" for value in fields.getlist(name)]
    return "　".join(part for part in (words, "、".join(others)) if part)


def keep(account: Any, fields: QueryDict) -> SavedSearch:
    """Save a search; what it finds now is known. Raises NotAllowed without an account, InvalidInput."""
    if not account.is_authenticated or not account.is_active:
        raise NotAllowed("nobody saves a search without an account", place="search", remedy="sign in")
    query = canonical(fields)
    question = question_of(query)
    if question is None or not question.asks:
        raise InvalidInput("nothing is looked for", field="q", remedy="give words or a filter")
    hits = everything(question, account, MOST_HITS)
    if hits is None:
        raise InvalidInput(
            f"more than {MOST_HITS} hits", field="q", remedy="narrow the search", place="saved search"
        )
    with transaction.atomic():
        if SavedSearch.objects.filter(account=account).exclude(query=query).count() >= MOST_SEARCHES:
            raise InvalidInput("too many saved searches", field="q", remedy="drop one that is not needed")
        found, _made = SavedSearch.objects.get_or_create(account=account, query=query)
        _know(found, hits)
    return found


def drop(account: Any, pk: int) -> bool:
    """Drop a saved search of this account; whether there was one."""
    return account.is_authenticated and bool(SavedSearch.objects.filter(account=account, pk=pk).delete()[0])


def token(search: SavedSearch) -> str:
    """What the mail's link carries: whoever has it may end this search, and nothing else."""
    return signing.Signer(salt=__name__).sign(str(search.pk))


def by_token(given: str) -> SavedSearch | None:
    """The search of a link; None where it was dropped already. Raises InvalidInput where nobody here wrote the link."""
    try:
        pk = signing.Signer(salt=__name__).unsign(given)
    except signing.BadSignature as error:
        raise InvalidInput("the link is not whole", field="token", remedy="copy all of it") from error
    return SavedSearch.objects.filter(pk=pk).first()


def tell(origin: str) -> int:
    """Mail the new hits of every saved search; the number of mails. The index must have followed the log."""
    sent = 0
    for search in SavedSearch.objects.filter(account__is_active=True).select_related("account"):
        account, question = search.account, question_of(search.query)
        found = everything(question, account, MOST_HITS * 2) if question else None
        if not found:
            continue
        known = set(search.known.values_list("key", flat=True))
        new = [key for key in found if key not in known]
        if not new:
            continue
        with reading_as(account), override(settings.LANGUAGE_CODE):
            message = _message(search, new, origin)
        try:
            message.send()
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
            logger.warning("a saved search could not be told of: %s", error)
            continue
        _know(search, new)
        sent += 1
    return sent


class Teller:
    """Tells after each change of the site, once the index has followed it."""

    def __init__(self) -> None:
        self.told = ""

    def step(self, origin: str) -> int:
        """Tell of what is new, where anything changed; the number of mails."""
        end = log.end()
        newest = Entry.objects.order_by("-number").values_list("number", flat=True).first()
        index = opened()
        if end == self.told or newest is None or (index.mark() or 0) < newest:
            return 0
        sent = tell(origin)
        self.told = end
        return sent


def _know(search: SavedSearch, keys: Iterable[str]) -> None:
    rows = [KnownHit(search=search, key=key) for key in keys]
    KnownHit.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def _message(search: SavedSearch, new: Sequence[str], origin: str) -> EmailMessage:
    stop = origin + reverse("search:stop", args=[token(search)])
    shown = kinds.places(new[:SHOWN], search.account)
    by_kind = [
        (str(title), [place for _kind, place in own])
        for title, own in groupby(shown, key=lambda one: one[0].title)
    ]
    context = {
        "account": search.account,
        "search": described(search.query),
        "count": len(new),
        "more": len(new) - len(shown),
        "kinds": by_kind,
        "origin": origin,
        "address": f"{origin}{reverse('search:search')}?{search.query}",
        "saved": origin + reverse("search:saved"),
        "stop": stop,
    }
    host = urlsplit(origin).hostname or "localhost"
    return EmailMessage(
        _("搜尋「%(search)s」有新結果") % {"search": context["search"]},
        render_to_string("search/mail/hits.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [search.account.email],
        # RFC 8058: the mail program may end it with one request.
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<search-{search.pk}.{host}>",
        },
    )


def searches_of(account: Account) -> list[tuple[SavedSearch, str]]:
    """The saved searches of an account, newest first, each in words."""
    return [(one, described(one.query)) for one in SavedSearch.objects.filter(account=account)]
