"""Whatever people wrote, the papers hold it, and their files can be opened."""

from __future__ import annotations

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser

from lieguan.writing import html, odt
from lieguan.writing.paper import Paper, cell, printable
from lieguan.writing.tracking_report import AgencyProgress, Row, TrackingReport, compose

words = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
lists = st.lists(words, max_size=3).map(tuple)
rows = st.builds(
    Row,
    number=st.integers(1, 9999),
    meeting=words,
    day=st.sampled_from(["", "2026-02-28"]),
    title=words,
    text=lists,
    lead=lists,
    support=lists,
    progress=st.lists(st.builds(AgencyProgress, words, words), max_size=2).map(tuple),
    due_words=words,
    recommendation=words,
    reason=words,
)
reports = st.builds(
    TrackingReport,
    body=words,
    meeting=words,
    as_of=st.just("2026-10-15"),
    rows=st.lists(rows, max_size=3).map(tuple),
    mark=words,
)


def said(paper: Paper) -> list[str]:
    """Every paragraph of the tables, in order, without white space."""
    return [
        "".join(paragraph.text.split())
        for table in paper.tables
        for row in table.rows
        for one in row
        for paragraph in one
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(reports)
def test_an_odt_opens_and_holds_every_word(report: TrackingReport) -> None:
    paper = compose(report)
    package = zipfile.ZipFile(io.BytesIO(odt.write(paper)))
    for name in package.namelist():
        if name != "mimetype":
            etree.fromstring(package.read(name))
    text = etree.fromstring(package.read("content.xml"))
    cells = text.iterfind(".//{*}table-row/{*}table-cell")
    held = "".join("".join("".join(cell.itertext()).split()) for cell in cells)
    place = 0
    for line in said(paper):
        place = held.find(line, place)
        assert place >= 0, line


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(reports)
def test_html_says_every_word(report: TrackingReport) -> None:
    paper = compose(report)
    tree = parser.fromstring(html.page(paper))
    held = ["".join(one.text_content().split()) for one in tree.xpath("//tbody//p")]
    assert held == said(paper)


@given(words)
def test_a_cell_loses_only_what_cannot_be_printed(text: str) -> None:
    kept = "".join("".join(paragraph.text for paragraph in cell(text)).split())
    assert kept == "".join(printable(text).split())
