"""What stands beside a person's name: titles 職稱, parts in a meeting 角色, and surnames 姓氏."""

from __future__ import annotations

import re
from functools import cache

from lieguan.lexicon import tables


@cache
def _titles() -> dict[str, str]:
    name = "titles.csv"
    return {
        cell["title"]: cell["part"] for _, cell in tables.rows(tables.packaged(name), name, ("title", "part"))
    }


@cache
def posts() -> frozenset[str]:
    """Posts (主任委員, 處長, 教授): what `Person.title` holds."""
    return frozenset(title for title, part in _titles().items() if part in {"post", "both"})


@cache
def roles() -> frozenset[str]:
    """Parts that a person has in a meeting (召集人, 主席, 代理): what `Person.role` holds."""
    return frozenset(title for title, part in _titles().items() if part in {"role", "both"})


@cache
def title_pattern() -> re.Pattern[str]:
    """A title, longest first, with what may stand before it: 兼主任委員, 代理處長, 處長兼主任.

    委員 of 委員會, 秘書 of 秘書處, 常委 of 經常委託 and the like are no titles.
    """
    alternatives = "|".join(sorted(map(re.escape, posts()), key=len, reverse=True))
    one = rf"(?:{alternatives})"
    return re.compile(
        rf"(?:兼代?|代理|暫代|代(?=[局處署司科課組部院校區鄉鎮市縣]長|主任)|(?<![\u3400-\u9fff]{{2}})署)?{one}(?:兼{one})?(?![會處室部局院署廳團])(?:(?<!委)|(?![員託任由外辦派]))"
    )


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    name = "surnames.csv"
    found = [cell["surname"] for _, cell in tables.rows(tables.packaged(name), name, ("surname",))]
    return frozenset(s for s in found if len(s) == 1), frozenset(s for s in found if len(s) == 2)


def is_surname(text: str) -> bool:
    """A surname of one character, of two (歐陽, 張簡), or two put together (黃呂, 李翁)."""
    single, double = _surnames()
    if len(text) == 1:
        return text in single
    return text in double or (len(text) == 2 and text[0] in single and text[1] in single)


def is_name_around_post(text: str) -> bool:
    """王委員大明: a surname, a post, a given name of one or two characters, and nothing else."""
    post = title_pattern().search(text, 1)
    return post is not None and is_surname(text[: post.start()]) and 1 <= len(text) - post.end() <= 2


def is_double_surname(text: str) -> bool:
    """A surname that always has two characters."""
    return text in _surnames()[1]
