"""What brackets behind a name say: （請假）, （代理）, （李次長小華代理）, （理事長）, （中央大學天文所）, （紀錄）."""

from __future__ import annotations

import re
from dataclasses import replace

from lieguan.lexicon.persons import roles, title_pattern
from lieguan.reading.context import Context
from lieguan.reading.entries import Entry
from lieguan.reading.names import name_of
from lieguan.reading.organisations import is_organisation, organisation_name
from lieguan.record.nouns import Person
from lieguan.text.passage import Passage
from lieguan.text.width import folded

_ABSENT = re.compile(
    r"請假|公假|事假|病假|缺席|未出席|未到|差假|公差|不克|^假$|^(?:受訓|出差|公出|產假|喪假|休假|差旅|國外研究|進修|借調)(?:中)?$"
)
#: 林次長大玲（部長請假）: it is the chief who was not there.
_ANOTHER = re.compile(
    r"(?:[\u3400-\u9fff]{0,4}[部院署局處司室科課所會市縣鄉鎮]長|首長|主任委員|主委)(?:請假|公假|公差|未到)$"
)
#: Behind the name of who came for another, or whom a unit sent.
STOOD_IN = re.compile(r"(?:代理|代表|代)$")
_NOBODY = re.compile(r"未派員|未派代表|未派人|^無$|^略$|缺額|懸缺|從缺")
_DEPUTY = re.compile(
    r"^(?:由|委由|委託|請)?(?:代理人|代理者|職務代理人)?：?(?P<who>[^：]+?)(?:代理出席|代理主持|代為主持|代理主席|代理|代表出席|代表|代)$"
)
#: （因公不克出席，由李副主任委員小華代理主席）
_TAKEN_OVER = re.compile(
    r"[，、]改?由(?P<who>[^，、：]{2,16}?)(?:代理主席|代理主持|代為主持|接續主持|代理|主持)(?:會議)?$"
)
_DEPUTY_LABEL = re.compile(r"^(?:代理人|職務代理人|代理者|由)：?(?P<who>[^：]+)$")
_STANDS_FOR = re.compile(r"^(?:代理|代表|代)(?P<who>[^：]{2,})$")
_PART = re.compile(
    r"^兼?(引言|接續主持|代理主持|主持|紀錄|記錄|司儀|代理|代|召集人|主席|報告人|主講人|與談人|提案人)$"
)


def is_absent(words: str) -> bool:
    """The mark says that the person was not there."""
    return _ABSENT.search(words) is not None and _ANOTHER.match(words) is None


def is_nobody(words: str) -> bool:
    """The mark says that a unit sent nobody."""
    return _NOBODY.search(words.strip("（） ")) is not None


def with_marks(person: Person, entry: Entry, words: list[str], passage: Passage, context: Context) -> Person:
    """The person with what the brackets add; where they name a deputy, the deputy, who represents the person."""
    deputy: Person | None = None
    for (start, _), word in zip(entry.marks, words, strict=True):
        taken_over = _aside(start, word, _TAKEN_OVER.search(word), passage, context)
        if is_absent(word) and taken_over is None:
            continue
        part = _PART.match(word)
        if part:
            person = replace(person, role="代理" if part[1] == "代" else part[1])
            continue
        stood_for = _aside(start, word, _STANDS_FOR.match(word), passage, context)
        if stood_for is not None:
            person = replace(person, represents=stood_for, role=person.role or "代理")
            continue
        who = taken_over
        who = who or _aside(start, word, _DEPUTY.match(word) or _DEPUTY_LABEL.match(word), passage, context)
        if who is None:
            person = _qualify(person, word, start, passage, context)
        else:
            own = replace(
                person, as_written=passage.text[slice(*entry.core)], spans=passage.spans(*entry.core)
            )
            deputy = replace(
                who,
                organisation=who.organisation or person.organisation,
                role="代理",
                represents=own,
                as_written=person.as_written,
                spans=person.spans,
            )
    return deputy or person


def _aside(
    start: int, word: str, match: re.Match[str] | None, passage: Passage, context: Context
) -> Person | None:
    """The person whom a bracket that opens at `start` and holds `word` names."""
    if match is None:
        return None
    named = name_of(match["who"].strip("：， "), context)
    if named is None or (named.name is None and named.title is None):
        return None
    low = folded(passage.text[start : start + len(word) + 80]).find(word) + start + match.start("who")
    high = low + len(match["who"])
    return Person(
        named.name,
        named.title,
        organisation_name(named.organisation, context) if named.organisation else None,
        named.role,
        None,
        passage.text[low:high],
        passage.spans(low, high),
    )


def _qualify(person: Person, word: str, start: int, passage: Passage, context: Context) -> Person:
    """(理事長), (進修部主任), （中央大學天文所） behind a name."""
    if person.title is None and title_pattern().fullmatch(word):
        return replace(person, title=word)
    inner = name_of(word, context)
    if person.name is None and person.title and inner is not None and inner.name and inner.title:
        role = person.title if person.title in roles() else person.role
        return replace(person, name=inner.name, title=inner.title, role=role)
    if person.organisation is not None:
        return person
    if (
        inner is not None
        and inner.name is None
        and inner.organisation
        and person.title in (None, inner.title)
    ):
        return replace(
            person,
            organisation=organisation_name(inner.organisation, context),
            title=person.title or inner.title,
        )
    if is_organisation(word, context):
        words = passage.text[start + 1 :].lstrip()[: len(word)]
        return replace(person, organisation=organisation_name(words, context))
    return person
