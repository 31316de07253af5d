"""A record's structure as a few readable lines: what the cases under tests/cases/reading compare."""

from __future__ import annotations

from collections.abc import Iterator

from lieguan.record.nouns import Clause, Meeting, Person, Record


def outline(record: Record) -> str:
    """The head, the agenda, the resolutions, the statements, and what is unread; nothing for what is empty."""
    return "\n".join(_lines(record))


def _lines(record: Record) -> Iterator[str]:
    yield from _head(record.meeting)
    for item in record.agenda:
        by = f"  ‹{people(item.proposers)}›" if item.proposers else ""
        yield f"{item.id} {item.kind} {item.number or '-'} {item.title}{by}"
    for resolution in record.resolutions:
        yield f"{resolution.id} on {resolution.agenda or '-'} {resolution.label or '-'}"
        for clause in resolution.clauses:
            yield from _clause(clause, 1)
    for statement in record.statements:
        yield f"{statement.id} on {','.join(statement.agenda) or '-'} {person(statement.speaker)}"
        for point in statement.points:
            yield f"  {point.number or '-'} {point.text}"
    unread = [record.text[slice(*part.span)].strip() for part in record.parts if part.kind == "unread"]
    if unread:
        yield "unread " + " | ".join(unread)


def _head(meeting: Meeting) -> Iterator[str]:
    yield f"title {meeting.title or '-'}"
    counted = [f"{name} {value}" for name, value in _counted(meeting) if value is not None]
    yield " · ".join([f"body {meeting.body or '-'}", *counted])
    if meeting.starts_at:
        yield f"time {meeting.starts_at[:16]}" + (f" until {meeting.ends_at[:16]}" if meeting.ends_at else "")
    if meeting.place:
        yield f"place {meeting.place}"
    attendance = meeting.attendance
    for name, listed in (
        ("chair", meeting.chairs),
        ("recorder", meeting.recorders),
        ("present", attendance.present),
        ("observers", attendance.observers),
        ("absent", attendance.absent),
    ):
        if listed:
            yield f"{name} {people(listed)}"
    if attendance.note:
        yield f"note {attendance.note}"


def _counted(meeting: Meeting) -> tuple[tuple[str, int | None], ...]:
    return (("term", meeting.term), ("year", meeting.year), ("ordinal", meeting.ordinal))


def _clause(clause: Clause, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{clause.number or '-'} {clause.text}".rstrip()
    for below in clause.clauses:
        yield from _clause(below, depth + 1)


def people(listed: tuple[Person, ...]) -> str:
    return "、".join(person(one) for one in listed)


def person(one: Person) -> str:
    """organisation/name/title, what is not known left out."""
    return "/".join(part for part in (one.organisation, one.name, one.title) if part) or one.as_written
