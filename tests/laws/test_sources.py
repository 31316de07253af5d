"""Laws of sources: whatever the bytes are, a document that keeps its laws, or an error that says what to do."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lieguan.errors import SourceError
from lieguan.sources import html, markdown, open_document, plain
from lieguan.sources.draft import words_of
from lieguan.sources.encoding import decode
from lieguan.sources.tables import Grid
from office_files import packed
from unit.sources.reading_of import keeps_the_laws

SAMPLES = Path(__file__).parents[2] / "samples"

#: Pieces that minutes, Markdown and HTML are made of, in any order.
PIECES = st.sampled_from(
    "會議紀錄 決議： 一、 （一） 1. 2) (3) **  * ` _ __ ~~ == # ## ### > - + | || \\| \\ [ ] ( ) ![ ](x) <br> <br/> <p> "
    "</p> <table> <tr> <td> </td> </tr> </table> <ol> <li> </ol> <h1> </h1> <b> </b> <!-- --> <script> </script> "
    "<nav> </nav> <pre> </pre> &nbsp; &amp; ``` ::: --- === |---| <div hidden> </div> AI 2.0 \u3000 \u200b \ufeff \ufffd "
    "\U00020000 \x0c \x00 \r \t".split(" ")
)
TEXT = st.lists(PIECES | st.sampled_from([" ", "\n", "\n\n", "    "]) | st.text(max_size=4), max_size=60).map(
    "".join
)


def check(data: bytes, name: str) -> None:
    """A document that keeps its laws, or an error of ours in one line that names the file."""
    error: SourceError | None = None
    try:
        keeps_the_laws(open_document(data, name))
    except SourceError as caught:
        error = caught
    if error is not None:
        assert error.place == name
        assert error.remedy
        assert "\n" not in str(error)


@given(TEXT)
def test_any_text_is_plain_text(text: str) -> None:
    document = plain.read(text)
    keeps_the_laws(document)
    assert document.text == text
    covered = "".join(text[start:end] for block in document.blocks for start, end in block.spans)
    assert "".join(covered.split()) == "".join(text.split())


@given(TEXT)
def test_any_text_is_markdown(text: str) -> None:
    text = text.replace("\r", "")
    document = markdown.read(text)
    keeps_the_laws(document)
    assert document.text == text


@given(TEXT)
def test_any_text_is_a_page(text: str) -> None:
    with suppress(SourceError):
        keeps_the_laws(html.read(text, "a.html"))


@given(TEXT, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030"]))
def test_text_in_an_encoding_that_holds_it(text: str, encoding: str) -> None:
    text = "會議紀錄：主席宣布開會，討論事項如下。\n決議：照案通過。\n" + text.replace("\r", "").replace(
        "\x00", ""
    )
    data = text.encode(encoding, "ignore")
    assert decode(data, "a.txt").replace("\ufeff", "") == data.decode(encoding).replace("\ufeff", "")


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.odt", "a"]))
def test_any_bytes(data: bytes, name: str) -> None:
    check(data, name)


@pytest.mark.parametrize("name", ["03.odt", "04.docx", "05.pdf"])
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_sample(name: str, seed: int) -> None:
    """Bytes of the file changed, cut out and repeated; in packed files, those of one member."""
    chance = random.Random(seed)
    data = (SAMPLES / name).read_bytes()
    if name.endswith(".pdf"):
        data = _damaged(data, chance)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members: dict[str, bytes | str] = {member: archive.read(member) for member in archive.namelist()}
        hit = chance.choice([member for member in members if member.endswith(".xml")])
        inside = members[hit]
        assert isinstance(inside, bytes)
        members[hit] = _damaged(inside, chance)
        data = packed(members)
    check(data, name)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(max(1, len(out)))
        kind = chance.randrange(4)
        if kind == 0 and out:
            out[at % len(out)] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + chance.choice((1, 10, 300))]
        elif kind == 2:
            out[at:at] = out[at : at + chance.choice((3, 50))]
        else:
            out[at:at] = chance.randbytes(5)
    return bytes(out)


@given(st.lists(st.lists(st.tuples(st.integers(-3, 6), st.integers(-3, 6)), max_size=6), max_size=6))
def test_cells_of_a_grid_never_overlap(rows: list[list[tuple[int, int]]]) -> None:
    grid = Grid(0)
    taken: set[tuple[int, int]] = set()
    for row in rows:
        grid.next_row()
        for row_span, column_span in row:
            cell = grid.cell(row_span, column_span)
            place = (cell.row, cell.column)
            assert place not in taken
            taken |= {(cell.row + down, cell.column) for down in range(cell.row_span)}


@given(
    st.text("字 \t　a", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), max_size=6)
)
def test_words_are_what_no_mark_covers(line: str, places: list[tuple[int, int]]) -> None:
    marks = [(start, min(start + length, len(line))) for start, length in places if start < len(line)]
    covered = {at for start, end in marks for at in range(start, end)}
    found = words_of(line, marks)
    shown = {at for start, end in found for at in range(start, end)}
    assert {at for at in range(len(line)) if at not in covered and not line[at].isspace()} <= shown
    assert not shown & covered
    assert list(found) == sorted(found)
