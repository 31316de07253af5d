"""Inputs that make a pattern work as hard as it can: what it repeats, repeated, and no end to it.

Walks the tree that Python's own parser makes of a pattern. For each repeat in it the words are: what stands before it,
then what it repeats over and over, then a sign that nothing accepts; and what comes before the repeat over and over, so
that a search begins again at each. Each begins where a pattern with a repeat can be slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from re import _constants as op  # type: ignore[attr-defined]  # isort: skip
from re import _parser  # type: ignore[attr-defined]  # isort: skip

#: A sign that hardly any pattern accepts.
ODD = "\u2603"
#: Of each class of characters that many are tried, of each choice so many branches.
CHARACTERS, BRANCHES = 2, 3
_CATEGORY = {
    op.CATEGORY_DIGIT: "7", op.CATEGORY_NOT_DIGIT: "議", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_SPACE: "議",
    op.CATEGORY_WORD: "議", op.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


def inputs(pattern: str, flags: int, length: int, count: int = 100) -> list[str]:
    """At most `count` texts of `length` characters, each once."""
    tree = _parser.parse(pattern, flags & ~re.DEBUG)
    pumps = dict.fromkeys(pump for pump in _pumps(list(tree), "", flags) if pump[1])
    whole = _least(list(tree), flags)
    pumps |= dict.fromkeys([("", whole, ""), ("", whole[:-1], "")] if whole else [])
    texts = (
        _text(before, again, after, length) for before, again, after in _spread(list(pumps), count) if again
    )
    return list(dict.fromkeys(texts))


def _spread(pumps: list[tuple[str, str, str]], count: int) -> list[tuple[str, str, str]]:
    """So many of them, from everywhere: the first repeat of a pattern is not its slowest."""
    step = max(1.0, len(pumps) / count)
    return [pumps[int(at * step)] for at in range(min(count, len(pumps)))]


def _text(before: str, again: str, after: str, length: int) -> str:
    room = length - len(before) - len(after)
    return before + (again * (room // len(again) + 1))[:room] + after


def _pumps(tree: list[Any], before: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """(what comes first, what is repeated, what ends it) for each repeat below; `before` is what led there."""
    for at, (kind, given) in enumerate(tree):
        here = before + _least(tree[:at], flags)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _low, high, inside = given
            if high > 8:
                for again in _samples(list(inside), flags):
                    yield here, again, ODD
                    yield "", here + again, ODD
                if here:
                    yield "", here, ODD
            yield from _pumps(list(inside), here, flags)
        else:
            for branch in _branches(kind, given):
                yield from _pumps(branch, here, flags)


def _branches(kind: Any, given: Any) -> list[list[Any]]:
    """The sequences inside a node."""
    if kind is op.SUBPATTERN:
        return [list(given[-1])]
    if kind is op.BRANCH:
        return [list(branch) for branch in given[1]]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [list(given[1])]
    if kind is op.ATOMIC_GROUP:
        return [list(given)]
    if kind is op.GROUPREF_EXISTS:
        return [list(branch) for branch in given[1:] if branch]
    return []


def _samples(tree: list[Any], flags: int) -> list[str]:
    """A few words that a sequence accepts: its least, and with each of a few choices at its first place."""
    out = [_least(tree, flags)]
    if tree:
        kind, given = tree[0]
        rest = _least(tree[1:], flags)
        if kind is op.IN:
            out += [char + rest for char in _characters(given)]
        else:
            out += [
                word + rest
                for branch in _branches(kind, given)[:BRANCHES]
                for word in _samples(branch, flags)[:2]
            ]
    return list(dict.fromkeys(word for word in out if word))


def _least(tree: list[Any], flags: int) -> str:
    """The words of a sequence with each repeat as short as it may be, at least once where its least is none but it is all."""
    out = ""
    for kind, given in tree:
        if kind is op.LITERAL:
            out += chr(given)
        elif kind is op.NOT_LITERAL:
            out += "議" if given != ord("議") else "會"
        elif kind is op.ANY:
            out += "議"
        elif kind is op.IN:
            out += (_characters(given) or ["議"])[0]
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, _high, inside = given
            out += _least(list(inside), flags) * low
        elif kind is op.BRANCH:
            out += _least(list(given[1][0]), flags)
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
            out += _least(_branches(kind, given)[0], flags)
    return out


def _characters(given: list[Any]) -> list[str]:
    """Some characters of a class."""
    refused = given[0][0] is op.NEGATE if given else False
    out: list[str] = []
    for kind, value in given:
        if kind is op.LITERAL:
            out.append(chr(value))
        elif kind is op.RANGE:
            out.append(chr(value[0]))
        elif kind is op.CATEGORY:
            out.append(_CATEGORY[value])
    if refused:
        return [char for char in "議1 a。" if char not in out][:CHARACTERS]
    return out[:CHARACTERS] + out[-1:]
