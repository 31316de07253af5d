"""Who reads at this moment. Every withheld word passes here on its way to a reader (fields.py).

    with reading_as(account): …   what this account may read; None: what anybody may
    with inside(): …              everything, for actions, the index and the checks of the database: never for an answer

A request reads as its own account (middleware.py). Outside of every block one reads as anybody: what forgets to say
who reads withholds too much, never too little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from lieguan.site.registry.prepared import Prepared
from lieguan.site.registry.rights import TABLE, Right, allowed, grants_of

Account = Any


@dataclass(frozen=True, slots=True)
class Held:
    """That a restriction covers a key: which, in which body, on which ground; `unless` as in models.Cover."""

    restriction: int
    body: int
    ground: int
    unless: str = ""


# The keys that belong to these agencies, of those that are covered: functions of the apps above.
Concerned = Callable[[frozenset[int], frozenset[str]], set[str]]
_concerned: list[Concerned] = []


def concern(found: Concerned) -> None:
    """Register a function that says which covered things are an agency's own."""
    if found not in _concerned:
        _concerned.append(found)


def _standing() -> QuerySet[Any, tuple[str, str, int, int, str]]:
    """What stands, as every page asks for it: key, unless, restriction, body, ground."""
    from lieguan.site.withholding.models import Cover  # noqa: PLC0415 - models import the fields, they this

    standing = Cover.objects.filter(restriction__lifted_at=None).order_by("restriction_id", "pk")
    return standing.values_list(
        "key", "unless", "restriction_id", "restriction__body_id", "restriction__ground"
    )


_STANDING = Prepared(_standing)


class Reader:
    """One reader. `covers` is read from the database once, when the first field that can be withheld is read.

    account  an account, None, or a function that gives one when it is asked for
    """

    sees_everything = False

    def __init__(self, account: Account | Callable[[], Account] = None) -> None:
        self._account = account

    @cached_property
    def account(self) -> Account:
        """Who reads; None for anybody."""
        found = self._account() if callable(self._account) else self._account
        return found if found is not None and found.is_authenticated and found.is_active else None

    @cached_property
    def covers(self) -> Mapping[str, tuple[Held, ...]]:
        """What is withheld from somebody, by key, whoever reads."""
        found: dict[str, list[Held]] = defaultdict(list)
        for key, unless, restriction, body, ground in _STANDING():
            found[key].append(Held(restriction, body, ground, unless))
        return {key: tuple(held) for key, held in found.items()}

    def may_read(self, held: Held) -> bool:
        """Whether this reader may read what the restriction covers: READ_WITHHELD in its body, or an agency whose own
        item it is about."""
        if self.account is None:
            return False
        return allowed(self.account, Right.READ_WITHHELD, body=held.body) or held.restriction in self._own

    @cached_property
    def _own(self) -> frozenset[int]:
        """The restrictions that cover something of the reader's own agencies."""
        agencies = frozenset(
            agency for role, _body, agency in grants_of(self.account)
            if agency is not None and Right.READ_WITHHELD in TABLE[role]
        )  # fmt: skip
        if not agencies:
            return frozenset()
        keys = frozenset(self.covers)
        own = {key for found in _concerned for key in found(agencies, keys)}
        return frozenset(held.restriction for key in own for held in self.covers.get(key, ()))

    def hidden(self, *keys: str) -> Held | None:
        """The first restriction that keeps a row of these keys from this reader, or None."""
        if not self.covers:
            return None
        for key in keys:
            for held in self.covers.get(key, ()):
                if not held.unless and not self.may_read(held):
                    return held
        return None

    def hidden_keys(self, prefix: str) -> list[str]:
        """What stands behind `prefix` in the keys that are kept from this reader: "item:" → ["12", "30"]."""
        return [
            key.removeprefix(prefix) for key in self.covers if key.startswith(prefix) and self.hidden(key)
        ]

    def hidden_in_version(self, uids: Mapping[str, str]) -> dict[str, Held]:
        """{local id: what keeps it from this reader} of a version whose paragraphs are {local id: uid}."""
        if not self.covers:
            return {}
        there, found = set(uids.values()), {}
        for local, uid in uids.items():
            for held in self.covers.get(uid, ()):
                if held.unless not in there and not self.may_read(held):
                    found[local] = held
                    break
        return found


class _Inside(Reader):
    """The program itself, at its own work."""

    sees_everything = True

    def may_read(self, held: Held) -> bool:  # noqa: ARG002 - the same question
        """Everything."""
        return True


_reader: ContextVar[Reader | None] = ContextVar("lieguan_reader", default=None)


def current() -> Reader:
    """Who reads at this moment."""
    return _reader.get() or Reader()


@contextmanager
def reading_as(account: Account | Callable[[], Account]) -> Iterator[Reader]:
    """Read as this account (None: as anybody) until the block ends."""
    with _as(Reader(account)) as reader:
        yield reader


@contextmanager
def inside() -> Iterator[None]:
    """See everything until the block ends: for what the program does, never for what it answers."""
    with _as(_Inside()):
        yield


def each_as(reader: Reader, made: Iterable[Any]) -> Iterator[Any]:
    """The same things, each made as this reader reads."""
    things = iter(made)
    while True:
        with _as(reader):
            try:
                thing = next(things)
            except StopIteration:
                return
        yield thing


@contextmanager
def _as(reader: Reader) -> Iterator[Reader]:
    token = _reader.set(reader)
    try:
        yield reader
    finally:
        _reader.reset(token)
