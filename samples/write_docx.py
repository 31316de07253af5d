"""Sample minutes as DOCX: Word's own multi-level numbering, a running head, page fields; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from series import PAGE_END, Block
from write_odt import HANG, LEFT, LINE

LEVELS = {
    1: ("taiwaneseCountingThousand", "%1、"),
    2: ("taiwaneseCountingThousand", "（%2）"),
    3: ("decimal", "%3."),
    4: ("decimal", "(%4)"),
}
EPOCH = (1980, 1, 1, 0, 0, 0)


def abstract_numbering(name: int) -> str:
    levels = ""
    for depth, (number_format, words) in LEVELS.items():
        follow = '<w:suff w:val="nothing"/>' if depth < 3 else ""
        levels += (
            f'<w:lvl w:ilvl="{depth - 1}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{follow}'
            f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{LEFT[depth] * 20}"/></w:tabs>'
            f'<w:ind w:left="{LEFT[depth] * 20}" w:hanging="{HANG[depth] * 20}"/></w:pPr></w:lvl>'
        )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


class Numbering:
    """A list definition for each list of depth 1; the deeper lists share one, each starting it again."""

    def __init__(self, document, blocks: list[Block]) -> None:
        self.element = document.part.numbering_part.element
        for child in list(self.element):
            self.element.remove(child)
        keys = list(dict.fromkeys(key(block) for block in blocks if block.kind == "item"))
        shared = 90
        names = {k: shared + (k[1] if k[0] == "context" else 0) for k in keys}
        for name in sorted(set(names.values())):
            self.element.append(parse_xml(abstract_numbering(name)))
        self.ids = {k: number for number, k in enumerate(keys, 1)}
        start = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="1"/></w:lvlOverride>'
        again = "".join(start.format(level) for level in range(len(LEVELS)))
        for k, number in self.ids.items():
            self.element.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{names[k]}"/>'
                    f"{again if names[k] == shared else ''}</w:num>"
                )
            )

    def of(self, block: Block) -> int:
        return self.ids[key(block)]


def key(block: Block) -> tuple[str, int]:
    return ("context", block.context) if block.depth == 1 else ("run", block.run)


def number(paragraph: Paragraph, num_id: int, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{num_id}"/></w:numPr>'
        )
    )


def set_fonts(document, font: str) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), "Times New Roman")
    fonts.set(qn("w:eastAsia"), font)
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): "zh-TW", qn("w:eastAsia"): "zh-TW"}
    )
    normal.element.rPr.append(language)
    normal.paragraph_format.line_spacing = Pt(LINE)
    normal.paragraph_format.space_after = Pt(0)


def field(paragraph: Paragraph, instruction: str) -> None:
    for kind, words in (
        ("begin", None),
        (None, instruction),
        ("separate", None),
        ("text", "1"),
        ("end", None),
    ):
        run = paragraph.add_run()
        run.font.size = Pt(10)
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "text":
            run.text = words
        else:
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)


def running(document, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2.5)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(f"{title}（範例，內容純屬虛構）").font.size = Pt(10)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, instruction in (("第", " PAGE "), ("頁，共", " NUMPAGES "), ("頁", None)):
        foot.add_run(words).font.size = Pt(10)
        if instruction:
            field(foot, instruction)


def add(document, block: Block, numbering: Numbering) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(block.words.replace(PAGE_END, ""))
    layout = paragraph.paragraph_format
    if block.kind == "item":
        number(paragraph, numbering.of(block), block.depth)
        if block.shift:
            layout.left_indent, layout.first_line_indent = (
                Pt(LEFT[block.depth] + block.shift),
                Pt(-HANG[block.depth]),
            )
    elif block.kind == "case":
        layout.left_indent, layout.first_line_indent = Pt(98), Pt(-70)
    elif block.depth:
        layout.left_indent = Pt(LEFT[block.depth])
    if block.kind in ("title", "annex"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.page_break_before = block.kind == "annex"
        layout.space_after = Pt(10)
        run.font.size = Pt(18 if block.kind == "title" else 16)
    run.bold = block.kind in ("title", "annex", "case", "label", "speaker") or None
    layout.keep_with_next = block.kind in ("case", "speaker") or block.leads_in or None


def write(blocks: list[Block], path: Path, *, font: str, issued: str) -> None:
    """Writes the DOCX. `issued` is the ISO date that stands in its properties."""
    document = Document()
    set_fonts(document, font)
    running(document, blocks[0].words)
    numbering = Numbering(document, blocks)
    for block in blocks:
        add(document, block, numbering)
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = (
        blocks[0].words,
        "",
        "",
        "zh-TW",
    )
    properties.created = properties.modified = datetime.fromisoformat(issued)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as package:
        for name in source.namelist():
            package.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
