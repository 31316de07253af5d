"""What to call the item that a clause opens: the words of the minutes, shortened, never others. Pure."""

from __future__ import annotations

import re

LIMIT = 40

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
_AGENDA_ASIDE = re.compile(r"[（(][^（）()]*[）)]\s*$")


def title_of(text: str, agenda_title: str, *, alone: bool) -> str:
    """A title for the item that a clause with these words opens.

    In this order: the name in 「」 that the clause begins with; the topic before 「，請」; the agenda item's title,
    where the clause decides on it (通過，請…) or is `alone` (no other clause of it opens an item); else the first
    words of the clause.
    """
    text = " ".join(text.split())
    quoted = _QUOTED.match(text)
    if quoted:
        return quoted[1].strip()
    topic = _TOPIC.match(text)
    if topic and not _DECIDES.match(topic[1]):
        return topic[1].strip()
    agenda = _AGENDA_ASIDE.sub("", " ".join(agenda_title.split())).strip()
    first = re.split(r"[，。；：]", text, maxsplit=1)[0]
    if agenda and (alone or _only_decides(first)):
        return agenda
    return _first_words(text) or agenda


def _first_words(text: str) -> str:
    """The first phrases of the clause, whole ones as far as they fit; nothing where it only decides."""
    phrases = [phrase.strip() for phrase in re.split(r"[，。；：]", text) if phrase.strip()]
    while phrases and _only_decides(phrases[0]):
        phrases.pop(0)
    if not phrases:
        return ""
    title = re.sub(r"^(?:並|另|仍|亦|再)?請", "", phrases[0])
    for phrase in phrases[1:]:
        if len(title) + 1 + len(phrase) > LIMIT:
            break
        title = f"{title}，{phrase}"
    return title if len(title) <= LIMIT else f"{title[:LIMIT]}…"


def _only_decides(phrase: str) -> bool:
    return len(phrase) <= 8 and re.search(r"通過|同意|洽悉|備查|敬悉|確認|確定", phrase) is not None
