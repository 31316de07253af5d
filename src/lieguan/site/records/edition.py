"""A redacted edition 遮蔽版 of minutes: what their file says without what its reader may not read. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lieguan.site.records.identity import Node, clauses_of


def lines(record: Node) -> list[str]:
    """The lines of a record's text, which holds notices already; of one without its text, its paragraphs."""
    text = record.get("text")
    told = text.splitlines() if isinstance(text, str) else _paragraphs(record)
    return [line.strip() for line in told if line.strip()]


def _paragraphs(record: Node) -> Iterator[str]:
    yield record["meeting"]["title"] or ""
    for item in record["agenda"]:
        yield f"{item['number'] or ''} {item['title']}"
    for resolution in record["resolutions"]:
        yield resolution["label"] or ""
        for clause in clauses_of(resolution):
            yield f"{clause['number'] or ''} {clause['text']}"
    for statement in record["statements"]:
        yield statement["speaker"]["as_written"] or ""
        for point in statement["points"]:
            yield f"{point['number'] or ''} {point['text']}"
