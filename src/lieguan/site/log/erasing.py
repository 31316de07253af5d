"""Erasing 抹除 words from what the log kept beside its chain: personal data, or words that are withheld.

An erasure is an entry of its own, and says again what is left of the values with the words struck out; then the values
of the entry that held them are emptied, their salt too, so that nobody can try words against the digest. Entry, actor,
ground and digests stay, and the chain still verifies. What is left is covered by the digests of the erasure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from lieguan.errors import InvalidInput
from lieguan.site.log.actions import Actor, append
from lieguan.site.log.models import Entry, Values

ACTION = "log.erase"
KIND = Values._meta.label_lower
# What stands where the words stood.
MARK = "［已抹除］"
CHUNK = 500

Kept = tuple[Any, Any]


def erase(actor: Actor | None, words: Sequence[str], ground: str, *, of: Model | None = None) -> list[Entry]:
    """Strike `words` out of the values of every entry; the erasures, one for each entry that held them.

    of   strike them out of the entries of this object alone
    Needs a transaction, and an actor whose right was checked. Longer words are struck first, each wherever it stands
    inside a value. What stands in the chain itself (actor, ground) stays: see `standing_in_the_chain`.

    Raises InvalidInput: no words, words of one character, no ground, or a ground that repeats the words.
    """
    wanted = [word.strip() for word in words if word.strip()]
    if not wanted or min(map(len, wanted)) < 2:
        raise InvalidInput(
            "an erasure needs words of two characters or more", field="words", remedy="give them in full"
        )
    if not ground.strip():
        raise InvalidInput(
            "an erasure needs its ground", field="ground", remedy="name the law and its article"
        )
    if any(word in ground for word in wanted):
        raise InvalidInput(
            "the ground repeats the words", field="ground", remedy="say it without them: the ground stays"
        )
    pattern = _pattern(wanted)
    return [_erase(actor, number, pattern, ground.strip()) for number in _holding(pattern, of)]


def holding(words: Sequence[str]) -> list[int]:
    """Numbers of the entries whose values hold one of the words: those that `erase` would strike."""
    wanted = [word.strip() for word in words if word.strip()]
    return _holding(_pattern(wanted), None) if wanted else []


def standing_in_the_chain(words: Sequence[str]) -> list[int]:
    """Numbers of the entries whose actor or ground holds one of the words: they are part of the chain and stay."""
    fields = Entry.objects.order_by("number").values_list("number", "actor", "ground")
    return [
        number
        for number, actor, ground in fields.iterator(chunk_size=CHUNK)
        if any(word in actor or word in ground for word in words if word)
    ]


def restated() -> dict[int, Kept]:
    """{number of an erased entry: (before, after) as the last erasure left them}."""
    found: dict[int, Kept] = {}
    erasures = Entry.objects.filter(action=ACTION, kind=KIND).order_by("-number")
    for number, erased, before, after in erasures.values_list(
        "number", "object_id", "values__before", "values__after"
    ):
        if erased.isdecimal():
            found[int(erased)] = found.get(number, (before, after))
    return found


def fits(said: Any, fact: Any) -> bool:
    """Whether a fact is what the log said of it, where words may have been struck out of what the log said."""
    if isinstance(said, str) and isinstance(fact, str) and MARK in said:
        return _fits_between(said.split(MARK), fact)
    if isinstance(said, dict) and isinstance(fact, dict):
        return said.keys() == fact.keys() and all(fits(said[key], fact[key]) for key in said)
    if isinstance(said, list) and isinstance(fact, list):
        return len(said) == len(fact) and all(map(fits, said, fact))
    return bool(said == fact)


def _fits_between(pieces: list[str], fact: str) -> bool:
    """Whether the pieces stand in the fact in order, the first at its beginning and the last at its end."""
    at, end = len(pieces[0]), len(fact) - len(pieces[-1])
    if at > end or not fact.startswith(pieces[0]) or not fact.endswith(pieces[-1]):
        return False
    for piece in pieces[1:-1]:
        found = fact.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _holding(pattern: re.Pattern[str], of: Model | None) -> list[int]:
    rows = Values.objects.order_by("entry_id")
    if of is not None:
        # An erasure says again what was left of the object's own entries; it counts as one of them.
        own = Entry.objects.filter(kind=of._meta.label_lower, object_id=str(of.pk)).values_list(
            "pk", flat=True
        )
        rows = rows.filter(entry__in=_with_erasures(set(own)))
    return [
        values.entry_id
        for values in rows.iterator(chunk_size=CHUNK)
        if _holds(pattern, values.before) or _holds(pattern, values.after)
    ]


def _with_erasures(numbers: set[int]) -> set[int]:
    found = set(numbers)
    for number, erased in (
        Entry.objects.filter(action=ACTION, kind=KIND).order_by("number").values_list("number", "object_id")
    ):
        if erased.isdecimal() and int(erased) in found:
            found.add(number)
    return found


def _erase(actor: Actor | None, number: int, pattern: re.Pattern[str], ground: str) -> Entry:
    values = Values.objects.select_related("entry").select_for_update(of=("self",)).get(pk=number)
    made = append(
        actor,
        ACTION,
        values,
        before=_struck(pattern, values.before),
        after=_struck(pattern, values.after),
        body_id=values.entry.body_id,
        event_on=values.entry.event_on,
        ground=ground,
    )
    values.salt, values.before, values.after = "", None, None
    values.save(update_fields=["salt", "before", "after"])
    return made


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _holds(pattern: re.Pattern[str], value: Any) -> bool:
    return any(pattern.search(string) for string in _strings(value))


def _struck(pattern: re.Pattern[str], value: Any) -> Any:
    if isinstance(value, str):
        return pattern.sub(MARK, value)
    if isinstance(value, dict):
        return {key: _struck(pattern, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_struck(pattern, inner) for inner in value]
    return value
