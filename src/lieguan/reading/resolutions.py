"""Stage 7: what was decided 決定、決議、結論, clause by clause.

Reads:  root, items, topics. Writes: resolutions, parts.

Numbered paragraphs are clauses; an unnumbered lead-in before them is one clause with those as its own; plain
paragraphs are a clause each. A decision in the item's own words (…，留待下次會議討論) has no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lieguan.reading.context import Context, Finding
from lieguan.reading.decided import confirms, is_decision
from lieguan.reading.nodes import Node
from lieguan.reading.paragraphs import Paragraph
from lieguan.reading.responsible import responsible
from lieguan.reading.state import ClauseDraft, ItemDraft, Reading, ResolutionDraft
from lieguan.reading.tables import only_suggests, rows_as_clauses
from lieguan.record.nouns import Certainty
from lieguan.record.spans import without
from lieguan.text.numbering import Marker, next_marker, read_marker
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded

_ASIDE = re.compile(r"[（(][^（）()]*[)）]$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_BESIDES = re.compile(r"[（(](?P<label>附帶(?:決議|建議|決定))[：:] ?(?P<words>[^（）()]{4,300})[）)]。? *$")
_LEADS_IN = re.compile(r"[^。；：:]{2,80}[：:] *(?=[（(]?[一1①][）)、.])")
_DECIDING = frozenset({"resolution", "additional"})
_AND_DECISIONS = re.compile(r"(?:討論|議題|議程|提案).{0,4}[及與暨](?:決議|結論|裁示|決定)$")
#: 決議：無 decides nothing.
_NOTHING = re.compile(r"[\s（(]*+(?:無|從?略|免)[）)。\s]*")


def resolutions(reading: Reading) -> None:
    """Finds the resolutions, in the document's order."""
    for unit in reading.units:
        if reading.context.days and reading.context.heads_a_day(unit.passage.spans()):
            reading.mark(unit.passage.spans(), "heading")
    for node in reading.root.walk():
        if node.role == "label" and node.kind in _DECIDING:
            _labelled(reading, node)
        elif node.role == "section" and node.kind == "conclusion":
            _concluding(reading, node)
        elif node.role == "table":
            _tracked(reading, node)
    for item in reading.items:
        _unlabelled(reading, item)
    _on_all(reading)
    reading.resolutions.sort(key=_start)
    for number, resolution in enumerate(reading.resolutions, 1):
        resolution.id = f"r{number}"
        _name(resolution.clauses, resolution.id)


def _on_all(reading: Reading) -> None:
    """討論事項 / 一、… / 二、… / 三、… / 決議：…: a decision behind the last of several bills is on none of them alone."""
    on: dict[int, ResolutionDraft] = {}
    for one in reading.resolutions:
        if one.item is not None:
            on.setdefault(id(one.item.value), one)
    for kind, items in groupby(reading.items, key=lambda item: (item.kind.value, id(item.node.parent))):
        group = list(items)
        last = on.get(id(group[-1]))
        before = any(id(item) in on for item in group[:-1])
        if kind[0] != "discussion" or last is None or last.item is None or len(group) < 2 or before:
            continue
        last.item = None if len(group) > 2 else replace(last.item, certainty="likely")


def _start(resolution: ResolutionDraft) -> int:
    spans = resolution.label.spans if resolution.label else ()
    spans = spans or next((clause.spans for clause in resolution.clauses if clause.spans), ())
    return spans[0][0] if spans else 0


def _name(clauses: list[ClauseDraft], above: str) -> None:
    for number, clause in enumerate(clauses, 1):
        clause.id = f"{above}.{number}"
        _name(clause.clauses, clause.id)


def _labelled(reading: Reading, label: Node) -> None:
    unit = label.unit
    if unit is None:
        return
    clauses = list(_clauses(label, reading.context))
    if len(clauses) == 1 and not clauses[0].clauses and _NOTHING.fullmatch(clauses[0].passage.text):
        return
    for clause in clauses if unit.beside else ():
        clause.beside = {**unit.beside, **clause.beside}
    words = unit.passage.cut(*unit.words)
    found = Finding(unit.label_text, label.rule, label.certainty, words.spans())
    resolution = ResolutionDraft(_item_of(reading, label), found, clauses)
    reading.resolutions.append(resolution)
    reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _in_brackets(reading, resolution)
    _mark(reading, clauses)


def _in_brackets(reading: Reading, resolution: ResolutionDraft) -> None:
    """決議：同意辦理。（附帶決議：請市府…）: what is decided besides is a resolution of its own."""
    clause = resolution.clauses[-1] if resolution.clauses else None
    match = _BESIDES.search(clause.passage.text) if clause is not None and not clause.clauses else None
    if clause is None or match is None or match.start() == 0:
        return
    words = clause.passage.cut(*match.span("words"))
    label = clause.passage.cut(*match.span("label"))
    bracket = clause.passage.spans(match.start())
    clause.passage = clause.passage.cut(0, match.start()).stripped()
    clause.spans = without(clause.spans, bracket)
    besides = ClauseDraft(None, words, words.spans(), "clause.brackets", "likely")
    found = Finding(label.text, "label.brackets", "likely", label.spans())
    added = ResolutionDraft(resolution.item, found, [besides])
    reading.resolutions.append(added)
    _mark(reading, added.clauses)
    reading.mark(bracket, "label", added)


def _item_of(reading: Reading, node: Node) -> Finding[ItemDraft] | None:
    """The item that the decision stands under; under a topic of several, the first."""
    for above in node.above():
        found = reading.topics.get(id(above))
        if found:
            first = found[0]
            certainty: Certainty = first.certainty if len(found) == 1 else "guess"
            return Finding(first.value, "resolution.under", certainty, first.spans)
    return None


def _concluding(reading: Reading, section: Node) -> None:
    """會議結論 with its clauses right under it, on the only item or on none."""
    told = [node for node in section.children if node.role == "text"] or section.title.text
    for node in section.children:
        linked = reading.topics.get(id(node)) if node.role == "item" else None
        if linked and linked[0].rule == "topic.number":
            _on_item(reading, section, node, linked[0])
    if not told or any(node.role in ("item", "label", "section") for node in section.children):
        return
    unit = section.unit
    if unit is None:
        return
    clauses = list(_clauses(section, reading.context))
    item = reading.items[0] if len(reading.items) == 1 else None
    found = Finding(unit.label_text, section.rule, "likely", unit.passage.spans(*unit.words))
    under = Finding(item, "resolution.only-item", "guess") if item is not None else None
    resolution = ResolutionDraft(under, found, clauses)
    reading.resolutions.append(resolution)
    reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _mark(reading, clauses)


def _on_item(reading: Reading, section: Node, node: Node, item: Finding[ItemDraft]) -> None:
    """決議： / 案由一：照案通過。: what was decided on the item of that number."""
    unit = section.unit
    label = (
        Finding(unit.label_text, section.rule, "likely", unit.passage.spans(*unit.words)) if unit else None
    )
    resolution = ResolutionDraft(item, label, list(_clauses(node, reading.context)))
    reading.resolutions.append(resolution)
    if unit is not None:
        reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
        reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _mark(reading, resolution.clauses)


def _tracked(reading: Reading, node: Node) -> None:
    """A table of tracked items that the minutes give as their own decision."""
    holder = node.parent
    if node.unit is None or node.unit.table is None or holder is None:
        return
    if holder.role == "label" or (holder.role == "item" and holder.kind != "motion"):
        return  # under 說明 it shows suggestions; under 決議 its rows are that resolution's clauses
    if holder.kind == "annex" and only_suggests(node.unit.table):
        return  # 附件2　追蹤列管報告表: the paper that the meeting had before it
    clauses = rows_as_clauses(node.unit.table, reading.context)
    if not clauses:
        return
    unit = holder.unit if holder.role == "section" and holder.kind in ("tracking", "conclusion") else None
    found = None
    if unit is not None:
        words = _ASIDE.sub("", unit.label_text).strip()
        found = Finding(words, holder.rule, "likely", unit.passage.spans(*unit.words))
    resolution = ResolutionDraft(None, found, clauses)
    reading.resolutions.append(resolution)
    if unit is not None:
        reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
        reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _mark(reading, clauses)


def _unlabelled(reading: Reading, item: ItemDraft) -> None:
    """A decision in the item's own words, or in a paragraph that says nothing else (（無異議通過）)."""
    if item.node.labels("resolution"):
        return
    told = [node for node in item.node.children if node.rule == "clause.bullet"]
    if told:
        _told(reading, item, told)
        return
    if item.decided is None and _heads_decisions(item.node):
        below = [node for node in item.node.children if node.role == "text" and not node.kind]
        if below:
            _told(reading, item, below, "likely")
            return
    words, rule = item.decided, "clause.in-title"
    if words is None and item.kind.value == "confirmation":
        corrections = [n for n in item.node.children if n.role == "text" and n.style]
        if any(confirms(node.title.text) for node in corrections):
            _told(reading, item, corrections)
            return
    if words is None:
        alone = next((n for n in item.node.children if n.role == "text" and is_decision(n.title.text)), None)
        if alone is None:
            return
        words, rule = alone.title, "clause.alone"
        if _IN_BRACKETS.fullmatch(words.text):
            words = words.cut(1, len(words.text) - 1).stripped()
    under = Finding(item, "resolution.under", "sure", item.spans)
    clauses = list(_counted(words, rule))
    reading.resolutions.append(ResolutionDraft(under, None, clauses))
    _mark(reading, clauses)


def _heads_decisions(node: Node) -> bool:
    """討論及決議： / 1.某案 / (1)…: what stands below the items is what was decided, where nothing else is said of it."""
    section = next((above for above in node.above() if above.role == "section"), None)
    if section is None or section.unit is None or any(below.role != "text" for below in node.children):
        return False
    return _AND_DECISIONS.search(section.unit.label_text) is not None


def _counted(words: Passage, rule: str) -> Iterator[ClauseDraft]:
    """The clauses of a decision on one line: one, or those that it numbers (1、修正通過。2、…)."""
    plain = folded(words.text)
    markers: list[Marker] = []
    following = read_marker(plain)
    while following is not None and following.number == len(markers) + 1:
        markers.append(following)
        following = next_marker(plain, following)
    if len(markers) < 2:
        yield ClauseDraft(None, words, words.spans(), rule, "likely")
        return
    for marker, stop in zip(markers, [*(one.start for one in markers[1:]), len(plain)], strict=True):
        passage = words.cut(marker.end, stop).stripped()
        yield ClauseDraft(marker.printed, passage, words.spans(marker.start, stop), rule, "likely")


def _told(reading: Reading, item: ItemDraft, corrections: list[Node], certainty: Certainty = "sure") -> None:
    """宣讀上次會議紀錄： / 一、…修正為「…」。 / 二、其餘確定。: a decision that no label announces."""
    clauses = [_clause(node) for node in corrections]
    for clause in clauses:
        clause.certainty = certainty if clause.certainty == "sure" else clause.certainty
    under = Finding(item, "resolution.under", certainty, item.spans)
    reading.resolutions.append(ResolutionDraft(under, None, clauses))
    _mark(reading, clauses)


# ---------------------------------------------------------------------- clauses


def _clauses(holder: Node, context: Context) -> Iterator[ClauseDraft]:
    """The clauses under a label or a section: its own words first, then the paragraphs below."""
    lead: ClauseDraft | None = None
    before: ClauseDraft | None = None  # the clause that a line below it may speak of
    numbered = False
    words = holder.title
    if words.text:
        lead = ClauseDraft(None, words, words.spans(), "clause.label", holder.certainty)
        if not any(node.role == "text" and node.style for node in holder.children):
            _part(lead)
        before = lead
        yield lead
    for node in holder.children:
        if node.role == "table" and node.unit is not None and node.unit.table is not None:
            yield from rows_as_clauses(node.unit.table, context)
        if node.role != "text" or node.unit is None or context.heads_a_day(node.unit.passage.spans()):
            continue
        if node.rule == "item.title" and words.text:
            continue  # 討論事項一 / …: the line below is the item's own words, which lead
        told = responsible(node) if before is not None else {}
        if told and before is not None:
            _tell(before, told, node)
            continue
        clause = _clause(node)
        run = _run_on(node, clause)
        before = (run or [clause])[-1]
        if numbered and not node.style and clause.certainty == "sure":
            clause.certainty = "likely"  # behind the numbered ones it may be no clause any more
        numbered = numbered or bool(node.style)
        if lead is not None and node.style:
            lead.clauses += run or [clause]
            continue
        lead = None
        yield from run or [clause]


def _tell(clause: ClauseDraft, told: dict[str, list[Paragraph]], node: Node) -> None:
    """主辦單位：某局 on a line below the clause: who is to do it, and until when."""
    for role, words in told.items():
        clause.beside.setdefault(role, []).extend(words)
    if node.unit is not None:
        clause.told += node.unit.passage.spans()


def _clause(node: Node) -> ClauseDraft:
    unit = node.unit
    passage = unit.content if unit is not None else Passage("", ())
    spans = unit.passage.spans() if unit is not None else ()
    clause = ClauseDraft(node.printed, passage, spans, node.rule, node.certainty)
    further: list[Passage] = []  # 1、按統計…。 / 呼籲…。 / 2、…
    for below in node.children:
        if below.role != "text":
            continue
        told = responsible(below)
        if told:
            _tell(clause.clauses[-1] if clause.clauses else clause, told, below)
        elif below.rule == "clause.goes-on" and below.unit is not None and not clause.clauses:
            further.append(below.unit.passage.stripped())
        else:
            inner = _clause(below)
            clause.clauses += _run_on(below, inner) or [inner]
    if further:
        clause.passage = join((passage, *further))
        clause.spans = (*spans, *(span for one in further for span in one.spans()))
        clause.certainty = "likely"
    _part(clause)
    return clause


def _run_on(node: Node, clause: ClauseDraft) -> list[ClauseDraft]:
    """第一案(一)審查完竣。(二)不須…。(三)…: clauses that go on counting on one line; empty where none does."""
    unit = node.unit
    first = unit.marker if unit is not None else None
    if unit is None or first is None or first.number != 1 or first.style == "bullet" or clause.clauses:
        return []
    out: list[ClauseDraft] = []
    at: Marker | None = first
    while at is not None:
        following = next_marker(unit.folded, at)
        stop = following.start if following is not None else len(unit.folded)
        passage = unit.passage.cut(at.end, stop).stripped()
        spans = unit.passage.spans(at.start, stop)
        out.append(ClauseDraft(at.printed, passage, spans, "clause.inline", "likely"))
        at = following
    return out if len(out) > 1 else []


def _part(clause: ClauseDraft) -> None:
    """討論事項第一案等六案：（一）均審查完竣。（二）…: what one line numbers behind its lead-in are clauses of it."""
    lead = _LEADS_IN.match(clause.passage.text) if not clause.clauses else None
    parts = list(_counted(clause.passage.cut(lead.end()), "clause.inline")) if lead is not None else []
    if lead is not None and len(parts) > 1:
        clause.spans = without(clause.spans, clause.passage.spans(lead.end()))
        clause.passage = clause.passage.cut(0, lead.end()).stripped()
        clause.clauses = parts


def _mark(reading: Reading, clauses: list[ClauseDraft]) -> None:
    for clause in clauses:
        own = clause.passage.spans()
        reading.mark(own, "clause", clause)
        reading.mark(clause.spans, "marker", clause)
        reading.mark(clause.told, "field", clause)
        _mark(reading, clause.clauses)
