"""What holds for every record, whatever the document says: tests of chance call `check`.

The parts cut the text from 0 to its end; spans are in order, inside, disjoint, and joined they are the words;
what is referred to is there; what OCR read is never sure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from lieguan.reading import read
from lieguan.record.nouns import Clause, MadeBy, Record, Source
from lieguan.record.spans import Spans, words
from lieguan.text.document import Document

MADE_BY = MadeBy("0", "0")


def records(document: Document) -> list[Record]:
    source = Source("x", document.media_type, "0" * 64, len(document.text), document.pages)
    return read(document, made_by=MADE_BY, source=source)


def clauses(record: Record) -> Iterator[Clause]:
    waiting = [clause for resolution in record.resolutions for clause in resolution.clauses]
    while waiting:
        clause = waiting.pop()
        yield clause
        waiting += clause.clauses


def spans_of(record: Record) -> Iterator[Spans]:
    for found in record.found:
        yield found.spans
    for thing in (*record.agenda, *record.resolutions, *record.statements, *clauses(record)):
        yield thing.spans
    for statement in record.statements:
        yield statement.speaker.spans
        for point in statement.points:
            yield point.spans


def solid(text: str) -> str:
    return "".join(text.split())


def check(document: Document) -> list[Record]:
    read_records = records(document)
    assert "".join(record.text for record in read_records) == document.text
    offset = 0
    for record in read_records:
        check_parts(record)
        check_spans(record)
        check_words(record)
        check_references(record)
        if document.ocr is not None:
            check_scanned(record, document, offset)
        offset += len(record.text)
    return read_records


def check_scanned(record: Record, document: Document, offset: int) -> None:
    """What rests on words that OCR read is not sure; a guess where OCR was in doubt."""
    for found in record.found:
        here = {at for start, end in found.spans for at in range(start + offset, end + offset)}
        if any(start <= at < end for start, end in document.scanned for at in here):
            assert found.certainty != "sure"
        if any(start <= at < end for start, end in document.doubtful for at in here):
            assert found.certainty == "guess"


def check_parts(record: Record) -> None:
    at = 0
    for part in record.parts:
        start, end = part.span
        assert start == at
        assert start < end
        assert end - start <= 3000
        assert len([piece for piece in record.text[start:end].split("\n\n") if piece.strip()]) <= 1
        at = end
    assert at == len(record.text)
    for before, part in pairwise(record.parts):
        if record.text[part.span[0]].isspace():  # more white space than a part may hold
            start, end = before.span
            assert end - start == 3000
            assert not record.text[start + 1 : end].strip()


def check_spans(record: Record) -> None:
    for spans in spans_of(record):
        at = 0
        for start, end in spans:
            assert at <= start < end <= len(record.text)
            at = end


def check_words(record: Record) -> None:
    for clause in clauses(record):
        printed = solid(words(record.text, clause.spans))
        assert printed.endswith(solid(clause.text))
        number = unicodedata.normalize("NFKC", solid(clause.number or ""))
        assert number in unicodedata.normalize("NFKC", printed)
    for statement in record.statements:
        for point in statement.points:
            assert solid(words(record.text, point.spans)).endswith(solid(point.text))
    for item in record.agenda:
        printed = solid(words(record.text, item.spans))
        assert all(char in printed for char in solid(item.title))
    by_path = {found.path: found for found in record.found}
    for path, value in (("/meeting/place", record.meeting.place),):
        if value is not None:
            assert solid(words(record.text, by_path[path].spans)) == solid(value)


def check_references(record: Record) -> None:
    items = {item.id for item in record.agenda}
    assert all(resolution.agenda is None or resolution.agenda in items for resolution in record.resolutions)
    assert all(set(statement.agenda) <= items for statement in record.statements)
    ids = [*items, *(r.id for r in record.resolutions), *(s.id for s in record.statements)]
    ids += [clause.id for clause in clauses(record)]
    ids += [point.id for statement in record.statements for point in statement.points]
    assert len(ids) == len(set(ids))
    for resolution in record.resolutions:
        covered: list[tuple[int, int]] = []
        waiting = list(resolution.clauses)
        while waiting:
            clause = waiting.pop()
            covered += clause.spans
            waiting += clause.clauses
        covered.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(covered))
    assert {part.of for part in record.parts} <= {None, "meeting", *ids}
