"""What a clause disposes of 對象: a name in 「」, or case numbers (編號1、2; 第3案; 案號113-02)."""

from __future__ import annotations

import re

from lieguan.reading.clause_text import BLANK, ClauseText
from lieguan.reading.context import Finding
from lieguan.reading.dispositions import TRACKING, Verdict
from lieguan.record.nouns import Certainty
from lieguan.record.spans import Span
from lieguan.text.numerals import parse_number

_HAN = "〇○零一二三四五六七八九十百"
_ITEM = rf"(?:[A-Za-z]{{0,4}}-?[0-9]{{1,9}}(?:[-－][0-9]{{1,6}}){{0,3}}|[{_HAN}]{{1,5}}(?:[-－–][{_HAN}]{{1,4}}){{0,2}}|（[0-9{_HAN}]{{1,4}}）)"
_LIST = rf"{_ITEM}(?:[案項號]?(?=[、，及與和至~以暨 ]) ?(?:[、，及與和至~]|以及|暨) ?(?:第|編號|案號)?{_ITEM}){{0,40}}"
_NUMBERED = re.compile(
    rf"(?P<label>(?:列管)?(?:編號|案號|項次|案次|序號)) ?[:：]?第?(?P<list>{_LIST})(?P<unit>[號案項])?"
    rf"|第(?P<ordinals>{_LIST})(?P<kind>案|項)(?!至)"
)
_PIECE = re.compile(rf"{_ITEM}|[至~]")

# Between a name in 「」 and the words that dispose of it, and the other way round.
_AFTER_NAME = re.compile(
    r"(?:修正|修訂)?(?:一|乙|等)?(?:案|草案|計畫|方案|報告|議題|部分|乙節|一節|乙項|項目|事項|[0-9一二三四五六七八九十]+案)*"
    r"(?:(?:有關)?[\u4e00-\u9fff、]{1,30}?[部會局處署府院所司組室](?:(?:主辦|協辦|應辦|辦理)?部分|應辦事項(?:部分)?))?"
    r"(?:[之的]?(?:(?:預定|原定|辦理|執行|完成)+(?:期程|期限|時程|日期)|期程|期限|時程))?"
    r"[，、]?(?:並|均|爰|原則上?|本次|仍|請|准|予以|同意|准予|照案|改為|應|建議|之建議|修正後?|文字|[，、])*+$"
)
_BEFORE_NAME = re.compile(
    r"(?:有關|關於|就|將|對於?|本|所提|所報|所擬|所送|提報|辦理|訂定|修正|新增|設立|納入)*$"
)
_BEHIND_NAME = re.compile(
    r"(?:修正|修訂)?(?:一|乙|等)?(?:案|草案|計畫|方案|報告|議題|部分|乙節)*(?:[，。；！]|$|並|均|准|予以|照案|解除|持續|繼續|結案|備查|自行|改為|併)"
)
_RENAMED = re.compile(r"名稱(?:應)?(?:修正|修訂|更正|調整|改)為$")
# 第三條修正為「…」: the new words, not a thing that is disposed of.
_REWORDED = re.compile(r"(?:修正|改|訂|列|稱|增訂|誤繕|誤植|誤載|更正)為?$")
_JOINED = re.compile(r"(?:案|計畫|方案)?(?:、|，|及|與|和|以及|暨)?")
#: What may stand before and behind a name that a sentence begins with.
_LEADS = re.compile(r"(?:有關|關於|就|至於|另|本次|所提|所報|所送)*")
_IS_TOPIC = re.compile(
    r"(?:修正|修訂|訂定|編印|設置|辦理|推動|規劃|試辦|補助|使用|審查)?(?:一|乙|等)?(?:案|部分|乙節|一節|乙項|項目|計畫|草案|報告)?(?:，|：|已於|已|尚有|經)"
)
_CONSENT = re.compile(r"同意|准予")
_FROM_AGREED = frozenset(("同意", "通過", "原則同意", "准予", "附條件同意", "勉予同意", "決議通過"))


def subject_of(text: ClauseText, verdict: Verdict) -> Finding[str] | None:
    """What the verdict disposes of, where the clause names it beside the verdict; of several the first."""
    low = text.sentence_start(verdict.start)
    names, rule = quoted(text, verdict, low)
    if names:
        value, span = names[0]
        return Finding(value, rule, "sure", text.passage.spans(*span))
    numbers = numbered(text, low, verdict.start)
    named = _named_behind(text, numbers, verdict.start)
    if named is not None:
        value, span = named
        return Finding(value, "subject.numbered-name", "likely", text.passage.spans(*span))
    topic = _topic(text, verdict, low) if not numbers else None
    if topic is not None:
        value, span = topic
        return Finding(value, "subject.topic", "likely", text.passage.spans(*span))
    if numbers and (verdict.disposition in TRACKING or _near(text, numbers[-1][1][1], verdict.start)):
        value, span = numbers[0]
        certainty: Certainty = "sure" if len(numbers) == 1 else "likely"
        return Finding(value, "subject.number", certainty, text.passage.spans(*span))
    return None


def quoted(text: ClauseText, verdict: Verdict, low: int) -> tuple[list[tuple[str, Span]], str]:
    """The names in 「」 that the verdict disposes of, from `low` on, and the rule that found them."""
    before = text.quotes_between(low, verdict.start)
    if before and _AFTER_NAME.match(text.spoken[before[-1][1] : verdict.start]):
        led = text.spoken[low : before[-1][0]]
        renamed = _RENAMED.search(led)
        if renamed or not _REWORDED.search(led):
            rule = "subject.renamed" if renamed else "subject.quoted"
            return [_inside(text, span) for span in _row(text, before)], rule
    agreed = _agreed(text, verdict, low)
    return ([_inside(text, agreed)] if agreed else []), "subject.agreed"


def _named_behind(text: ClauseText, numbers: list[tuple[str, Span]], end: int) -> tuple[str, Span] | None:
    """編號1-7「…」請…，持續列管。: the number's own name stands right behind it and says more."""
    if len(numbers) != 1:
        return None
    last = numbers[0][1][1]
    for span in text.quotes_between(last, end)[:1]:
        if not text.spoken[last : span[0]].strip(BLANK):
            return _inside(text, span)
    return None


def _topic(text: ClauseText, verdict: Verdict, low: int) -> tuple[str, Span] | None:
    """「…標準化」一案，已達成預定目標，同意解除列管。: the sentence begins with what it speaks of, and names nothing else."""
    quotes = text.quotes_between(low, verdict.start)
    if not quotes or not _LEADS.fullmatch(text.spoken[low : quotes[0][0]]):
        return None
    row = [quotes[0]]
    for span in quotes[1:]:
        if not _JOINED.fullmatch(text.spoken[row[-1][1] : span[0]]):
            return None
        row.append(span)
    return _inside(text, quotes[0]) if _IS_TOPIC.match(text.spoken[row[-1][1] : verdict.start]) else None


def _row(text: ClauseText, quotes: tuple[Span, ...]) -> list[Span]:
    """The last quotation and those that a list joins to it: 「甲」、「乙」及「丙」."""
    row = [quotes[-1]]
    for span in reversed(quotes[:-1]):
        if not _JOINED.fullmatch(text.spoken[span[1] : row[0][0]]):
            break
        row.insert(0, span)
    return row


def _agreed(text: ClauseText, verdict: Verdict, low: int) -> Span | None:
    """同意「X」…: the name behind the word of consent."""
    starts = [verdict.end] if verdict.row.expression in _FROM_AGREED else []
    consents = [match.end() for match in _CONSENT.finditer(text.spoken, low, verdict.start)]
    for start in (*starts, *consents[-1:]):
        for span in text.quotes_between(start, start + 400)[:1]:
            if _BEFORE_NAME.match(text.spoken[start : span[0]]) and _BEHIND_NAME.match(
                text.spoken[span[1] : span[1] + 24]
            ):
                return span
    return None


def _inside(text: ClauseText, span: Span) -> tuple[str, Span]:
    inner = (span[0] + 1, span[1] - 1)
    return text.passage.text[slice(*inner)].strip(), inner


def _near(text: ClauseText, end: int, start: int) -> bool:
    return (
        re.fullmatch(
            rf"(?:經[^，。；：經]{{0,8}}(?:審查|審議|討論|表決)後?)?[，、 ]?(?:均|並|無異議|一致|予以|同意|准予|照案|修正後?|原則|{BLANK})*",
            text.spoken[end:start],
        )
        is not None
    )


def numbered(text: ClauseText, start: int, end: int) -> list[tuple[str, Span]]:
    """Every case number between two offsets: 編號1、2 gives 編號1 and 編號2, 第3至5案 three."""
    out: list[tuple[str, Span]] = []
    for match in _NUMBERED.finditer(text.open, start, end):
        if match["label"]:
            before, behind, group = match["label"], "", "list"
        else:
            before, behind, group = "第", match["kind"], "ordinals"
        out += _expanded(text, match.start(group), match.end(group), before, behind)
        if group == "list" and out:  # the label belongs to the first number's words
            value, (_, last) = out[-_count(match[group])]
            out[-_count(match[group])] = (value, (match.start(), last))
    return out


def _count(words: str) -> int:
    return len(_values(words))


def _values(words: str) -> list[tuple[str, int, int]]:
    """The numbers of a list with their offsets; a range (3至5) is filled in."""
    found: list[tuple[str, int, int]] = []
    span_open = False
    for piece in _PIECE.finditer(words):
        if piece.group() in "至~":
            span_open = True
            continue
        if span_open and found:
            found += _between(found[-1][0], piece)
        found.append((piece.group(), piece.start(), piece.end()))
        span_open = False
    return found


def _between(first: str, piece: re.Match[str]) -> list[tuple[str, int, int]]:
    low, high = parse_number(first), parse_number(piece.group())
    if low is None or high is None or not low < high <= low + 60:
        return []
    return [(str(n), piece.start(), piece.end()) for n in range(low + 1, high)]


def _expanded(text: ClauseText, start: int, end: int, before: str, behind: str) -> list[tuple[str, Span]]:
    words = text.open[start:end]
    out = []
    for value, a, b in _values(words):
        low, high = start + a, start + b
        low -= before == "第" and text.open[low - 1 : low] == "第"
        high += text.open[high : high + 1] in ("案", "項", "號")
        out.append((before + value + behind, (low, high)))
    return out
