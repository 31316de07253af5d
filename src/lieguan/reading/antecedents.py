"""Whom 該部, 該公司, 該單位 mean: the last name before them that ends so, in the clause or in what stands above it."""

from __future__ import annotations

import re

from lieguan.reading.agency_names import follows
from lieguan.reading.clause_text import ClauseText
from lieguan.reading.context import Context
from lieguan.reading.organisations import organisation_name

#: How far above is looked, and how often: bounds that keep the time linear.
_ABOVE = 600
_TRIES = 5
#: 甲公司申請乙公司 …: 該公司 of the decision is the one that applied.
_APPLICANT = re.compile(
    r"(?:就|關於|有關|為)?([\u3400-\u9fff]{2,24}?(?:公司|團|會|黨|銀行|法人|學校|局|部|處|署))(?:暨其子公司)?(?:申請|函請|函詢|函報|陳報|聲請|不服|向本會)"
)
_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{1,40}$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LED_UP = re.compile(r"^.*(?:請|由|函|依|就|於|對|與|及|之|案|關於|有關)(?=.{3})")


def antecedent(written: str, start: int, spoken: str, text: ClauseText, context: Context) -> str | None:
    """Whom 該部 means: the last name before it that ends in the same words, here or in what stands above."""
    if written in context.aliases:
        return organisation_name(written, context)
    ending = written[1:]
    about = text.about[-_ABOVE:]
    applicant = _APPLICANT.match(about)
    if (
        applicant is not None
        and applicant[1].endswith(ending)
        and not _last_named(spoken, start, ending, context)
    ):
        return organisation_name(applicant[1], context)
    for own, view, stop in ((text.spoken, spoken, start), (about, about.replace("台", "臺"), len(about))):
        found = _last_named(view, stop, ending, context)
        if found:
            at = view.rfind(found, 0, stop)
            return organisation_name(own[at : at + len(found)], context)
    return None


def _last_named(view: str, stop: int, ending: str, context: Context) -> str | None:
    """The last name before `stop` that ends in `ending`; 單位 and 機關 mean any known agency."""
    low = max(0, stop - _ABOVE)
    if ending in {"單位", "機關"}:
        return _last_known(view, low, stop, context)
    at = stop
    for _ in range(_TRIES):
        at = view.rfind(ending, low, at)
        if at < 0:
            return None
        end = at + len(ending)
        run = _RUN.search(view, max(low, at - 16), end)
        name = _longest_known(view, run.start(), end, context) if run else None
        if name is None and run is not None and (follows(view, end) or not _HAN.match(view, end)):
            name = _LED_UP.sub("", run.group())
        if name and len(name) > len(ending) and not name.startswith(("各", "該", "本", "相關", "有關")):
            return name
    return None


def _longest_known(view: str, start: int, end: int, context: Context) -> str | None:
    return next((view[at:end] for at in range(start, end - 1) if _is_known(view[at:end], context)), None)


def _is_known(name: str, context: Context) -> bool:
    return name in context.aliases or context.agencies.knows(name)


def _last_known(view: str, low: int, stop: int, context: Context) -> str | None:
    last, at = None, max(low, stop - 120)
    while at < stop:
        length = context.agencies.longest_at(view, at, stop)
        if length >= 2:
            last = view[at : at + length]
        at += max(1, length)
    return last
