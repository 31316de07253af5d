"""Stage 8: who said what 發言, and on which item.

Reads:  root, topics, context, meeting.chairs. Writes: statements, parts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lieguan.lexicon.persons import is_surname
from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.paragraphs import Paragraph
from lieguan.reading.people import parse_person
from lieguan.reading.state import ItemDraft, PointDraft, Reading, StatementDraft
from lieguan.reading.tables import rows_as_statements
from lieguan.record.nouns import Person
from lieguan.text.numbering import read_marker
from lieguan.text.passage import Passage
from lieguan.text.width import folded, solid

_SILENT = re.compile(r"[\s（(]*+(?:從?略|無|如附件|詳附件)?[）)。\s]*")
_NAMED_CHAIR = re.compile(r"(?P<chair>[^（）]{2,6}) ?（(?P<who>[^（）]{2,16})）")
#: What sides of a contract are called by.
_PARTIES = ("單位", "廠商", "承商", "業者", "公司")
_CHAIR = frozenset({"主席", "主持人", "會議主席", "會議主持人", "大會主席", "主席團主席"})
#: 開場致詞（勞動部）, 來賓致詞—王前會長大明
_BESIDE_SPEECH = re.compile(
    r"(?:致詞|致辭|引言|結語)(?:（(?P<bracketed>[^（）]{2,24})）：?$|[-—–－]{1,2} ?(?P<dashed>[^-—–－：]{2,16})：?$)"
)
_SPEECH = re.compile(
    r"(?:開場|開幕|開會|閉幕|主持|行政|業務|綜合|會議)?(?:及報告|報告)?(?:致詞|致辭|引言|開場|講話|勉勵|談話|指導|宣示|指示|提示|講評|報告|結語)"
    r"(?:[及與暨].{0,4}報告)?(?:摘要|要點|重點|內容)?(?:（[^（）]*）)?：?$"
)


def statements(reading: Reading) -> None:
    """Finds the statements, in the document's order."""
    for node in reading.root.walk():
        if node.role == "speaker":
            _spoken(reading, node)
        elif node.role == "section" and node.kind == "speech":
            _speech(reading, node)
        elif node.role == "table":
            _tabled(reading, node)
    for number, statement in enumerate(reading.statements, 1):
        statement.id = f"s{number}"
        for index, point in enumerate(statement.points, 1):
            point.id = f"s{number}.{index}"


def _spoken(reading: Reading, node: Node) -> None:
    unit = node.unit
    if unit is None:
        return
    names = node.named or unit
    label = names.passage.cut(*names.words).stripped()
    unnamed = node.rule == "speaker.question"  # 問：… / 答：… name nobody
    speaker = None if unnamed else _the_chair(reading, label) or parse_person(label, reading.context)
    if speaker is None:
        speaker = Finding(
            Person(None, as_written=label.text, spans=label.spans()),
            "speaker.unknown",
            "guess",
            label.spans(),
        )
    if node.rule == "speaker.listed" or (speaker.value.name or "").endswith(_PARTIES):
        speaker = replace(speaker, value=_perhaps_a_unit(speaker.value))
    certainty = speaker.certainty if node.certainty == "sure" else node.certainty
    speaker = Finding(speaker.value, node.rule, certainty, speaker.spans)
    statement = StatementDraft(speaker, label.spans(), _items(reading, node), _points(node))
    reading.statements.append(statement)
    reading.mark(unit.passage.spans(0, unit.head), "marker", statement)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", statement)
    _mark(reading, statement)


def _perhaps_a_unit(person: Person) -> Person:
    """藍海物流 among those who came, without a post and no name of three characters: a company or an office."""
    name = person.name
    whole = name is None or person.title is not None or (len(name) == 3 and is_surname(name[0]))
    return person if whole else replace(person, name=None, organisation=name)


def _the_chair(reading: Reading, label: Passage) -> Finding[Person] | None:
    """主席：… among those who speak: whom the head names; None for other labels and without a chair."""
    chairs = reading.meeting.chairs
    plain = folded(label.text)
    aside = _NAMED_CHAIR.fullmatch(plain)  # 主席（王委員大明）：
    words = aside["chair"] if aside is not None else plain
    if solid(words) not in _CHAIR:
        return None
    named = parse_person(label.cut(*aside.span("who")), reading.context) if aside is not None else None
    who = named or (chairs[0] if chairs else None)
    if who is None or who.value.name is None:
        return None
    chair = replace(who.value, role=words, as_written=label.text, spans=label.spans())
    return Finding(chair, "speaker.chair", "likely", label.spans())


def _tabled(reading: Reading, node: Node) -> None:
    """A table of 委員 | 意見: a row is a statement."""
    if node.unit is None or node.unit.table is None:
        return
    for who, said in rows_as_statements(node.unit.table):
        named = parse_person(who, reading.context)
        person = named.value if named else Person(None, as_written=who.text, spans=who.spans())
        speaker = Finding(person, "speaker.column", "likely" if named else "guess", who.spans())
        points = [_cell_point(paragraph) for paragraph in said]
        statement = StatementDraft(speaker, who.spans(), _items(reading, node), points)
        reading.statements.append(statement)
        reading.mark(who.spans(), "label", statement)
        _mark(reading, statement)


def _cell_point(paragraph: Paragraph) -> PointDraft:
    marker = read_marker(paragraph.folded)
    passage = paragraph.passage.cut(marker.end).stripped() if marker else paragraph.passage
    return PointDraft(marker.printed if marker else None, passage, paragraph.passage.spans(), "point.cell")


def _speech(reading: Reading, section: Node) -> None:
    """主席致詞 with its words printed: said by the chair, or by whom the heading names."""
    unit = section.unit
    points = _points(section)
    if unit is None or not points:
        return
    label = unit.passage.cut(unit.head, unit.body).stripped()
    speaker = _speech_speaker(reading, label)
    statement = StatementDraft(speaker, label.spans(), [], points)
    reading.statements.append(statement)
    reading.mark(unit.passage.spans(0, unit.head), "marker", statement)
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", statement)
    _mark(reading, statement)


def _speech_speaker(reading: Reading, heading: Passage) -> Finding[Person]:
    """Whom 「校長致詞摘要」, 「諮詢委員（王大明主任）指導重點」 or a bare 「主席致詞」 names."""
    plain = folded(heading.text).rstrip(" -—–－")
    heading = heading.cut(0, len(plain))
    tail = _SPEECH.search(plain)
    label = heading.cut(0, tail.start() if tail else len(plain)).stripped()
    chair = _the_chair(reading, label)
    if chair is not None:
        return replace(chair, rule="speech.chair")
    beside = _BESIDE_SPEECH.search(plain)
    if beside is not None:
        label = heading.cut(*beside.span(beside.lastgroup or 0)).stripped()
    named = parse_person(label, reading.context)
    if named is not None:
        return Finding(named.value, "speech.named", "likely", label.spans())
    return Finding(
        Person(None, as_written=label.text, spans=label.spans()), "speech.unknown", "guess", label.spans()
    )


def _items(reading: Reading, node: Node) -> list[Finding[ItemDraft]]:
    for above in node.above():
        found = reading.topics.get(id(above))
        if found is not None:
            return found
    return []


def _points(holder: Node) -> list[PointDraft]:
    points: list[PointDraft] = []
    words = holder.title
    if not _SILENT.fullmatch(words.text):
        points.append(PointDraft(None, words, words.spans(), "point.label"))
    for node in holder.children:
        if node.role != "text":
            continue
        for below in node.walk():
            unit = below.unit
            if unit is not None and unit.table is None and not _SILENT.fullmatch(unit.content.text):
                points.append(
                    PointDraft(below.printed, unit.content, unit.passage.spans(), below.rule, below.certainty)
                )
    return points


def _mark(reading: Reading, statement: StatementDraft) -> None:
    for point in statement.points:
        reading.mark(point.passage.spans(), "point", point)
        reading.mark(point.spans, "marker", point)
