"""Names and posts that white space, a line or a bracket sets apart: 林　和, 研 究 員, 科長林小⏎玉, 林召集人（次長）大聖.

Pure: the words of two neighbours of a list in, whether they are one out.
"""

from __future__ import annotations

import re

from lieguan.lexicon.persons import is_surname, title_pattern
from lieguan.reading.context import Context
from lieguan.reading.entries import Entry
from lieguan.reading.names import Named, is_name, name_of
from lieguan.reading.organisations import is_organisation

#: Harker老師 of Daniel Harker老師
_LATIN_TITLED = re.compile(r"[A-Z][A-Za-z.'-]{0,30}[\u3400-\u9fff]{2,6}$")
_GIVEN = re.compile(r"[\u3400-\u9fff]{1,2}")


def goes_with(core: str, following: str, *, spaced: bool, last: bool) -> bool:
    """White space stands between two parts of one name or post; `spaced`: inside `core` as well, `last`: none behind."""
    apart = len(core) == len(following) == 1 or (core.isascii() and following.isascii())
    post = spaced and len(core) == 2 and len(following) == 1  # 研 究 員
    apart = apart or (post and title_pattern().fullmatch(core + following) is not None)
    apart = apart or (post and is_surname(core[0]) and (last or not is_surname(following)))  # 許　榮　作
    latin = core[-1:].isascii() and core[-1:].isalpha() and following.isascii() and following[:1].isupper()
    latin = latin or (core.isascii() and core.isalpha() and _LATIN_TITLED.match(following) is not None)
    return apart or latin or _surname_apart(core, following) or _given_apart(core, following)


def is_broken_off(entry: Entry, core: str, following: str, context: Context) -> bool:
    """老人及⏎福利科科長王大明, 科長林小⏎玉: the line ends inside a unit or a name, behind others on it."""
    if entry.divider not in (" ", "、") or entry.label or core.isascii() or following.isascii():
        return False
    if entry.divider == "、" and _crosses(core, following):
        return True  # 王大明、黃理⏎事小玲
    if following[0] in "及與暨和":
        return title_pattern().search(core) is None
    if len(following) <= 2 and (_GIVEN.fullmatch(following) or len(following) == 1):
        # The given name, or its second character.
        named = name_of(core, context)
        short = len(named.name) if named is not None and named.title and named.name else 0
        if short == 3 - len(following):
            return True
        if len(following) == 1:
            return False
    if title_pattern().search(core) or is_name(core, context) or is_organisation(core, context):
        return False
    if _crosses(core, following):
        return True  # 法制室主⏎任江小妤
    titled = title_pattern().search(following)
    return (
        titled is not None
        and titled.start() > (following[0] not in "局處科室署課組廳")
        and titled.end() < len(following)
    )


def _crosses(core: str, following: str) -> bool:
    """A post begins in one and ends in the other."""
    across = title_pattern().search(core[-3:] + following[:3])
    return across is not None and across.start() < len(core[-3:]) < across.end()


def titled_inside(entry: Entry, text: str, core: str, given: str) -> Named | None:
    """林召集人（常務次長）大聖: the post in a bracket inside the name, and the given name right behind it."""
    if not entry.marks or not text.startswith(given, entry.marks[-1][1]) or not _GIVEN.fullmatch(given):
        return None
    part, post = title_pattern().search(core), text[entry.marks[-1][0] + 1 : entry.marks[-1][1] - 1]
    if part is None or not _is_surname_and_post(core) or not title_pattern().fullmatch(post):
        return None
    return Named(core[: part.start()] + given, post, None, part.group(), "sure")


def _surname_apart(core: str, following: str) -> bool:
    """王 局長大明: the surname set apart from the post and the given name."""
    title = title_pattern().match(following) if len(core) == 1 and is_surname(core) else None
    return title is not None and bool(_GIVEN.fullmatch(following[title.end() :]))


def _given_apart(core: str, following: str) -> bool:
    """陳副市長 志銘: the given name set apart from the surname and the post."""
    alone = len(following) == 1 or not is_surname(following[:1])
    return alone and _GIVEN.fullmatch(following) is not None and _is_surname_and_post(core)


def _is_surname_and_post(words: str) -> bool:
    title = title_pattern().search(words)
    return title is not None and title.end() == len(words) and is_surname(words[: title.start()])
