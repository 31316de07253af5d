"""What a source gives to the reader: the whole text, and the lines or paragraphs that it found in it.

`sources` makes documents, `reading` reads them; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lieguan.record.spans import Spans

BlockKind = Literal["text", "heading", "cell", "running-head", "page-number", "footnote", "mark-up", "chrome"]
Ends = Literal["paragraph", "line", "wrap"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table: `table` counts tables of the document, rows and columns from 0."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph.

    spans    its words in the document's text; mark-up between them (#, **, |) is left out
    kind     `chrome` is what a web page puts around the minutes; `mark-up` carries no words
    level    of a heading 1 to 6; of a list item its depth, from 1; else 0
    bold     all its words are bold
    indent   from the left edge, in widths of a Han character, where the source tells
    ends     what stands behind it: `paragraph` (the source ends a paragraph: DOCX, ODT, <p>, a heading),
             `line` (a weaker break: <br>, a blank line of a converter), `wrap` (only the end of a line)
    full     the line reaches the right margin, so a sentence may go on in the next
    cell     where it stands in a table
    """

    spans: Spans
    kind: BlockKind = "text"
    level: int = 0
    bold: bool = False
    indent: float = 0.0
    ends: Ends = "paragraph"
    full: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one file says. What no block covers is white space or mark-up.

    `pages` are start offsets of the pages in `text`, where the format has pages.
    `ocr` names the OCR program and its data where the words came from it (then nothing is `sure`).
    `scanned` are the places of those words, `doubtful` places that OCR read with low confidence (what rests on them is a `guess`).
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    pages: tuple[int, ...] | None = None
    ocr: str | None = None
    scanned: Spans = ()
    doubtful: Spans = ()
