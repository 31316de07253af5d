"""Where a text that lost its line breaks has to be cut: 一、…。 決定：… 二、…。 決定：…, 主席：王部長大明紀錄：李小華.

Pure: a paragraph's folded words in, offsets out.
"""

from __future__ import annotations

import re

from lieguan.lexicon.headings import headings, key
from lieguan.text.numbering import next_marker, read_marker

_LABEL = r"(?:主席|大會|會議|附帶)?(?:決定|決議|結論|裁示|裁定|裁決|議決)："
_DECIDED = re.compile(rf"(?<=[。） ])(?={_LABEL})")
#: White space before a label of a decision, or before a marker where a sentence or a heading has ended.
_BREAK = re.compile(
    rf"(?<=[。；：）項 ])[ \u3000]{{1,8}}(?={_LABEL}|[一二三四五六七八九十]{{1,3}}、|[壹貳參肆伍陸柒捌玖拾]{{1,3}}、|（[一二三四五六七八九十]{{1,3}}）)"
)
#: Where a sentence has ended and a number follows.
_SENTENCE_BREAK = re.compile(r"(?<=[。；：])(?=[一二三四五六七八九十]{1,3}、)")
#: Labels of the head that nothing sets off from the words before them.
_TOGETHER = frozenset({"place", "chair", "recorder", "present", "observers", "absent"})
_AFTER_WORDS = re.compile(r"(?<=[\u3400-\u9fff])：")
_LONGEST_LABEL = 6


def run_on(plain: str) -> list[int]:
    """Where a page that lost its line breaks (一、…。 決定：… 二、…。 決定：…) has to be cut; empty for others."""
    if len(plain) < 60:
        return []
    if len(_DECIDED.findall(plain)) < 2:
        return _counted_run(plain) or _two_items(plain)
    depth, at, cuts = 0, 0, []
    for match in _BREAK.finditer(plain):
        depth += plain.count("「", at, match.end()) - plain.count("」", at, match.end())
        at = match.end()
        if depth <= 0 and match.end() < len(plain):
            cuts.append(match.end())
    return cuts


def _two_items(plain: str) -> list[int]:
    """Where 一、…。 決定：…。 二、… has to be cut: before the decision, and before the item that counts on behind it."""
    first, decided = read_marker(plain), _DECIDED.search(plain)
    if first is None or decided is None or first.style != "han" or first.number != 1:
        return []
    second = next_marker(plain, first)
    return [decided.end(), second.start] if second is not None and second.start > decided.end() else []


def _counted_run(plain: str) -> list[int]:
    """Where 一、… 。二、… 。三、… stands in one paragraph, each behind the end of a sentence; empty for fewer than three."""
    cuts: list[int] = []
    depth = at = 0
    for match in _SENTENCE_BREAK.finditer(plain):
        depth += sum(plain.count(sign, at, match.start()) for sign in "「（")
        depth -= sum(plain.count(sign, at, match.start()) for sign in "」）")
        at = match.start()
        marker = read_marker(plain, at) if depth <= 0 else None
        if marker is not None and marker.style == "han" and marker.number == len(cuts) + 1:
            cuts.append(at)
    return cuts if len(cuts) >= 3 else []


def run_together(plain: str, start: int) -> int:
    """Where a label of the head stands right behind the words of the one before it, or 0."""
    depth, last = 0, start
    for colon in _AFTER_WORDS.finditer(plain, start):
        at = colon.start()
        depth += plain.count("（", last, at) - plain.count("）", last, at)
        last = at
        for first in range(max(start, at - _LONGEST_LABEL), at - 1) if depth <= 0 else ():
            entry = headings().labels.words.get(key(plain[first:at]))
            known = entry is not None and entry.kind in _TOGETHER and not entry.weak
            if known or plain[first:at] == "議程":
                return first
    return 0
