"""The nouns of the record, frozen. The rules for each field are in docs/reference/record-format.md.

Chinese terms: meeting 會議, chair 主持人/主席, recorder 紀錄, present 出席, observers 列席, absent 請假/缺席,
agenda item 案 (報告事項, 討論事項, 臨時動議), resolution 決定/決議/結論, clause 款/目, statement 發言,
point 發言要點, ruling 對列管事項之裁示, deadline 期限, agency 機關.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lieguan.record.spans import Span, Spans

FORMAT = "lieguan-record/1"

Certainty = Literal["sure", "likely", "guess"]
PartKind = Literal[
    "heading", "label", "marker", "field", "clause", "point", "explanation", "annex", "table",
    "running-head", "page-number", "mark-up", "unread",
]  # fmt: skip
AgendaKind = Literal["confirmation", "report", "discussion", "motion", "other"]
Disposition = Literal["release", "track", "merge", "self_track", "defer", "reject", "approve", "note"]
RulingDisposition = Literal[
    "release", "track", "merge", "self_track", "defer", "reject", "approve", "note",
    "hand_over", "extend", "end", "resume",
]  # fmt: skip
Role = Literal["lead", "support"]
Recurrence = Literal["monthly", "quarterly", "half-yearly", "yearly"]
Basis = Literal["printed", "end-of-period", "counted"]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What made the record: versions of the engine, the lexicon and, where it was used, the OCR."""

    lieguan: str
    lexicon: str
    ocr: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file. `characters` counts code points of the text; `pages` are start offsets of pages in it."""

    name: str
    media_type: str
    sha256: str
    characters: int
    pages: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the text; together the parts cut it from 0 to its end. `of` is the id of an object."""

    span: Span
    kind: PartKind
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a rule found. `path` is a JSON pointer into the record."""

    path: str
    rule: str
    certainty: Certainty
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named in one place. `represents` is whose proxy this one is."""

    name: str | None
    title: str | None = None
    organisation: str | None = None
    role: str | None = None
    represents: Person | None = None
    as_written: str = ""
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Named people, in the document's order; lists of units and 如簽到表 stand in `note`, as written."""

    present: tuple[Person, ...] = ()
    observers: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The head of the minutes. Times are ISO 8601 with +08:00, or the date alone."""

    title: str | None = None
    body: str | None = None
    term: int | None = None
    year: int | None = None
    ordinal: int | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    place: str | None = None
    chairs: tuple[Person, ...] = ()
    recorders: tuple[Person, ...] = ()
    attendance: Attendance = Attendance()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item that the meeting dealt with."""

    id: str
    kind: AgendaKind
    number: str | None
    title: str
    proposers: tuple[Person, ...] = ()
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a clause decides on tracked items."""

    disposition: RulingDisposition
    subjects: tuple[str, ...] = ()
    by_reference: bool = False
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """Who is told to act in a clause."""

    name: str
    as_written: str
    role: Role | None = None
    collective: bool = False
    open: bool = False
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when. `date` is ISO; `relative` is next-meeting; `basis` says how the date came about."""

    as_written: str
    date: str | None = None
    relative: Literal["next-meeting"] | None = None
    recurrence: Recurrence | None = None
    basis: Basis | None = None
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered or plain paragraph of a resolution; `text` without its number and its sub-clauses."""

    id: str
    number: str | None
    text: str
    disposition: Disposition | None = None
    subject: str | None = None
    rulings: tuple[Ruling, ...] = ()
    agencies: tuple[Agency, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    clauses: tuple[Clause, ...] = ()
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision on an agenda item (`agenda` its id, or null for a table of its own)."""

    id: str
    agenda: str | None
    label: str | None
    clauses: tuple[Clause, ...] = ()
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One paragraph or numbered part of a statement."""

    id: str
    number: str | None
    text: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Remarks under a speaker's name; `agenda` the ids of the items they were made on."""

    id: str
    agenda: tuple[str, ...]
    speaker: Person
    points: tuple[Point, ...] = ()
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One set of minutes."""

    made_by: MadeBy
    source: Source
    text: str
    parts: tuple[Part, ...]
    found: tuple[Found, ...]
    meeting: Meeting
    agenda: tuple[AgendaItem, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    statements: tuple[Statement, ...] = ()
    format: str = field(default=FORMAT)
