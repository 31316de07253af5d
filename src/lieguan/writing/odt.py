"""A paper as ODT (ODF 1.2, the version of CNS 15251): what the secretariat edits and sends on.

The styles are template/styles.xml; odfdo builds the body. The package is put together here, not by odfdo's save(),
which writes the time of day into it, raises the version, and adds parts that no paper needs.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from lxml import etree

from lieguan.writing.installed import need
from lieguan.writing.odf import VERSION, packed, serialised
from lieguan.writing.paper import CHARACTER, DEEPEST, Cell, Column, Paper, Paragraph, Table, printable

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
# The width between the margins of template/styles.xml, in millimetres.
TEXT_WIDTH = 267.0

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def write(paper: Paper) -> bytes:
    """The bytes of the file; the same paper gives the same bytes. Raises MissingPart where odfdo is missing."""
    odfdo = need("odfdo", "an ODT")
    parts = {
        "content.xml": _content(odfdo, paper),
        "styles.xml": _styles(odfdo, paper),
        "meta.xml": _meta(paper),
    }
    return packed(MEDIA_TYPE, parts)


def _template(name: str) -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    return etree.fromstring(files(__package__).joinpath(f"template/{name}").read_bytes(), parser)


def _content(odfdo: Any, paper: Paper) -> bytes:
    root = _template("content.xml")
    content = odfdo.Element.from_tag(root)
    styles = content.get_element("//office:automatic-styles")
    body = content.get_element("//office:text")
    for at, line in enumerate(paper.title):
        # The last line names the paper: the one heading of the document.
        body.append(_paragraph(odfdo, line, "Title", heading=at == len(paper.title) - 1))
    for line in filter(None, paper.lines):
        body.append(_paragraph(odfdo, line, "Line"))
    _add(styles, _box_styles(odfdo))
    for at, table in enumerate(paper.tables, 1):
        _add(styles, _table_styles(odfdo, at, table))
        body.append(_table(odfdo, at, table))
    for before, note in paper.marked_notes:
        body.append(_paragraph(odfdo, before + note, "Note"))
    return serialised(root)


def _add(parent: Any, children: list[Any]) -> None:
    for child in children:
        parent.append(child)


def _paragraph(odfdo: Any, text: str, style: str, *, heading: bool = False) -> Any:
    made = odfdo.Header(1, printable(text)) if heading else odfdo.Paragraph(printable(text))
    made.style = style  # set afterwards: Header(style=…) is ignored by odfdo 3.27
    return made


def _style(odfdo: Any, name: str, family: str, **properties: str) -> Any:
    made = odfdo.Element.from_tag("style:style")
    made.set_attribute("style:name", name)
    made.set_attribute("style:family", family)
    inner = odfdo.Element.from_tag(f"style:{family}-properties")
    for key, value in properties.items():
        inner.set_attribute(key.replace("__", ":").replace("_", "-"), value)
    made.append(inner)
    return made


def _box_styles(odfdo: Any) -> list[Any]:
    """The box around a cell, and paragraphs that stand in by one or two characters."""
    box = _style(odfdo, "Box", "table-cell", fo__border="0.5pt solid #000000", fo__padding="0.1cm")
    # A row goes over to the next page whole; one that is longer than a page is broken all the same.
    row = _style(odfdo, "Row", "table-row", fo__keep_together="always")
    indents = [
        _style(odfdo, f"In{depth}", "paragraph", fo__margin_left=f"{depth * CHARACTER}mm")
        for depth in range(1, DEEPEST + 1)
    ]
    for style in indents:
        style.set_attribute("style:parent-style-name", "Cell")
    return [box, row, *indents]


def _table_styles(odfdo: Any, at: int, table: Table) -> list[Any]:
    whole = sum(column.width for column in table.columns)
    widths = [column.width * TEXT_WIDTH / whole for column in table.columns]
    return [
        _style(odfdo, f"Table{at}", "table", style__width=f"{TEXT_WIDTH}mm", table__align="center"),
        *(
            _style(odfdo, f"Table{at}.{n}", "table-column", style__column_width=f"{width:.2f}mm")
            for n, width in enumerate(widths, 1)
        ),
    ]


def _table(odfdo: Any, at: int, table: Table) -> Any:
    made = odfdo.Element.from_tag("table:table")
    made.set_attribute("table:name", table.name)
    made.set_attribute("table:style-name", f"Table{at}")
    for n in range(1, len(table.columns) + 1):
        column = odfdo.Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", f"Table{at}.{n}")
        made.append(column)
    head = odfdo.Element.from_tag("table:table-header-rows")
    headings = [[(line, "CellHead") for line in column.heading.split("\n")] for column in table.columns]
    head.append(_row(odfdo, headings))
    made.append(head)
    for row in table.rows:
        made.append(
            _row(odfdo, [_styled(column, cell) for column, cell in zip(table.columns, row, strict=True)])
        )
    if not table.rows:
        made.append(_row(odfdo, [[(table.empty, "CellCentre")]], spanned=len(table.columns)))
    return made


def _styled(column: Column, cell: Cell) -> list[tuple[str, str]]:
    """Text and style of each paragraph; a cell has at least one, as ODF wants."""
    return [(paragraph.text, _style_of(column, paragraph)) for paragraph in cell] or [("", "Cell")]


def _style_of(column: Column, paragraph: Paragraph) -> str:
    if paragraph.bold:
        return "CellBold"
    if paragraph.indent:
        return f"In{min(paragraph.indent, DEEPEST)}"
    return "CellCentre" if column.align == "center" else "Cell"


def _row(odfdo: Any, cells: list[list[tuple[str, str]]], *, spanned: int = 1) -> Any:
    made = odfdo.Element.from_tag("table:table-row")
    made.set_attribute("table:style-name", "Row")
    for paragraphs in cells:
        cell = odfdo.Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", "Box")
        cell.set_attribute("office:value-type", "string")  # never a formula, whatever the words begin with
        if spanned > 1:
            cell.set_attribute("table:number-columns-spanned", str(spanned))
        for text, style in paragraphs:
            cell.append(_paragraph(odfdo, text, style))
        made.append(cell)
    for _ in range(1, spanned):
        made.append(odfdo.Element.from_tag("table:covered-table-cell"))
    return made


def _styles(odfdo: Any, paper: Paper) -> bytes:
    root = _template("styles.xml")
    head = odfdo.Element.from_tag(root).get_element("//style:header/text:p")
    head.append_plain_text(printable(paper.head))
    return serialised(root)


def _meta(paper: Paper) -> bytes:
    office, dublin, meta = (f"{{{_NAMES[prefix]}}}" for prefix in ("office", "dc", "meta"))
    root = etree.Element(f"{office}document-meta", {f"{office}version": VERSION}, nsmap=_NAMES)
    inner = etree.SubElement(root, f"{office}meta")
    said = {
        f"{meta}generator": "lieguan",
        f"{dublin}title": printable("".join(paper.title)),
        f"{dublin}language": "zh-TW",
        f"{meta}creation-date": f"{paper.dated}T00:00:00",
        f"{dublin}date": f"{paper.dated}T00:00:00",
    }
    for name, value in said.items():
        etree.SubElement(inner, name).text = value
    return serialised(root)
