"""What a person types, as a tree: words side by side are all wanted, OR 或 between two wants either, NOT 非 or - in
front wants none, "…" and 「…」 hold words together, ( ) group. Pure.

Anything typed can be read: marks that make no sense are words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKENS = re.compile(
    r"""["“”「『](?P<quoted>[^"“”」』]*)["“”」』]?|(?P<open>[(（])|(?P<close>[)）])|(?P<word>[^\s"“”「『()（）]+)"""
)
_OR = {"OR", "|", "或"}
_AND = {"AND", "&", "且"}
_NOT = {"NOT", "非"}
# More words than this (each with an operator) are no search; the rest is left out and the page says so.
MOST_WORDS = 32


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must stand together."""

    text: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Words that somebody is still typing: the last may go on."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part is wanted."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part at least is wanted."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not wanted."""

    part: Wanted


Wanted = Words | Begun | All | Either | Not


def parse(typed: str) -> Wanted | None:
    """The tree, or None where nothing can be looked for."""
    return _Reader(_tokens(typed)[: MOST_WORDS * 2]).either()


def too_many(typed: str) -> bool:
    """Whether more was typed than `parse` takes."""
    return len(_tokens(typed)) > MOST_WORDS * 2


def _tokens(typed: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    for match in _TOKENS.finditer(typed):
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "word":
            if text in _OR | _AND | _NOT:
                tokens.append(("or" if text in _OR else "and" if text in _AND else "not", text))
            elif len(text) > 1 and text[0] in "-－" and text[1] not in "-－":
                tokens += [("not", "-"), ("words", text[1:])]
            else:
                tokens.append(("words", text))
        elif kind != "quoted" or text.strip():
            tokens.append(("words" if kind == "quoted" else kind, text))
    return tokens


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def either(self) -> Wanted | None:
        parts = [self.all()]
        while self.kind() == "or":
            self.at += 1
            parts.append(self.all())
        found = tuple(p for p in parts if p is not None)
        return found[0] if len(found) == 1 else Either(found) if found else None

    def all(self) -> Wanted | None:
        parts: list[Wanted] = []
        while self.kind() not in {"", "or", "close"}:
            part = self.one()
            if part is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else None

    def one(self) -> Wanted | None:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "words":
            return Words(text)
        if kind == "not":
            part = self.one() if self.kind() not in {"", "or", "close"} else None
            return Not(part) if part is not None else None
        if kind == "open":
            part = self.either()
            if self.kind() == "close":
                self.at += 1
            return part
        return None
