"""The one thing that is done to the log: an authorised erasure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from lieguan.site.log import erasing
from lieguan.site.log.models import Entry
from lieguan.site.registry.rights import Right, require


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of an erasure.

    entries   the erasures, one for each entry of the log whose values held the words
    standing  numbers of entries whose actor or ground holds the words; they are part of the chain, and stay
    """

    entries: tuple[Entry, ...]
    standing: tuple[int, ...]


@transaction.atomic
def erase(actor: Any, words: Sequence[str], ground: str, *, of: Model | None = None) -> Erased:
    """Strike words out of what the log kept beside its chain: personal data, or words that are withheld.

    words   in full, each of two characters or more
    ground  the law that asks for it, such as 個人資料保護法第11條 or 政府資訊公開法第18條第1項第6款; it stays in the log
    of      strike them out of the entries of this object alone

    The facts themselves are not touched: change or withhold those first. Raises NotAllowed, InvalidInput.
    """
    require(actor, Right.ERASE)
    entries = erasing.erase(actor, words, ground, of=of)
    return Erased(tuple(entries), tuple(erasing.standing_in_the_chain(words)))
