"""Tables of tracked items 追蹤列管表, read by their column headings.

A row is a clause: its content cell the text, 主辦 lead, 協辦 support, 預定時限 a deadline, 列管狀態 or a ticked
box the disposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lieguan.lexicon.headings import headings
from lieguan.reading.clause_analysis import analyse
from lieguan.reading.columns import Columns, cell_key, columns, is_tracking
from lieguan.reading.context import Analysis, Context, Finding
from lieguan.reading.organisations import organisation_name
from lieguan.reading.paragraphs import Paragraph, Table
from lieguan.reading.state import ClauseDraft
from lieguan.record.nouns import Agency, Deadline, Disposition, Role
from lieguan.record.spans import merged
from lieguan.text.dates import find_dates
from lieguan.text.passage import Passage, join
from lieguan.text.periods import find_periods
from lieguan.text.width import folded

#: What stands around the number of a row: 1. （１） 三、
_AROUND_NUMBERS = " .、：（）"
_TICKED = re.compile(r"[■☑☒✓✔√▇◼●Ⅴ]|[VvＶｖ](?![A-Za-z])")
_BOX = re.compile(r"[■☑☒✓✔√▇◼□☐▢◻]")
_ENTRY = re.compile(r"[^、，,；;]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_COLLECTIVE = re.compile(r"^(?:各|相關|有關|全體|所有)")
_STATES = frozenset({"state", "tick-release", "tick-track", "tick-self"})
_BY_COLUMN: dict[str, Disposition] = {
    "tick-release": "release", "tick-track": "track", "tick-self": "self_track",
}  # fmt: skip


def only_suggests(table: Table) -> bool:
    """What it says of the state of its items is a suggestion throughout (列管建議, 管考建議): a paper for the meeting."""
    known = columns(table)
    if known is None:
        return False
    vocabulary = headings().columns
    said = map(cell_key, table.rows[known[0]])
    states = [
        words for words in said if words in vocabulary.words and vocabulary.words[words].kind in _STATES
    ]
    return bool(states) and all("建議" in words for words in states)


def rows_as_clauses(table: Table, context: Context) -> list[ClauseDraft]:
    """The clauses of a table of tracked items; empty where it is another table."""
    known = columns(table)
    if known is None or not is_tracking(known[1]):
        return []
    at, found = known
    drafts = []
    for row in table.rows[at + 1 :]:
        draft = _row(row, found, context)
        if draft is not None:
            drafts.append(draft)
    return drafts


def with_columns(analysis: Analysis, beside: dict[str, list[Paragraph]], context: Context) -> Analysis:
    """What the clause itself says, and what is said beside it: until when, who (where the clause names nobody), and in
    which role (where it names those).
    """
    stated = [
        *_agencies(beside.get("lead", []), "lead", context),
        *_agencies(beside.get("support", []), "support", context),
    ]
    roles = {one.value.name: one.value.role for one in stated}
    named = [
        replace(one, value=replace(one.value, role=roles.get(one.value.name, one.value.role)))
        if one.value.role is None
        else one
        for one in analysis.agencies
    ]
    agencies = tuple(named or stated)
    deadlines = analysis.deadlines or tuple(_deadlines(beside.get("due", []), context))
    return replace(analysis, agencies=agencies, deadlines=deadlines)


def rows_as_statements(table: Table) -> list[tuple[Passage, list[Paragraph]]]:
    """Who said what, from a table of 委員 | 意見; empty where it is another table."""
    known = columns(table)
    if known is None or not {"speaker", "statement"} <= known[1].keys():
        return []
    at, found = known
    rows = [
        (_words(row[found["speaker"]]).stripped(), row[found["statement"]]) for row in table.rows[at + 1 :]
    ]
    return [(who, said) for who, said in rows if who.text and said]


def _row(row: list[list[Paragraph]], found: Columns, context: Context) -> ClauseDraft | None:
    def cell(role: str) -> list[Paragraph]:
        return row[found[role]] if role in found else []

    content = _words(cell("content") or cell("title"))
    if not content.text.strip():
        return None
    number = _words(cell("number"))
    agencies = (*_agencies(cell("lead"), "lead", context), *_agencies(cell("support"), "support", context))
    # 繼續列管，請勞工處於6月底前完成: what was decided may ask for more than the columns beside it.
    decided = analyse(_ticked(_words(cell("state"))), context)
    told = {finding.value.name for finding in agencies}
    analysis = Analysis(
        disposition=_disposition(row, found, context),
        subject=analyse(content, context).subject,
        agencies=(*agencies, *(one for one in decided.agencies if one.value.name not in told)),
        deadlines=(*_deadlines(cell("due"), context), *decided.deadlines),
    )
    if number.text and number.spans()[-1][1] > content.spans()[0][0]:
        number = _words(
            []
        )  # set in the middle of a drawn row: marker and words would not be the text's own order
    spans = merged((*number.spans(), *content.spans()))
    return ClauseDraft(
        folded(number.text).strip(_AROUND_NUMBERS) or None,
        content,
        spans,
        "clause.row",
        "likely",
        analysis=analysis,
    )


def _words(cell: list[Paragraph]) -> Passage:
    return join(paragraph.passage for paragraph in cell)


def _agencies(cell: list[Paragraph], role: Role, context: Context) -> Iterator[Finding[Agency]]:
    for paragraph in cell:
        plain = _BRACKETS.sub(lambda match: " " * len(match.group()), paragraph.folded)
        for match in _ENTRY.finditer(plain):
            start, end = match.span()
            while start < end and plain[start].isspace():
                start += 1
            while start < end and plain[end - 1].isspace():
                end -= 1
            words = paragraph.passage.text[start:end]
            if not words or words in ("無", "-", "—", "－", "–", "／", "/"):
                continue
            spans = paragraph.passage.spans(start, end)
            collective = _COLLECTIVE.match(words) is not None
            name = words if collective else organisation_name(words, context)
            agency = Agency(name, words, role, collective=collective, spans=spans)
            yield Finding(agency, "agency.column", "likely", spans)


def _deadlines(cell: list[Paragraph], context: Context) -> Iterator[Finding[Deadline]]:
    words = _words(cell)
    if not words.text.strip():
        return
    stated = analyse(words, context).deadlines
    if stated:
        yield from stated
        return
    for found in find_dates(words.text, day=context.day)[:1]:
        spans = words.spans(found.start, found.end)
        printed = words.text[found.start : found.end]
        deadline = Deadline(printed, found.day.isoformat(), basis="printed", spans=spans)
        yield Finding(deadline, "deadline.column", "likely", spans)
        return
    for period in find_periods(words.text, context.day)[:1]:  # 114年6月底, 114年第一季
        if period.last is not None:
            spans = words.spans(period.start, period.end)
            printed = words.text[period.start : period.end]
            deadline = Deadline(printed, period.last.isoformat(), basis="end-of-period", spans=spans)
            yield Finding(deadline, "deadline.column", "likely", spans)


def _disposition(row: list[list[Paragraph]], found: Columns, context: Context) -> Finding[Disposition] | None:
    for role, value in _BY_COLUMN.items():
        if role in found:
            words = _words(row[found[role]])
            if _TICKED.search(words.text):
                return Finding(value, "disposition.tick-column", "likely", words.spans())
    if "state" not in found:
        return None
    words = _ticked(_words(row[found["state"]]))
    stated = analyse(words, context).disposition
    return replace(stated, rule="disposition.column", certainty="likely") if stated is not None else None


def _ticked(words: Passage) -> Passage:
    """Of 「■解除列管 □持續列管」 the ticked words alone; everything where there are no boxes."""
    boxes = list(_BOX.finditer(words.text))
    if len(boxes) < 2:
        return words
    for index, box in enumerate(boxes):
        if _TICKED.match(box.group()):
            end = boxes[index + 1].start() if index + 1 < len(boxes) else len(words.text)
            return words.cut(box.end(), end).stripped()
    return words.cut(0, 0)
