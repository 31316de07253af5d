"""What the stages share: one `Reading` for one set of minutes, filled from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from lieguan.reading.context import Analysis, Context, Finding
from lieguan.reading.meetings import Meeting
from lieguan.reading.nodes import Node
from lieguan.reading.paragraphs import Paragraph, Paragraphs
from lieguan.reading.people import Attendee
from lieguan.reading.unit import Unit
from lieguan.record.nouns import AgendaKind, Certainty, MadeBy, PartKind, Person, Source
from lieguan.record.spans import Spans
from lieguan.text.document import Document
from lieguan.text.passage import Passage


@dataclass(slots=True)
class MeetingDraft:
    """The head as it is found; None and empty where the document is silent."""

    title: Finding[str] | None = None
    body: Finding[str] | None = None
    term: Finding[int] | None = None
    year: Finding[int] | None = None
    ordinal: Finding[int] | None = None
    starts_at: Finding[str] | None = None
    ends_at: Finding[str] | None = None
    place: Finding[str] | None = None
    chairs: list[Finding[Person]] = field(default_factory=list)
    recorders: list[Finding[Person]] = field(default_factory=list)
    present: list[Attendee] = field(default_factory=list)
    observers: list[Attendee] = field(default_factory=list)
    absent: list[Attendee] = field(default_factory=list)
    note: Finding[str] | None = None


@dataclass(slots=True, eq=False)
class ItemDraft:
    """An agenda item: its node, and what was found for each of its fields."""

    node: Node
    kind: Finding[AgendaKind]
    number: str | None
    title: Finding[str]
    spans: Spans
    proposers: list[Finding[Person]] = field(default_factory=list)
    decided: Passage | None = None  # what its own words say was decided, without a label
    id: str = ""


@dataclass(slots=True, eq=False)
class ClauseDraft:
    """A clause; `passage` is its own text, `spans` its marker and text."""

    number: str | None
    passage: Passage
    spans: Spans
    rule: str
    certainty: Certainty = "sure"
    clauses: list[ClauseDraft] = field(default_factory=list)
    analysis: Analysis | None = None
    beside: dict[str, list[Paragraph]] = field(
        default_factory=dict
    )  # cells of its row, lines below it: 主辦, 期限
    told: Spans = ()  # where those lines stand
    id: str = ""


@dataclass(slots=True, eq=False)
class ResolutionDraft:
    """A decision under an item, or without one."""

    item: Finding[ItemDraft] | None
    label: Finding[str] | None
    clauses: list[ClauseDraft]
    id: str = ""


@dataclass(slots=True, eq=False)
class PointDraft:
    """One paragraph of a statement."""

    number: str | None
    passage: Passage
    spans: Spans
    rule: str
    certainty: Certainty = "sure"
    id: str = ""


@dataclass(slots=True, eq=False)
class StatementDraft:
    """What somebody said, and the items it was said on."""

    speaker: Finding[Person]
    label: Spans
    items: list[Finding[ItemDraft]]
    points: list[PointDraft] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class Marked:
    """A place of the text that a rule has placed: of what kind, and the draft it belongs to."""

    spans: Spans
    kind: PartKind
    of: object = None  # a draft (its id is known at the end), "meeting", or None


@dataclass(slots=True)
class Reading:
    """One set of minutes while it is read."""

    given: Meeting
    made_by: MadeBy
    source: Source
    book: MeetingDraft | None = (
        None  # the meeting before it in a proceedings book, which names the body for all
    )
    flow: Paragraphs = field(default_factory=Paragraphs)
    units: list[Unit] = field(default_factory=list)
    root: Node = field(default_factory=lambda: Node("root"))
    context: Context = field(default_factory=Context)
    meeting: MeetingDraft = field(default_factory=MeetingDraft)
    items: list[ItemDraft] = field(default_factory=list)
    topics: dict[int, list[Finding[ItemDraft]]] = field(
        default_factory=dict
    )  # id(node) of a topic -> its items
    resolutions: list[ResolutionDraft] = field(default_factory=list)
    statements: list[StatementDraft] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """What the source gave of this meeting."""
        return self.given.document

    def mark(self, spans: Spans, kind: PartKind, of: object = None) -> None:
        """Says what stands at `spans`; the first rule to place them keeps them."""
        if spans:
            self.marked.append(Marked(spans, kind, of))
