"""One person's name 姓名 with what is written together with it: unit, post, part in the meeting.

王主任委員大明          surname, post, given name
李文中處長              name, post
教育部部長王大明        unit, post, name
總召集人林副院長小美    part in the meeting, surname, post, given name
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from lieguan.lexicon.fields import fields
from lieguan.lexicon.persons import is_double_surname, is_surname, roles, title_pattern
from lieguan.reading.around_names import NUMBERED
from lieguan.reading.context import Context
from lieguan.reading.organisations import ENDINGS, is_organisation
from lieguan.record.nouns import Certainty

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff\uf900-\ufaff○〇Ｏ□◯*＊"
_HAN_NAME = re.compile(rf"[{_HAN}]{{2,5}}")
_FOREIGN = re.compile(
    rf"[{_HAN}]{{1,6}}(?:[‧·.・•．][{_HAN}]{{1,8}}){{1,4}}(?:[A-Z][A-Za-z.,'’ -]{{1,60}})?"
    rf"|[{_HAN}]{{2,5}}[A-Z][a-z][A-Za-z.,'’ -]{{0,60}}|[A-Za-z][A-Za-z.,'’ -]{{1,60}}"
)
#: 陳主席大明: the post of who presides over a council.
_PRESIDING = re.compile(rf"([{_HAN}]{{1,2}})主席([{_HAN}]{{1,2}})")
#: 陳君大文; 陳君如 is a whole name
_MISTER = re.compile(rf"([{_HAN}])君([{_HAN}]{{2}})")
#: 陳大文君, 陳○文君; 王昭君 is a whole name
_MISTER_BEHIND = re.compile(rf"([{_HAN}])([{_HAN}]{{2,3}})君")
_FORMERLY = re.compile(r"(?:退休|前任|前|原|現任|新任|代表|兼任)$")
ANYBODY = "住戶|民眾|里民|居民|村民|地主"
_SUFFIX = re.compile(rf"(?:{ENDINGS}|代表|民間|專家|學者|{ANYBODY})$")
#: What people are who speak for nobody but themselves: no unit.
_ANYBODY = re.compile(ANYBODY)
#: 李○○里民
_NAMED_ANYBODY = re.compile(rf"([{_HAN}]{{3}})({ANYBODY})")
#: 南灣里王大明里長
_VILLAGE = re.compile(r"[\u3400-\u9fff]{1,4}[里村]")
# Endings of units that are common as the last character of a given name.
_NAMELIKE = frozenset("台臺園行班社團館校會系場站隊寺宮庫院")
#: What the posts are named by that take their unit in.
_TAKEN_IN = frozenset("局處署司室組科課股隊部館")


_BOTH = re.compile(r"(?P<post>.{2,6})兼(?P<part>.{2,6})")
#: 魏財務部長小儀: the office of a club between the surname and the post.
_OF_A_CLUB = re.compile(
    rf"(?P<surname>[\u3400-\u9fff]{{1,2}})(?P<unit>{'|'.join(sorted(fields(), key=len, reverse=True))})"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The parts of one person's words; `organisation` as written."""

    name: str | None
    title: str | None
    organisation: str | None
    role: str | None
    certainty: Certainty


def is_name(words: str, context: Context) -> bool:
    """Whether `words` look like a person's full name and nothing else."""
    if _FOREIGN.fullmatch(words):
        return True
    if not _HAN_NAME.fullmatch(words) or words in context.aliases or context.agencies.named(words):
        return False
    surname = words[:1] if len(words) < 4 else words[:2]
    if len(words) > 4 or not is_surname(surname) or title_pattern().search(words):
        return False
    if words[-1] == "科" and len(words) == 3 and words[:-1] not in fields():
        return True
    suffix = _SUFFIX.search(words)
    # 東安漁會, as 東安 may be a surname
    long = suffix is not None and len(words) > 3 and len(suffix.group()) > 1
    return suffix is None or (words[-1] in _NAMELIKE and not long)


def people_run(words: str, context: Context) -> list[tuple[int, int]]:
    """李大明張小華: names of three characters each, set without anything between them."""
    if len(words) < 6 or len(words) % 3 or not re.fullmatch(rf"[{_HAN}]+", words):
        return []
    if title_pattern().search(words):
        return []  # 蔡工程司大明
    pieces = [(at, at + 3) for at in range(0, len(words), 3)]
    if all(is_name(words[a:b], context) for a, b in pieces) and not is_organisation(words, context):
        return pieces
    return []


def titled_run(words: str) -> list[tuple[int, int]]:
    """王委員大明李副主任委員小華: surname, title and given name again and again, with nothing between them."""
    titles = list(title_pattern().finditer(words))
    starts: list[int] = []
    for title in titles:
        # The given name before it ends where the surname begins: 王委員大明張簡委員小華.
        given = titles[len(starts) - 1].end() if starts else None
        fitting = [
            at
            for at in (title.start() - 1, title.start() - 2)
            if (at == 0 if given is None else 1 <= at - given <= 2) and is_surname(words[at : title.start()])
        ]
        if not fitting:
            return []
        starts.append(fitting[0])
    if len(starts) < 2 or not 1 <= len(words) - titles[-1].end() <= 2:
        return []
    return list(pairwise([*starts, len(words)]))


def _without_post(words: str) -> Named | None:
    """Who is named without a post, or by one that no list holds: 陳主席大明, 陳君大文, 陳○文君, 李○○里民, 委員1."""
    if NUMBERED.fullmatch(words):
        return Named(words, None, None, None, "likely")
    presiding = _PRESIDING.fullmatch(words)
    if presiding is not None and is_surname(presiding[1]):
        return Named(presiding[1] + presiding[2], "主席", None, None, "sure")
    mister = _MISTER.fullmatch(words) or _MISTER_BEHIND.fullmatch(words)
    if mister is not None and is_surname(mister[1]) and not title_pattern().search(words):
        return Named(mister[1] + mister[2], "君", None, None, "likely")
    anybody = _NAMED_ANYBODY.fullmatch(words)
    if anybody is not None and is_surname(anybody[1][0]):
        return Named(anybody[1], anybody[2], None, None, "likely")
    return None


def name_of(words: str, context: Context) -> Named | None:
    """The parts of one person's words (folded, no brackets); None where they are too long to name one."""
    words, acting = _acting(words.strip(), context)
    if acting:
        named = name_of(words, context)
        return replace(named, role=named.role or "代理") if named else None
    if not words or len(words) > 80:
        return None
    if _FOREIGN.fullmatch(words) and words.isascii():
        return Named(words, None, None, None, "likely")
    without_post = _without_post(words)
    if without_post is not None:
        return without_post
    role, words = _role(words)
    if not words:
        return Named(None, None, None, role, "likely")
    titles = list(title_pattern().finditer(words))
    if not titles:
        organisation, rest = _split(words, context)
        if not rest or (len(rest) == 1 and not is_surname(rest)):
            return None
        certain: Certainty = "sure" if is_name(rest, context) else "guess"
        return Named(rest, None, organisation, role, certain) if _short(rest) else None
    if len(titles) > 1 and titles[-1].group() in _HONORIFICS and titles[-1].end() == len(words):
        return name_of((role or "") + words[: titles[-1].start()], context)  # 市議員王大明先生
    match = titles[-1]
    both = _BOTH.fullmatch(match.group())
    if both is not None and both["part"] in roles() and role is None:
        # 副縣長兼副召集人: the post, and the part in the meeting
        named = name_of(words[: match.start()] + both["post"] + words[match.end() :], context)
        return replace(named, role=both["part"]) if named is not None else None
    left, title, right = words[: match.start()], match.group(), words[match.end() :]
    if right:
        return _before_given(left, title, right, role, context)
    return _after_name(left, title, role, context)


def _acting(words: str, context: Context) -> tuple[str, bool]:
    """李科長大明代, 李大明兼代: the words without 代, 代理 at their end."""
    match = re.search(r"兼?(?:代理|代)$", words)
    if match and match.start() >= 3:
        who = words[: match.start()]
        if title_pattern().search(who) or (len(who) == 3 and is_name(who, context)):
            return who, True
    return words, False


def _role(words: str) -> tuple[str | None, str]:
    """A part in the meeting that stands first: 總召集人林副院長小美, 主席王大明."""
    match = _roles().match(words)
    if match is None:
        return None, words
    rest = words[match.end() :].lstrip("： ")
    only_role = match.group() in _ONLY_ROLES
    if only_role or (rest and title_pattern().search(rest)):
        return match.group(), rest
    return None, words


_HONORIFICS = frozenset({"先生", "小姐", "女士"})
_ONLY_ROLES = frozenset({"主席", "主持人", "會議主席", "會議主持人", "代理主席", "紀錄", "記錄", "司儀"})


@cache
def _roles() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, roles()), key=len, reverse=True)))


def _before_given(left: str, title: str, right: str, role: str | None, context: Context) -> Named | None:
    """王主任委員大明, 教育部部長王大明."""
    office = _OF_A_CLUB.fullmatch(left)
    if office is not None and is_surname(office["surname"]) and len(right) <= 2:
        unit = office["unit"] + (title[0] if title[0] in "部組股室處" else "部" if title == "次長" else "")
        return Named(office["surname"] + right, title, unit, role, "sure")  # 魏財務部長小儀
    if not left or is_organisation(left, context):
        if not _short(right):
            return None
        certain: Certainty = "sure" if is_name(right, context) else "likely"
        return Named(right, title, left or None, role, certain)
    if len(right) == 1 and any(post.end() == len(left) for post in title_pattern().finditer(left)):
        return Named(right, title, left, role, "likely")  # 王小美議員特助林
    organisation, surname = _split_surname(left, context)
    if len(right) > 4 or not surname:
        return None
    if is_name(right, context) and len(right) == 3 and (len(left) > 1 or not is_surname(surname)):
        return Named(right, title, left, role, "likely")
    given = 1 <= len(right) <= 2 and is_surname(surname)
    return Named(surname + right, title, organisation, role, "sure" if given else "likely")


def _after_name(left: str, title: str, role: str | None, context: Context) -> Named | None:
    """李文中處長, 張科督, 校長."""
    if not left:
        return Named(None, title, None, role, "likely")
    left = left[:-1] if left.endswith("前") and len(left) > 2 else left  # 王大明前會長
    organisation, name = _split(left, context)
    if organisation is None and is_organisation(left, context) and not is_name(left, context):
        return Named(None, title, left, role, "likely")
    if organisation and len(name) == 2 and not is_surname(name[0]) and is_organisation(left, context):
        return Named(None, title, left, role, "likely")
    if not name or not _short(name):
        return None
    if organisation is None and takes_in_its_unit(title) and len(name) == 2:
        unit = name + title[0]
        if name in fields() or context.agencies.named(unit) or (title == "部長" and not is_surname(name[0])):
            return Named(None, title, unit, role, "likely")  # 學權部長, 衛生局長
    if len(name) == 1:
        certain: Certainty = "sure" if is_surname(name) else "guess"
    else:
        certain = "sure" if is_name(name, context) else "likely"
    return Named(name, title, organisation, role, certain)


def takes_in_its_unit(title: str) -> bool:
    """The first character of the post is the last of its unit's name: 局長 of 文化局長."""
    return len(title) == 2 and title[0] in _TAKEN_IN and title[1] == "長"


def _split(words: str, context: Context) -> tuple[str | None, str]:
    """A unit and the name behind it: 行政組陳小君 → (行政組, 陳小君)."""
    for size in (3, 2):
        if words[:-size] in fields() and is_name(words[-size:], context):
            return words[:-size], words[-size:]  # 活動王大明
    for size in (3, 2, 4, 1):
        if len(words) > size + 1 and _known(words[:-size], context) and _fits(words[-size:], context):
            return _former(words[:-size]), words[-size:]
    if is_name(words, context) or _FOREIGN.fullmatch(words) or _known(words, context):
        return None, words
    for size in (3, 4, 2, 1):
        head, rest = words[:-size], words[-size:]
        placed = _SUFFIX.search(_FORMERLY.sub("", head)) or _VILLAGE.fullmatch(head)
        if len(head) >= 2 and placed and _fits(rest, context):
            return _former(head) or None, rest
    for size in (2, 3):  # a given name alone: 進修部雅文
        head, rest = words[:-size], words[-size:]
        if len(head) >= 2 and _SUFFIX.search(head) and not _SUFFIX.search(rest):
            return head, rest
    return None, words


def _split_surname(words: str, context: Context) -> tuple[str | None, str]:
    """A unit and the surname behind it: 財政部李 → (財政部, 李)."""
    if len(words) == 1 or (len(words) == 2 and is_surname(words)):
        return None, words
    size = 2 if is_double_surname(words[-2:]) else 1
    if size == 1 and len(words) > 3 and is_surname(words[-2:]) and _known(words[:-2], context):
        size = 2
    return _former(words[:-size]) or None, words[-size:]


def _known(words: str, context: Context) -> bool:
    return words in context.aliases or bool(context.agencies.named(words))


def _fits(words: str, context: Context) -> bool:
    """A name, or the surname alone."""
    return (len(words) == 1 and is_surname(words)) or is_name(words, context)


def _former(words: str) -> str:
    bare = _FORMERLY.sub("", words)
    return "" if _ANYBODY.fullmatch(bare) else bare


def _short(words: str) -> bool:
    return len(words) <= 5 or _FOREIGN.fullmatch(words) is not None
