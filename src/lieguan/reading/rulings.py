"""What a clause decides on tracked items 對列管事項之裁示, one entry for each disposition.

編號1、2解除列管，其餘持續列管 gives two; 依幕僚單位所擬列管建議辦理 adopts what is printed elsewhere.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from lieguan.reading.clause_text import ClauseText
from lieguan.reading.context import Finding
from lieguan.reading.dispositions import TRACKING, Verdict
from lieguan.reading.subjects import numbered, quoted
from lieguan.record.nouns import Ruling
from lieguan.record.spans import Span, merged

_ADOPTED = re.compile(
    r"(?P<rest>其餘(?:各案|各項|案件|事項)?|餘)?[，、]?(?:均|同意|准|請)?(?:依|照|按|同意)(?:照|依)?"
    r"(?P<who>[^，。；：！？\n]{0,18}?)(?P<what>列管建議|管考建議|追蹤建議|解列建議|解除列管建議|處理建議|建議)"
    r"(?:[^，。；：！？\n]{0,6}?(?:辦理|通過|處理|列管|執行|為準)|(?=[，。；]|$))"
)
_ABOUT_TRACKING = re.compile(r"列管|管考|追蹤|解列|幕僚|研考|秘書單位|業務單位|所擬")
_NUMBER = re.compile(r"(?:列管)?(?:編號|案號|項次|案次|序號)|第")
_SENTENCE_END = re.compile(r"[。；\n]")
#: 內政部部分解除列管，其餘機關持續列管: the rest is of the same item, and what it was before.
_OF_THE_SAME = re.compile(r"(?:其餘|其他)(?:各|主辦|協辦|主責|相關)*+(?:機關|部會|單位|縣市|局處|部分)")
_REST = re.compile(r"其餘(?:各案|各項|案件|事項|項目)?|餘(?=[^，。]{0,4}(?:持續|繼續|解除|均|自行))")


def rulings_of(text: ClauseText, found: list[Verdict]) -> tuple[Finding[Ruling], ...]:
    """The rulings of the clause, in its order."""
    out: list[tuple[int, Finding[Ruling]]] = []
    last = 0
    firm = [v for v, after in zip_longest(found, found[1:]) if _stands(v, after, text)]
    overruled = any(v.governed for v in firm if v.disposition in TRACKING)
    several = any(v.disposition in TRACKING for v in firm)
    for verdict in firm:
        tracking = verdict.disposition in TRACKING
        if not several and not tracking:
            continue
        if out and _OF_THE_SAME.search(text.spoken, last, verdict.start):
            continue
        subjects = _subjects(text, last, verdict)
        if not tracking and not any(_NUMBER.match(value) for value, _ in subjects):
            continue  # 洽悉, 照案通過 … of the item itself
        if tracking and overruled and not verdict.governed and not subjects:
            continue  # 原列持續列管，改為自行列管
        words = [span for _, span in subjects] + [(verdict.start, verdict.end)]
        spans = merged(place for span in words for place in text.passage.spans(*span))
        ruling = Ruling(verdict.disposition, tuple(value for value, _ in subjects), False, spans)
        finding = Finding(ruling, f"ruling.{verdict.disposition}", verdict.certainty, spans)
        out.append((verdict.start, finding))
        last = verdict.end
    out += _adopted(text, found)
    return tuple(finding for _, finding in sorted(out, key=lambda pair: pair[0]))


def _stands(verdict: Verdict, after: Verdict | None, text: ClauseText) -> bool:
    """Not a guess, and not the 同意 of 同意解除列管."""
    if verdict.certainty == "guess":
        return False
    if verdict.disposition in TRACKING or after is None or after.disposition not in TRACKING:
        return True
    return re.search(r"[，。；：\n]", text.spoken[verdict.end : after.start]) is not None


def _subjects(text: ClauseText, last: int, verdict: Verdict) -> list[tuple[str, Span]]:
    """The names and numbers between the ruling before and this one, in the same sentence; else those behind it."""
    low = max(last, text.sentence_start(verdict.start))
    before = numbered(text, low, verdict.start) + quoted(text, verdict, low)[0]
    if before:
        return sorted(before, key=lambda thing: thing[1])
    rest = _REST.search(text.spoken, low, verdict.start)
    if rest:
        return [(rest.group(), rest.span())]
    if text.spoken[verdict.end : verdict.end + 1] == "：":
        stop = _SENTENCE_END.search(text.spoken, verdict.end, verdict.end + 400)
        return _things(text, verdict.end, stop.start() if stop else min(len(text.spoken), verdict.end + 400))
    return []


def _things(text: ClauseText, start: int, end: int) -> list[tuple[str, Span]]:
    things = numbered(text, start, end)
    for low, high in text.quotes_between(start, end + 1):
        if high <= end:
            things.append((text.passage.text[low + 1 : high - 1].strip(), (low + 1, high - 1)))
    return sorted(things, key=lambda thing: thing[1])


def _adopted(text: ClauseText, found: list[Verdict]) -> list[tuple[int, Finding[Ruling]]]:
    """依幕僚單位所擬列管建議辦理: what is printed elsewhere becomes the ruling."""
    out = []
    for match in _ADOPTED.finditer(text.spoken):
        if not _ABOUT_TRACKING.search(match["who"] + match["what"]):
            continue
        if any(
            match.start() <= v.start and v.disposition in TRACKING and v.start < match.end() for v in found
        ):
            continue  # 依幕僚建議解除列管 says itself what
        subjects = (
            (match["rest"],) if match["rest"] else tuple(value for value, _ in _before(text, match.start()))
        )
        spans = text.passage.spans(*match.span())
        ruling = Ruling("approve", subjects, True, spans)
        out.append((match.start(), Finding(ruling, "ruling.by-reference", "likely", spans)))
    return out


def _before(text: ClauseText, at: int) -> list[tuple[str, Span]]:
    return _things(text, text.sentence_start(at), at)
