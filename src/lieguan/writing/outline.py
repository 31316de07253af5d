"""A record as an outline for people: what `lieguan read --format tree` prints."""

from __future__ import annotations

from collections.abc import Iterator

from lieguan.record.nouns import AgendaItem, Clause, Meeting, Person, Record, Resolution, Statement

_WIDEST = 100


def outline(record: Record) -> str:
    """The record in lines, one thing a line, indented by what it belongs to; ends in a line feed."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    meeting = record.meeting
    yield f"{record.source.name}: {meeting.title or '(no title found)'}"
    yield from _meeting(meeting)
    told: set[str] = set()
    for item in record.agenda:
        yield f"  [{item.id}] {item.kind} {_numbered(item.number, item.title)}{_by(item)}"
        for resolution in record.resolutions:
            if resolution.agenda == item.id:
                yield from _resolution(resolution, "    ")
        for statement in record.statements:
            if item.id in statement.agenda and statement.id not in told:
                told.add(statement.id)
                yield from _statement(statement, "    ")
    for resolution in record.resolutions:
        if resolution.agenda is None:
            yield from _resolution(resolution, "  ")
    for statement in record.statements:
        if statement.id not in told:
            yield from _statement(statement, "  ")
    unread = [part for part in record.parts if part.kind == "unread"]
    yield f"  unread: {len(unread)} places, {sum(part.span[1] - part.span[0] for part in unread)} characters"


def _meeting(meeting: Meeting) -> Iterator[str]:
    counted = "".join(
        f" {label} {value}"
        for label, value in (("term", meeting.term), ("year", meeting.year), ("ordinal", meeting.ordinal))
        if value is not None
    )
    yield f"  body: {meeting.body or '?'}{counted}"
    yield f"  time: {meeting.starts_at or '?'}" + (f" to {meeting.ends_at}" if meeting.ends_at else "")
    if meeting.place:
        yield f"  place: {meeting.place}"
    attendance = meeting.attendance
    for label, people in (
        ("chair", meeting.chairs), ("recorder", meeting.recorders), ("present", attendance.present),
        ("observers", attendance.observers), ("absent", attendance.absent),
    ):  # fmt: skip
        if people:
            yield f"  {label}: {'、'.join(map(_person, people))}"
    if attendance.note:
        yield f"  attendance: {_short(attendance.note)}"


def _resolution(resolution: Resolution, margin: str) -> Iterator[str]:
    yield f"{margin}[{resolution.id}] {resolution.label or 'resolution'}"
    for clause in resolution.clauses:
        yield from _clause(clause, margin + "  ")


def _clause(clause: Clause, margin: str) -> Iterator[str]:
    yield f"{margin}[{clause.id}] {_numbered(clause.number, clause.text)}"
    facts: list[str] = [clause.disposition] if clause.disposition else []
    facts += [f"「{clause.subject}」"] if clause.subject else []
    facts += [f"{agency.name}{f' ({agency.role})' if agency.role else ''}" for agency in clause.agencies]
    facts += [
        f"due {due.date or due.relative or due.recurrence or due.as_written}" for due in clause.deadlines
    ]
    if facts:
        yield f"{margin}  → {'; '.join(facts)}"
    for below in clause.clauses:
        yield from _clause(below, margin + "  ")


def _statement(statement: Statement, margin: str) -> Iterator[str]:
    yield f"{margin}[{statement.id}] {_person(statement.speaker)} says:"
    for point in statement.points:
        yield f"{margin}  {_numbered(point.number, point.text)}"


def _person(person: Person) -> str:
    words = "".join(filter(None, (person.organisation, person.name, person.title))) or person.as_written
    return words + (f" for {_person(person.represents)}" if person.represents else "")


def _by(item: AgendaItem) -> str:
    return f" (by {'、'.join(map(_person, item.proposers))})" if item.proposers else ""


def _numbered(number: str | None, text: str) -> str:
    return f"{number}. {_short(text)}" if number else _short(text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
