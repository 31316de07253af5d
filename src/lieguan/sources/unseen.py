"""Characters that show nothing 零寬字元: they stay in the text and are no words, so that 決議 with one inside is 決議."""

from __future__ import annotations

import re
from dataclasses import replace

from lieguan.record.spans import Spans, without
from lieguan.text.document import Block, Document

#: Soft hyphens, zero-width spaces and joiners, signs of direction, byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")


def set_aside(document: Document) -> Document:
    """The document with blocks that hold what is seen; a block of nothing else is none."""
    if not _UNSEEN.search(document.text):
        return document
    blocks = []
    for block in document.blocks:
        seen = _seen(document.text, block)
        if seen:
            blocks.append(block if seen == block.spans else replace(block, spans=seen))
    return replace(document, blocks=tuple(blocks))


def _seen(text: str, block: Block) -> Spans:
    holes = [match.span() for start, end in block.spans for match in _UNSEEN.finditer(text, start, end)]
    if not holes:
        return block.spans
    spans = list(without(block.spans, holes))
    while spans and not text[slice(*spans[0])].strip():
        del spans[0]
    while spans and not text[slice(*spans[-1])].strip():
        del spans[-1]
    if spans:
        start, end = spans[0]
        spans[0] = (end - len(text[start:end].lstrip()), end)
        start, end = spans[-1]
        spans[-1] = (start, start + len(text[start:end].rstrip()))
    return tuple(spans)
