"""Stage 11: the record, made of what the stages found; each value gets its line in `found`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from lieguan.reading import parts
from lieguan.reading.context import Analysis, Finding
from lieguan.reading.people import Attendee
from lieguan.reading.state import ClauseDraft, Reading, ResolutionDraft, StatementDraft
from lieguan.reading.trust import (
    at_most,
    clauses_trust,
    decisions_on,
    item_trust,
    point_trust,
    settled,
    trust,
)
from lieguan.record.nouns import (
    AgendaItem,
    Attendance,
    Certainty,
    Clause,
    Found,
    Meeting,
    Person,
    Point,
    Record,
    Resolution,
    Statement,
)
from lieguan.record.spans import Spans, merged, touch
from lieguan.text.document import Document

Value = TypeVar("Value")


class Notes:
    """The lines of `found`. What OCR read is never `sure`; where it was in doubt itself, a `guess`.

    highest  nothing that is noted from now on is surer
    sure     how much would be sure, had no OCR been needed
    """

    def __init__(self, document: Document) -> None:
        self.found: list[Found] = []
        self.highest: Certainty = "sure"
        self.sure = 0
        self._document = document

    @contextmanager
    def at_most(self, highest: Certainty) -> Iterator[None]:
        """Nothing that is noted within is surer."""
        before, self.highest = self.highest, at_most(self.highest, highest)
        try:
            yield
        finally:
            self.highest = before

    def add(self, path: str, rule: str, certainty: str, spans: Spans) -> None:
        document = self._document
        self.sure += certainty == self.highest == "sure"
        if touch(spans, document.doubtful):
            certainty = "guess"
        elif document.ocr and certainty == "sure" and (not spans or touch(spans, document.scanned)):
            certainty = "likely"
        self.found.append(Found(path, rule, at_most(cast(Certainty, certainty), self.highest), spans))

    def take(self, path: str, finding: Finding[Any] | None) -> Any:
        """The value of `finding`, noted under `path`; None for None."""
        if finding is None:
            return None
        self.add(path, finding.rule, finding.certainty, finding.spans)
        return finding.value

    def attendees(self, path: str, attendees: Iterable[Attendee]) -> tuple[Person, ...]:
        """Everybody of one list."""
        return self.people(path, (one.found for one in attendees))

    def listed(self, path: str, findings: Iterable[Finding[Value]]) -> tuple[Value, ...]:
        """The values of `findings`, noted as path/0, path/1 …"""
        out = []
        for index, one in enumerate(findings):
            self.take(f"{path}/{index}", one)
            out.append(one.value)
        return tuple(out)

    def people(self, path: str, findings: Iterable[Finding[Person]]) -> tuple[Person, ...]:
        return tuple(self.take(f"{path}/{index}", one) for index, one in enumerate(findings))


def assemble(reading: Reading) -> Record:
    """The record."""
    notes = Notes(reading.document)
    cut = parts.cut(reading)
    record_meeting = _meeting(reading, notes)
    notes.highest = trust(reading, cut)
    decisions = decisions_on(reading)
    agenda = _agenda(reading, decisions, notes)
    resolutions = tuple(
        _resolution(one, decisions, f"/resolutions/{index}", notes)
        for index, one in enumerate(reading.resolutions)
    )
    statements = tuple(
        _statement(one, f"/statements/{index}", notes) for index, one in enumerate(reading.statements)
    )
    return Record(
        made_by=reading.made_by,
        source=reading.source,
        text=reading.document.text,
        parts=parts.named(cut),
        found=settled(notes.found, notes.sure),
        meeting=record_meeting,
        agenda=agenda,
        resolutions=resolutions,
        statements=statements,
    )


def _meeting(reading: Reading, notes: Notes) -> Meeting:
    draft = reading.meeting
    return Meeting(
        title=notes.take("/meeting/title", draft.title),
        body=notes.take("/meeting/body", draft.body),
        term=notes.take("/meeting/term", draft.term),
        year=notes.take("/meeting/year", draft.year),
        ordinal=notes.take("/meeting/ordinal", draft.ordinal),
        starts_at=notes.take("/meeting/starts_at", draft.starts_at),
        ends_at=notes.take("/meeting/ends_at", draft.ends_at),
        place=notes.take("/meeting/place", draft.place),
        chairs=notes.people("/meeting/chairs", draft.chairs),
        recorders=notes.people("/meeting/recorders", draft.recorders),
        attendance=Attendance(
            present=notes.attendees("/meeting/attendance/present", draft.present),
            observers=notes.attendees("/meeting/attendance/observers", draft.observers),
            absent=notes.attendees("/meeting/attendance/absent", draft.absent),
            note=notes.take("/meeting/attendance/note", draft.note),
        ),
    )


def _agenda(reading: Reading, decisions: Counter[int], notes: Notes) -> tuple[AgendaItem, ...]:
    out = []
    for index, item in enumerate(reading.items):
        path = f"/agenda/{index}"
        kind = notes.take(f"{path}/kind", item.kind)
        with notes.at_most(item_trust(item, decisions)):
            title = notes.take(f"{path}/title", item.title)
        proposers = notes.people(f"{path}/proposers", item.proposers)
        out.append(AgendaItem(item.id, kind, item.number, title, proposers, item.spans))
    return tuple(out)


def _resolution(draft: ResolutionDraft, decisions: Counter[int], path: str, notes: Notes) -> Resolution:
    with notes.at_most(item_trust(draft.item.value, decisions) if draft.item else "sure"):
        item = notes.take(f"{path}/agenda", draft.item)
    label = notes.take(f"{path}/label", draft.label)
    cut = clauses_trust(draft)
    clauses = tuple(
        _clause(one, f"{path}/clauses/{index}", notes, cut) for index, one in enumerate(draft.clauses)
    )
    spans = draft.label.spans if draft.label else ()
    return Resolution(
        draft.id, item.id if item else None, label, clauses, merged((*spans, *_all(draft.clauses)))
    )


def _all(clauses: Iterable[ClauseDraft]) -> Iterable[tuple[int, int]]:
    for clause in clauses:
        yield from clause.spans
        yield from _all(clause.clauses)


def _clause(draft: ClauseDraft, path: str, notes: Notes, highest: Certainty = "sure") -> Clause:
    """A clause; nothing of how it is cut is surer than `highest`."""
    analysis = draft.analysis or Analysis()
    certainty = at_most(draft.certainty, highest)
    notes.add(f"{path}/text", draft.rule, certainty, draft.passage.spans())
    if draft.number is not None:
        notes.add(f"{path}/number", draft.rule, certainty, draft.spans[:1])
    disposition = notes.take(f"{path}/disposition", analysis.disposition)
    subject = notes.take(f"{path}/subject", analysis.subject)
    return Clause(
        id=draft.id,
        number=draft.number,
        text=draft.passage.text,
        disposition=disposition,
        subject=subject,
        rulings=notes.listed(f"{path}/rulings", analysis.rulings),
        agencies=notes.listed(f"{path}/agencies", analysis.agencies),
        deadlines=notes.listed(f"{path}/deadlines", analysis.deadlines),
        clauses=tuple(
            _clause(one, f"{path}/clauses/{index}", notes) for index, one in enumerate(draft.clauses)
        ),
        spans=draft.spans,
    )


def _statement(draft: StatementDraft, path: str, notes: Notes) -> Statement:
    items = tuple(notes.take(f"{path}/agenda/{index}", one).id for index, one in enumerate(draft.items))
    speaker = notes.take(f"{path}/speaker", draft.speaker)
    points = []
    for index, point in enumerate(draft.points):
        with notes.at_most(point_trust(point, draft)):
            notes.add(f"{path}/points/{index}/text", point.rule, point.certainty, point.passage.spans())
        points.append(Point(point.id, point.number, point.passage.text, point.spans))
    spans = merged((*draft.label, *(span for point in draft.points for span in point.spans)))
    return Statement(draft.id, items, speaker, tuple(points), spans)
