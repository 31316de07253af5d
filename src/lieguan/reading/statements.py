"""Stage 8: who said what 發言, and on which item.

Reads:  root, topics, context, meeting.chairs. Writes: statements, parts.
"""

from __future__ import annotations

from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.people import parse_person
from lieguan.reading.state import ItemDraft, PointDraft, Reading, StatementDraft
from lieguan.record.nouns import Person
from lieguan.record.spans import Spans


def statements(reading: Reading) -> None:
    """Finds the statements, in the document's order."""
    for node in reading.root.walk():
        if node.role == "speaker":
            _spoken(reading, node)
        elif node.role == "section" and node.kind == "speech":
            _speech(reading, node)
    for number, statement in enumerate(reading.statements, 1):
        statement.id = f"s{number}"
        for index, point in enumerate(statement.points, 1):
            point.id = f"s{number}.{index}"


def _spoken(reading: Reading, node: Node) -> None:
    unit = node.unit
    if unit is None:
        return
    label = unit.passage.cut(*unit.words).stripped()
    speaker = parse_person(label, reading.context)
    if speaker is None:
        speaker = Finding(
            Person(None, as_written=label.text, spans=label.spans()),
            "speaker.unknown",
            "guess",
            label.spans(),
        )
    certainty = speaker.certainty if node.certainty == "sure" else node.certainty
    speaker = Finding(speaker.value, node.rule, certainty, speaker.spans)
    statement = StatementDraft(speaker, label.spans(), _items(reading, node), _points(node))
    reading.statements.append(statement)
    reading.mark(unit.passage.spans(0, unit.head), "marker", statement)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", statement)
    _mark(reading, statement)


def _speech(reading: Reading, section: Node) -> None:
    """主席致詞 with its words printed: said by the chair, or by whom the heading names."""
    unit = section.unit
    points = _points(section)
    if unit is None or not points:
        return
    label = unit.passage.cut(unit.head, unit.body).stripped()
    speaker = _speech_speaker(reading, label.text, label.spans(), section)
    statement = StatementDraft(speaker, label.spans(), [], points)
    reading.statements.append(statement)
    reading.mark(unit.passage.spans(0, unit.head), "marker", statement)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", statement)
    _mark(reading, statement)


def _speech_speaker(reading: Reading, words: str, spans: Spans, section: Node) -> Finding[Person]:
    chairs = reading.meeting.chairs
    if chairs:
        return Finding(chairs[0].value, "speech.chair", "likely", spans)
    return Finding(Person(None, as_written=words, spans=spans), "speech.unknown", "guess", spans)


def _items(reading: Reading, node: Node) -> list[Finding[ItemDraft]]:
    for above in node.above():
        found = reading.topics.get(id(above))
        if found is not None:
            return found
    return []


def _points(holder: Node) -> list[PointDraft]:
    points: list[PointDraft] = []
    words = holder.title
    if words.text:
        points.append(PointDraft(None, words, words.spans(), "point.label"))
    for node in holder.children:
        if node.role != "text":
            continue
        for below in node.walk():
            unit = below.unit
            if unit is not None and unit.table is None and unit.content.text:
                points.append(
                    PointDraft(below.printed, unit.content, unit.passage.spans(), below.rule, below.certainty)
                )
    return points


def _mark(reading: Reading, statement: StatementDraft) -> None:
    for point in statement.points:
        reading.mark(point.passage.spans(), "point", point)
        reading.mark(point.spans, "marker", point)
