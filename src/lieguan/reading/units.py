"""Stage 2: paragraphs become units, each with what it begins with: marker, label, heading, or nothing.

Reads:  paragraphs. Writes: units.

A unit is the least thing that the outline places. A paragraph is cut where a second one begins inside it:
behind a label or a marker that another marker follows (決議：一、…), at a second label of the head on the
same line (主席：…　紀錄：…), at a resolution that a converter left on its item's line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lieguan.lexicon.headings import Entry, headings, key
from lieguan.reading.grids import unfold
from lieguan.reading.named import read_named
from lieguan.reading.paragraphs import Paragraph, Table
from lieguan.reading.run_on import run_on, run_together
from lieguan.reading.title import names_minutes
from lieguan.reading.unit import HEAD_ROLES, Unit
from lieguan.reading.unit_labels import read_label
from lieguan.text.numbering import next_marker, read_marker
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded

_DECISIONS = frozenset({"resolution", "additional"})

#: 沈委員小芳代理　　紀錄：…, below the chair
_STANDS_IN = re.compile(r"[\u3400-\u9fff]{3,12}(?:代理|代理主席|代)(?: {1,}|\t+)")
_ORNAMENTS = "◎●○◆◇■□★☆▲△"
#: No paragraph that a person wrote holds more units on one line.
_MOST = 20

_INLINE = re.compile(
    r"(?<=[。；！？） ])[ ]{0,8}(?=(?:主席|大會|會議|附帶|本次)?(?:決定|決議|結論|裁示|裁定|裁決|議決)：)"
)
_HEAD_COLON = re.compile(
    r"(?<=[ ；。）])([^ ：；。、，（）]{1,6}(?: {1,4}[^ ：；。、，（）]{1,3}){0,2}) {0,2}："
)
_OPTION = re.compile(
    r"(方案|選項|甲案|乙案|丙案)([一二三四五六七八九十甲乙丙丁0-9A-Z]{0,2})(?=[：、 ]|$)[：、 ]{0,2}"
)


def units(flow: list[Paragraph | Table]) -> list[Unit]:
    """The units of the flow, in order."""
    out: list[Unit] = []
    letter = 0
    for thing in flow:
        for unit in _of_table(thing) if isinstance(thing, Table) else split(thing):
            unit.index = len(out)
            out.append(unit)
            letter = _lettered(unit, letter)
    return out


def _lettered(unit: Unit, last: int) -> int:
    """H. / I.: the ninth letter of a list, and no Roman one. `last` is the letter before; returns this one's."""
    marker = unit.marker
    if marker is None or marker.style not in ("letter", "roman"):
        return last
    if marker.style == "letter":
        return marker.number
    if len(marker.printed) == 1 and last and ord(marker.printed) - ord("A") == last:
        unit.marker = replace(marker, style="letter", number=last + 1)
        return last + 1
    return last


def _of_table(table: Table) -> Iterator[Unit]:
    """A table of data is one unit; one that only sets the page gives the units of its cells."""
    unfolded = unfold(table)
    if unfolded is None:
        yield Unit(Passage("", ()), "", table=table)
        return
    for one in unfolded:
        label, entry, paragraph = one.label, one.entry, one.paragraph
        case = read_named(folded(label.text), 0) if label is not None and entry is None else None
        if label is not None and case is not None:
            words = "" if _is_of(label, paragraph) else paragraph.folded
            passage = join((label, paragraph.passage)) if words else label
            yield Unit(passage, folded(label.text) + words, paragraph, named=case, body=len(label))
            continue
        if label is None or entry is None:
            yield from split(paragraph)
            continue
        unit = Unit(label, folded(label.text), paragraph, label=entry, words=(0, len(label)), body=len(label))
        unit.heading = headings().sections.words.get(key(label.text))
        unit.beside = one.beside
        alone = _is_of(label, paragraph)
        if not alone and _on_one_line(entry, paragraph):
            unit.passage = join((label, paragraph.passage))
            unit.folded += paragraph.folded
            yield unit
            continue
        yield unit
        if not alone:
            yield from split(paragraph, listed=entry.kind in _DECISIONS)


def _is_of(label: Passage, paragraph: Paragraph) -> bool:
    """The cell holds the label and no more; of a label on several lines, `paragraph` is the first."""
    return set(paragraph.passage.pieces) <= set(label.pieces)


def _on_one_line(label: Entry, words: Paragraph) -> bool:
    """The words are the label's own, and no list below it."""
    if label.kind in HEAD_ROLES:
        return True
    return label.kind != "statements" and read_marker(words.folded) is None


def split(paragraph: Paragraph, *, listed: bool = False) -> Iterator[Unit]:
    """The units of one paragraph; `listed`: it is a decision, whose numbers on one line each begin a unit."""
    cuts = run_on(paragraph.folded)
    if cuts:
        for start, stop in pairwise((0, *cuts, len(paragraph.folded))):
            passage = paragraph.passage.cut(start, stop).stripped()
            if passage.text:
                yield from _split(replace(paragraph, passage=passage, folded=folded(passage.text)), listed)
        return
    yield from _split(paragraph, listed)


def _split(paragraph: Paragraph, listed: bool) -> Iterator[Unit]:
    at, end = 0, len(paragraph.folded)
    for count in range(_MOST + 1):
        if at >= end:
            return
        unit, stop = _unit(paragraph, at, count == 0, whole=count == _MOST)
        if listed and unit.marker is not None and count < _MOST:
            following = next_marker(unit.folded, unit.marker)
            if following is not None:
                stop = at + following.start
                unit.passage = unit.passage.cut(0, following.start).stripped()
                unit.folded = unit.folded[: following.start].rstrip()
        yield unit
        at = stop
        listed = unit.label.kind in _DECISIONS if unit.label is not None else listed


def _unit(paragraph: Paragraph, at: int, first: bool, *, whole: bool) -> tuple[Unit, int]:
    """The unit that begins at `at`, and where the next one does; `whole`: everything that is left."""
    plain = paragraph.folded[at:] if at else paragraph.folded
    passage = paragraph.passage.cut(at) if at else paragraph.passage
    unit = Unit(passage, plain, paragraph, first=first)
    unit.marker = read_marker(plain)
    if unit.marker is not None and unit.marker.style == "bullet":
        # • 貳、確認會議紀錄: a converter's bullet before a number
        inner = read_marker(plain, unit.marker.end)
        unit.marker = (
            inner if inner is not None and not inner.weak and inner.style != "bullet" else unit.marker
        )
    start = unit.marker.end if unit.marker else 0
    unit.named = None if _heads_a_list(unit, plain, start) else read_named(plain, start)
    if unit.named is None:
        unit.option = _option(unit, plain, start)
    unit.body = unit.head if unit.option is None else unit.body
    if unit.option is None and (unit.named is None or plain.startswith(("案由", "案名"), unit.head)):
        read_label(unit, plain)
    if _is_adorned(unit, plain):
        unit.marker = None
    stop = 0 if whole else _second(unit, plain)
    if stop:
        unit.passage, unit.folded = passage.cut(0, stop).stripped(), plain[:stop].rstrip()
        return unit, at + stop
    return unit, len(paragraph.folded)


def _is_adorned(unit: Unit, plain: str) -> bool:
    """●決議：…, ◎ 提案討論：, ◆某某小組第2次會議紀錄◆: an ornament, and no entry of a list."""
    if unit.marker is None or unit.marker.style != "bullet":
        return False
    adorned = plain[0] in _ORNAMENTS
    return (
        unit.label is not None
        or (adorned and unit.heading is not None)
        or (adorned and plain[0] == plain.rstrip()[-1] and names_minutes(plain))
    )


def _heads_a_list(unit: Unit, plain: str, start: int) -> bool:
    """六、報告事項（一）依據…: a heading, and the first item that it is followed by on its line."""
    bracket = plain.find("（", start, start + 8)
    heading = headings().sections.words.get(key(plain[start:bracket])) if bracket > start else None
    if unit.marker is None or unit.marker.style not in ("han", "formal") or heading is None:
        return False
    first = read_marker(plain, bracket)
    return first is not None and first.number == 1 and first.style == "paren-han" and first.end < len(plain)


def rest_of(unit: Unit) -> Unit | None:
    """Cuts `unit` where its own words begin with a marker (甲黨意見：１．…); the second half, or None."""
    marker = read_marker(unit.folded, unit.body)
    if marker is None or marker.weak or marker.number != 1 or unit.paragraph is None or unit.body == 0:
        return None
    rest = Unit(
        unit.passage.cut(unit.body), unit.folded[unit.body :], unit.paragraph, first=False, index=unit.index
    )
    rest.marker = read_marker(rest.folded)
    rest.body = rest.head
    unit.passage, unit.folded = unit.passage.cut(0, unit.body), unit.folded[: unit.body]
    return rest


def _option(unit: Unit, plain: str, start: int) -> str | None:
    match = _OPTION.match(plain, start)
    if match is None or (match[1] in ("方案", "選項")) != bool(match[2]):
        return None
    unit.body = match.end()
    return match[1] + match[2]


def _second(unit: Unit, plain: str) -> int:
    """Where a second unit begins inside the paragraph, or 0."""
    body = unit.body
    if unit.label is not None and unit.label.kind == "statements" and 0 < body < len(plain):
        return body
    if body and body < len(plain) and (unit.label is None or unit.label.kind not in HEAD_ROLES):
        follows = read_marker(plain, body)
        named = read_named(plain, body) if unit.named is None and unit.heading is not None else None
        if named or (follows and not follows.weak and follows.number <= 1 and follows.style != "bullet"):
            return body
    label = _second_label(unit, plain)
    if label:
        return label
    if unit.label is None or unit.label.kind not in ("resolution", "additional", "explanation"):
        inline = _INLINE.search(plain, max(body, 1))
        if inline is not None and plain.count("「", 0, inline.start()) == plain.count(
            "」", 0, inline.start()
        ):
            return inline.end()
    return 0


def _second_label(unit: Unit, plain: str) -> int:
    """Where a label stands that goes with the first one on one line (主席：…　紀錄：…, 提案人：…　連署人：…), or 0."""
    kind = unit.label.kind if unit.label is not None else ""
    beside = (
        HEAD_ROLES
        if kind in HEAD_ROLES
        else {"proposer", "seconder", "title"}
        if kind == "proposer"
        else {"proposer", "seconder"}
        if kind == "title" or (unit.named is not None and not kind)
        else set()
    )
    # （依…規定，由副主任委員代理主席）　紀錄：王大明 below the chair; 本會：…主席：… below who else came
    aside = (
        kind == "" and unit.marker is None and (plain.startswith(("（", "本會：")) or _STANDS_IN.match(plain))
    )
    together = run_together(plain, unit.body + 2) if kind in HEAD_ROLES or aside else 0
    for match in _HEAD_COLON.finditer(plain, unit.body, together or len(plain)) if beside else ():
        start, words = match.start(1), match[1]
        while words:
            entry = headings().labels.words.get(key(words))
            if entry is not None and entry.kind in beside:
                return start
            gap = words.find(" ")  # 主席： 王大明 紀錄： 李小華: the name set apart is no part of the label
            start, words = (start + gap + 1, words[gap + 1 :]) if gap >= 0 else (start, "")
    return together
