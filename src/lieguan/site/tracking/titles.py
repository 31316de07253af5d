"""What to call the item that a clause opens: the words of the minutes, shortened, never others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

LIMIT = 40
# An agenda item's title is kept whole as long as it can be called a title.
AGENDA_LIMIT = 80
# A title shorter than this says too little: the next phrase is added, cut if need be.
LEAST = 18

_LEAD = r"(?:有關|關於|針對|對於|至於|就|將)?"
_QUOTED = re.compile(rf"^{_LEAD}\s*「([^「」]{{2,120}}(?:「[^「」]*」[^「」]*)?)」")
# 離島糧食及民生物資儲備部分，請…; 旅宿業節水措施，請…; 就人才培育工作，請…
_TOPIC = re.compile(
    rf"^{_LEAD}\s*([^，。；：、]{{2,40}}?)(?:之?(?:部分|一節|乙節|一案|乙案|事宜))?，(?:並|仍|亦|再)?(?:請|由|應|函請|責成)"
)
# What decides is no topic: 照案通過，請…; 原則同意，請…; 洽悉，請….
_DECIDES = re.compile(
    r"^(?:本案|本項|全案|案由|上開|前開|另|並|請|由|照|原則|修正|同意|通過|洽悉|准|備查|敬悉|保留|緩議|確認|確定|附條件|其餘|有鑑於|鑑於|為|因)"
)
# （提案機關：經濟部）, 提請討論。, 是否妥適，請審議: what ends the title of an agenda item without naming it.
_AGENDA_ASIDES = re.compile(
    r"(?:[（(][^（）()]*[）)]|[，,]?(?:是否[^，。]{1,12}[，,])?(?:謹|特)?(?:提請|敬請|請|報請)"
    r"(?:討論|審議|公決|核議|備查|鑒核|鑑核|鑒察|審查)|[。！？?\s])+"
)


def title_of(text: str, agenda_title: str, *, alone: bool, told: Iterable[str] = ()) -> str:
    """A title for the item that a clause with these words opens.

    In this order: the name in 「」 that the clause begins with; the topic before 「，請」; the agenda item's title,
    where the clause decides on it (通過，請…) or is `alone` (no other clause of it opens an item); else the first
    words of the clause, without the agencies that it begins with (`told`, as written).
    """
    text = " ".join(text.split())
    quoted = _QUOTED.match(text)
    if quoted:
        return quoted[1].strip()
    topic = _TOPIC.match(text)
    if topic and not _DECIDES.match(topic[1]):
        return topic[1].strip()
    agenda = _cut(_without_asides(" ".join(agenda_title.split())).strip(), AGENDA_LIMIT)
    first = re.split(r"[，。；：]", text, maxsplit=1)[0]
    if agenda and (alone or _only_decides(first)):
        return agenda
    return _first_words(text, told) or agenda


def _first_words(text: str, told: Iterable[str]) -> str:
    """The first phrases of the clause, whole ones as far as they fit; nothing where it only decides."""
    phrases = [phrase.strip() for phrase in re.split(r"[，。；：]", text) if phrase.strip()]
    while phrases and _only_decides(phrases[0]):
        phrases.pop(0)
    if not phrases:
        return ""
    title = _without_addressee(phrases[0], told)
    for phrase in phrases[1:]:
        if len(title) + 1 + len(phrase) > LIMIT and len(title) >= LEAST:
            break
        title = f"{title}，{phrase}".removeprefix("，")
    return _cut(title, LIMIT)


def _without_asides(title: str) -> str:
    """The title without the asides that it ends with."""
    asides = list(_AGENDA_ASIDES.finditer(title))
    return title[: asides[-1].start()] if asides and asides[-1].end() == len(title) else title


def _without_addressee(phrase: str, told: Iterable[str]) -> str:
    """請環境部及農業部強化測站維護 → 強化測站維護."""
    rest = re.sub(r"^(?:並|另|仍|亦|再)?請", "", phrase)
    names = sorted(told, key=len, reverse=True)
    while names:
        shorter = re.sub(
            rf"^(?:{'|'.join(map(re.escape, names))})(?:等[^，、]{{0,6}}?(?:機關|部會|單位))?[、及與和]?",
            "",
            rest,
        )
        if shorter == rest or not shorter:
            break
        rest = shorter
    return rest


def _cut(title: str, limit: int) -> str:
    return title if len(title) <= limit else f"{title[:limit]}…"


def _only_decides(phrase: str) -> bool:
    return len(phrase) <= 8 and re.search(r"通過|同意|洽悉|備查|敬悉|確認|確定", phrase) is not None
