"""Stage 7: what was decided 決定、決議、結論, clause by clause.

Reads:  root, items, topics. Writes: resolutions, parts.

Numbered paragraphs are clauses; an unnumbered lead-in before them is one clause with those as its own; plain
paragraphs are a clause each. A decision in the item's own words (…，留待下次會議討論) has no label.
"""

from __future__ import annotations

from collections.abc import Iterator

from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.state import ClauseDraft, ItemDraft, Reading, ResolutionDraft
from lieguan.record.nouns import Certainty
from lieguan.text.passage import Passage

_DECIDING = frozenset({"resolution", "additional"})


def resolutions(reading: Reading) -> None:
    """Finds the resolutions, in the document's order."""
    for node in reading.root.walk():
        if node.role == "label" and node.kind in _DECIDING:
            _labelled(reading, node)
        elif node.role == "section" and node.kind == "conclusion":
            _concluding(reading, node)
    reading.resolutions.sort(key=lambda one: _start(one))
    for number, resolution in enumerate(reading.resolutions, 1):
        resolution.id = f"r{number}"
        _name(resolution.clauses, resolution.id)


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
    clauses = list(_clauses(label))
    words = unit.passage.cut(*unit.words)
    found = Finding(unit.label_text, label.rule, label.certainty, words.spans())
    resolution = ResolutionDraft(_item_of(reading, label), found, clauses)
    reading.resolutions.append(resolution)
    reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _mark(reading, clauses)


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
    numbered = [node for node in section.children if node.role == "text"]
    if not numbered or any(node.role in ("item", "label", "section") for node in section.children):
        return
    unit = section.unit
    if unit is None:
        return
    clauses = list(_clauses(section))
    item = reading.items[0] if len(reading.items) == 1 else None
    found = Finding(unit.label_text, section.rule, "likely", unit.passage.spans(*unit.words))
    under = Finding(item, "resolution.only-item", "guess") if item is not None else None
    resolution = ResolutionDraft(under, found, clauses)
    reading.resolutions.append(resolution)
    reading.mark(unit.passage.spans(0, unit.head), "marker", resolution)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", resolution)
    _mark(reading, clauses)


# ---------------------------------------------------------------------- clauses


def _clauses(holder: Node) -> Iterator[ClauseDraft]:
    """The clauses under a label or a section: its own words first, then the paragraphs below."""
    lead: ClauseDraft | None = None
    words = holder.title
    if words.text:
        lead = ClauseDraft(None, words, words.spans(), "clause.label", holder.certainty)
        yield lead
    for node in holder.children:
        if node.unit is None or node.unit.table is not None or node.role != "text":
            continue
        clause = _clause(node)
        if lead is not None and node.style:
            lead.clauses.append(clause)
            continue
        lead = None
        yield clause


def _clause(node: Node) -> ClauseDraft:
    unit = node.unit
    passage = unit.content if unit is not None else Passage("", ())
    spans = unit.passage.spans() if unit is not None else ()
    clause = ClauseDraft(node.printed, passage, spans, node.rule, node.certainty)
    clause.clauses = [_clause(below) for below in node.children if below.role == "text"]
    return clause


def _mark(reading: Reading, clauses: list[ClauseDraft]) -> None:
    for clause in clauses:
        own = clause.passage.spans()
        reading.mark(own, "clause", clause)
        reading.mark(clause.spans, "marker", clause)
        _mark(reading, clause.clauses)
