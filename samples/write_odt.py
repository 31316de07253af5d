"""Sample minutes as ODT: real list numbering, a running head, page numbers; the same bytes each time."""

from __future__ import annotations

import zipfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from series import LINE_END, PAGE_END, Block

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("meta", "meta"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
MIMETYPE = "application/vnd.oasis.opendocument.text"
LEFT = {0: 0, 1: 28, 2: 56, 3: 70, 4: 92}  # points from the margin to the words of each depth
LINE = 21  # points from line to line
HANG = {1: 28, 2: 42, 3: 17, 4: 22}  # points from the number to the words
NUMBERING = {
    1: ("一, 二, 三, ...", "", "、"), 2: ("一, 二, 三, ...", "（", "）"), 3: ("1", "", "."), 4: ("1", "(", ")"),
}  # fmt: skip


def paragraph_style(name: str, text: str = "", **properties: str) -> str:
    margins = " ".join(
        f'fo:{key.replace("_", "-")}="{value}"' for key, value in properties.items() if key != "page"
    )
    page = f' style:master-page-name="{properties["page"]}"' if "page" in properties else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard"{page}>'
        f"<style:paragraph-properties {margins}/><style:text-properties {text}/></style:style>"
    )


def bold(size: int = 14) -> str:
    return " ".join(
        f'fo:font-{key}="{value}" style:font-{key}-asian="{value}"'
        for key, value in (("size", f"{size}pt"), ("weight", "bold"))
    )


def size(points: int) -> str:
    return f'fo:font-size="{points}pt" style:font-size-asian="{points}pt"'


def followed(depth: int) -> str:
    """What stands between number and words: nothing behind full-width punctuation, a tab behind half-width."""
    return "nothing" if depth < 3 else f'listtab" text:list-tab-stop-position="{LEFT[depth]}pt'


def list_style() -> str:
    levels = ""
    for depth, (number_format, prefix, suffix) in NUMBERING.items():
        levels += (
            f'<text:list-level-style-number text:level="{depth}" style:num-format="{number_format}"'
            f' style:num-prefix="{prefix}" style:num-suffix="{suffix}">'
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            f'<style:list-level-label-alignment text:label-followed-by="{followed(depth)}"'
            f' fo:text-indent="-{HANG[depth]}pt" fo:margin-left="{LEFT[depth]}pt"/>'
            "</style:list-level-properties></text:list-level-style-number>"
        )
    return f'<text:list-style style:name="Minutes">{levels}</text:list-style>'


def automatic_styles() -> str:
    made = [paragraph_style(f"P{depth}", margin_left=f"{LEFT[depth]}pt") for depth in LEFT]
    made += [
        paragraph_style("Title1", bold(18), text_align="center", margin_bottom="10pt"),
        paragraph_style("Annex", bold(16), text_align="center", break_before="page", margin_bottom="8pt"),
        paragraph_style("Sideways", bold(16), text_align="center", margin_bottom="8pt", page="Landscape"),
        paragraph_style("Case", bold(), margin_left="84pt", text_indent="-56pt", keep_with_next="always"),
        paragraph_style("Label1", bold(), margin_left=f"{LEFT[1]}pt"),
        paragraph_style("Label2", "", margin_left=f"{LEFT[2]}pt"),
        paragraph_style(
            "Speaker", bold(), margin_left=f"{LEFT[1]}pt", keep_with_next="always", margin_top="4pt"
        ),
        paragraph_style("Item"),
        paragraph_style("Led", keep_with_next="always"),
        paragraph_style("Shifted", margin_left="56pt", text_indent="-28pt"),
        paragraph_style("Heading", bold(), keep_with_next="always"),
        paragraph_style("Cell", size(10), text_align="start", line_height="14pt"),
        paragraph_style("CellHead", bold(10), text_align="center", line_height="14pt"),
        '<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="2pt"/></style:style>',
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>',
    ]
    return "".join(made) + list_style()


def words_of(block: Block) -> str:
    """The words as text:p content; a run of ideographic spaces stays as it is."""
    return escape(block.words.replace(PAGE_END, ""))


def nested(blocks: list[Block], depth: int = 1) -> str:
    """List items from `depth` on; an item that only holds a deeper list has no paragraph and no number."""
    xml, at = "", 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1 if block.depth == depth else at
        rest = end
        while rest < len(blocks) and blocks[rest].depth > depth:
            rest += 1
        own = (
            f'<text:p text:style-name="{item_style(block)}">{words_of(block)}</text:p>'
            if block.depth == depth
            else ""
        )
        inner = f"<text:list>{nested(blocks[end:rest], depth + 1)}</text:list>" if rest > end else ""
        xml += f"<text:list-item>{own}{inner}</text:list-item>"
        at = rest
    return xml


def item_style(block: Block) -> str:
    if block.shift:
        return "Shifted"
    if block.depth == 1 and block.context > 1:
        return "Heading"
    return "Led" if block.leads_in else "Item"


def table(block: Block) -> str:
    columns = "".join(f'<table:table-column table:style-name="C{n}"/>' for n in range(len(block.widths)))

    def cell(words: str, style: str) -> str:
        lines = "".join(
            f'<text:p text:style-name="{style}">{escape(line)}</text:p>' for line in words.split(LINE_END)
        )
        return (
            f'<table:table-cell table:style-name="Box" office:value-type="string">{lines}</table:table-cell>'
        )

    def row(cells: tuple[str, ...], style: str) -> str:
        return f'<table:table-row table:style-name="Row">{"".join(cell(words, style) for words in cells)}</table:table-row>'

    head, *body = block.rows
    return (
        f'<table:table table:name="Tracking" table:style-name="Whole">{columns}'
        f"<table:table-header-rows>{row(head, 'CellHead')}</table:table-header-rows>"
        + "".join(row(cells, "Cell") for cells in body)
        + "</table:table>"
    )


def list_of(block: Block) -> tuple[str, int] | None:
    """Which list a paragraph counts in: depth 1 in its context, deeper ones in their run; None outside lists."""
    if block.kind != "item":
        return None
    return ("context", block.context) if block.depth == 1 else ("run", block.run)


def body(blocks: list[Block]) -> str:
    xml, last = "", dict[tuple[str, int], str]()
    for number, (key, group) in enumerate(groupby(blocks, list_of)):
        members = list(group)
        if key is not None:
            goes_on = f' text:continue-list="{last[key]}"' if key in last else ""
            last[key] = f"list{number}"
            xml += f'<text:list xml:id="{last[key]}" text:style-name="Minutes"{goes_on}>{nested(members)}</text:list>'
            continue
        for block in members:
            style = {
                "title": "Title1", "annex": "Annex", "table": "Sideways", "case": "Case", "speaker": "Speaker",
                "label": f"Label{block.depth}", "plain": "P0", "para": f"P{block.depth}",
            }[block.kind]  # fmt: skip
            xml += f'<text:p text:style-name="{style}">{words_of(block)}</text:p>'
            if block.rows:
                xml += table(block)
    return xml


def content_xml(blocks: list[Block], font: str) -> str:
    widths = next((b.widths for b in blocks if b.widths), ())
    tables = f'<style:style style:name="Whole" style:family="table"><style:table-properties style:width="{sum(widths):.1f}cm" table:align="center"/></style:style>'
    tables += "".join(
        f'<style:style style:name="C{n}" style:family="table-column"><style:table-column-properties style:column-width="{w}cm"/></style:style>'
        for n, w in enumerate(widths)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMES} office:version="1.3">{fonts(font)}'
        f"<office:automatic-styles>{automatic_styles()}{tables if widths else ''}</office:automatic-styles>"
        f"<office:body><office:text>{body(blocks)}</office:text></office:body></office:document-content>"
    )


def fonts(font: str) -> str:
    return f'<office:font-face-decls><style:font-face style:name="Kai" svg:font-family="{font}"/></office:font-face-decls>'


def styles_xml(title: str, font: str) -> str:
    page = (
        '<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{w}cm" fo:page-height="{h}cm"'
        ' style:print-orientation="{way}" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="{m}cm" fo:margin-right="{m}cm"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style></style:page-layout>'
    )
    master = (
        '<style:master-page style:name="{name}" style:page-layout-name="{layout}">'
        f'<style:header><text:p text:style-name="Running">{escape(title)}（範例，內容純屬虛構）</text:p></style:header>'
        '<style:footer><text:p text:style-name="Foot">第<text:page-number text:select-page="current">1</text:page-number>頁，'
        "共<text:page-count>1</text:page-count>頁</text:p></style:footer></style:master-page>"
    )
    standard = (
        f'<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:line-height="{LINE}pt" fo:text-align="justify"'
        ' style:text-autospace="none" fo:orphans="0" fo:widows="0"/>'
        f'<style:text-properties style:font-name="Kai" style:font-name-asian="Kai" {size(14)} fo:language="zh" fo:country="TW" style:language-asian="zh" style:country-asian="TW"/></style:style>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMES} office:version="1.3">{fonts(font)}'
        f"<office:styles>{standard}</office:styles><office:automatic-styles>"
        + paragraph_style("Running", size(10), text_align="end")
        + paragraph_style("Foot", size(10), text_align="center")
        + page.format(name="A4", w=21.0, h=29.7, way="portrait", m=2.5)
        + page.format(name="A4L", w=29.7, h=21.0, way="landscape", m=2.0)
        + "</office:automatic-styles><office:master-styles>"
        + master.format(name="Standard", layout="A4")
        + master.format(name="Landscape", layout="A4L")
        + "</office:master-styles></office:document-styles>"
    )


def write(blocks: list[Block], path: Path, *, font: str, issued: str) -> None:
    """Writes the ODT. `issued` is the ISO date that stands in its metadata."""
    title = blocks[0].words
    parts = {
        "content.xml": content_xml(blocks, font),
        "styles.xml": styles_xml(title, font),
        "meta.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {NAMES} office:version="1.3"><office:meta>'
            f"<dc:title>{escape(title)}</dc:title><dc:language>zh-TW</dc:language><dc:date>{issued}T00:00:00</dc:date>"
            "</office:meta></office:document-meta>"
        ),
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts
    )
    parts["META-INF/manifest.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest {NAMES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>{entries}</manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        for name, xml in parts.items():
            package.writestr(zipfile.ZipInfo(name), xml, zipfile.ZIP_DEFLATED)
