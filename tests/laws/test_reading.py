"""Whatever a document says: the laws of reading hold.

Never raises; the parts cut the text from 0 to its end; spans are in order, inside, disjoint, and joined they
are the words; the same in gives the same out.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from laws_of_reading import check, records
from lieguan.record.codec import dumps
from lieguan.record.spans import Spans
from lieguan.sources.markdown import read as markdown
from lieguan.text.document import Block, Cell, Document
from pieces_of_minutes import HEADINGS, LABELS, MARKERS, SAID

lines = st.lists(
    st.sampled_from(MARKERS + LABELS + HEADINGS + SAID) | st.text(max_size=12), min_size=0, max_size=4
).map("".join)
texts = st.lists(lines, max_size=40).map("\n".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document that a source might give: blocks anywhere in a text, in order, of any kind."""
    text = draw(texts)
    blocks = []
    at, table = 0, 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if draw(st.integers(0, 9)) == 0 or start == end:
            continue
        cut = draw(st.integers(start, end))
        spans: Spans = tuple(s for s in ((start, cut), (cut, end)) if s[0] < s[1])
        if draw(st.booleans()):
            spans = ((start, end),)
        cell = None
        if draw(st.integers(0, 5)) == 0:
            table += draw(st.integers(0, 1))
            cell = Cell(table, draw(st.integers(0, 3)), draw(st.integers(0, 3)))
        kinds = ["text", "text", "heading", "running-head", "page-number", "footnote", "chrome", "mark-up"]
        blocks.append(
            Block(
                spans,
                kind="cell" if cell else draw(st.sampled_from(kinds)),
                level=draw(st.integers(0, 3)),
                bold=draw(st.booleans()),
                indent=draw(st.sampled_from([0.0, 1.0, 2.0, 4.5])),
                ends=draw(st.sampled_from(["paragraph", "line", "wrap"])),
                full=draw(st.booleans()),
                cell=cell,
            )
        )
    pages = draw(st.sampled_from([None, (0,)]))
    ocr = draw(st.sampled_from([None, "tesseract"]))
    scanned, doubtful = (draw(places(len(text))) if ocr else () for _ in range(2))
    return Document(text, tuple(blocks), "text/plain", pages, ocr, scanned, doubtful)


@st.composite
def places(draw: st.DrawFn, length: int) -> Spans:
    """Places of a text, in order and disjoint; often all of it."""
    cuts = sorted(
        draw(st.sets(st.integers(0, length), max_size=6)) | draw(st.sampled_from([set(), {0, length}]))
    )
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


ROWS_OUT_OF_ORDER = Document(
    "壹、\n壹、\n出席人員：壹、",
    tuple(
        Block((span,), kind="cell", cell=Cell(0, row, 0))
        for span, row in (((0, 2), 1), ((3, 5), 0), ((6, 13), 0))
    ),
    "text/plain",
)

NOTES_OUT_OF_ORDER = Document(
    "出席人員：壹、\n出席人員：壹、",
    tuple(Block((span,), kind="cell", cell=Cell(0, row, 0)) for span, row in (((0, 7), 1), ((8, 15), 0))),
    "text/plain",
)
#: Rows below 討論與決議 that share the heading of their number.
NUMBERS_OF_CARDS = markdown("討論與決議\n目|「\n-|-\n編號|議題|決議\n點|\n室|\n室|")


@settings(max_examples=400, deadline=None)
@given(documents())
@example(ROWS_OUT_OF_ORDER)
@example(NOTES_OUT_OF_ORDER)
@example(NUMBERS_OF_CARDS)
def test_laws_of_reading(document: Document) -> None:
    check(document)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_same_in_same_out(document: Document) -> None:
    once = [dumps(record) for record in records(document)]
    again = [dumps(record) for record in records(document)]
    assert once == again
