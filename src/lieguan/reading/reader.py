"""Document -> records: one ordered table of stages, one shared state.

Each stage says in its file what it reads and what it writes. None of them raises on any text: what no rule
places is `unread`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lieguan.lexicon import Agencies
from lieguan.reading import parts
from lieguan.reading.agenda import agenda
from lieguan.reading.assembly import assemble
from lieguan.reading.attendance import attendance
from lieguan.reading.clause_analysis import analyse
from lieguan.reading.context import Context
from lieguan.reading.head import head
from lieguan.reading.meetings import meetings
from lieguan.reading.outline.rules import outline
from lieguan.reading.paragraphs import paragraphs
from lieguan.reading.resolutions import resolutions
from lieguan.reading.state import ClauseDraft, MeetingDraft, Reading
from lieguan.reading.statements import statements
from lieguan.reading.tables import with_columns
from lieguan.reading.units import units
from lieguan.record.nouns import MadeBy, Record, Source
from lieguan.text.document import Document


def _paragraphs(reading: Reading) -> None:
    reading.flow = paragraphs(reading.given)


def _units(reading: Reading) -> None:
    reading.units = units(reading.flow.flow)


def _outline(reading: Reading) -> None:
    reading.root = outline(reading.units)


def _analysis(reading: Reading) -> None:
    """Reads: resolutions, context. Writes: each clause's analysis."""
    for resolution in reading.resolutions:
        about = resolution.item.value.title.value if resolution.item else None
        waiting: list[tuple[ClauseDraft, str | None]] = [(clause, about) for clause in resolution.clauses]
        while waiting:
            clause, above = waiting.pop()
            context = reading.context.at(clause.spans)
            if clause.analysis is None:
                clause.analysis = analyse(clause.passage, context, about=above)
            if clause.beside:
                clause.analysis = with_columns(clause.analysis, clause.beside, context)
            waiting += [(inner, clause.passage.text) for inner in clause.clauses]


#: The stages, in order.
STAGES: tuple[tuple[str, Callable[[Reading], None]], ...] = (
    ("paragraphs", _paragraphs),
    ("units", _units),
    ("outline", _outline),
    ("head", head),
    ("attendance", attendance),
    ("agenda", agenda),
    ("resolutions", resolutions),
    ("analysis", _analysis),
    ("statements", statements),
    ("rest", parts.place_rest),
)


def read(
    document: Document, *, made_by: MadeBy, source: Source, agencies: Agencies | None = None
) -> list[Record]:
    """The records of `document`: one for each set of minutes in it, always at least one.

    `agencies` are those that are known; by default the package's.
    """
    records: list[Record] = []
    book: MeetingDraft | None = None
    for one in meetings(document):
        reading = Reading(one, made_by, replace(source, pages=one.document.pages), book)
        if agencies is not None:
            reading.context = Context(agencies=agencies)
        for _, stage in STAGES:
            stage(reading)
        records.append(assemble(reading))
        book = reading.meeting
    return records
