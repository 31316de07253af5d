"""What tests of sources look at: the words of the blocks, and the laws that every document keeps."""

from __future__ import annotations

from lieguan.sources import open_document
from lieguan.text.document import Block, Document


def opened(data: bytes | str, name: str) -> Document:
    """The document, after a check of what holds for every document."""
    document = open_document(data.encode() if isinstance(data, str) else data, name)
    keeps_the_laws(document)
    return document


def keeps_the_laws(document: Document) -> None:
    """Blocks in text order, inside the text, disjoint, never empty, without white space at their ends."""
    at = 0
    for block in document.blocks:
        assert block.spans
        for start, end in block.spans:
            assert at <= start < end <= len(document.text)
            at = end
        words = words_of(document, block)
        assert words == words.strip()
    if document.pages is not None:
        assert list(document.pages) == sorted(document.pages)
        assert document.pages[0] == 0


def words_of(document: Document, block: Block) -> str:
    """The words of a block."""
    return "".join(document.text[start:end] for start, end in block.spans)


def all_words(document: Document, *kinds: str) -> list[str]:
    """The words of the blocks, or of those of some kinds."""
    return [words_of(document, block) for block in document.blocks if not kinds or block.kind in kinds]


def cells(document: Document) -> dict[tuple[int, int, int], list[str]]:
    """The words of each cell, by (table, row, column)."""
    out: dict[tuple[int, int, int], list[str]] = {}
    for block in document.blocks:
        if block.cell is not None:
            place = (block.cell.table, block.cell.row, block.cell.column)
            out.setdefault(place, []).append(words_of(document, block))
    return out
