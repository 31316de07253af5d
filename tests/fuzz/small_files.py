"""Small files that are whole, one or a few for each format: what the fuzz runs start from."""

from __future__ import annotations

from collections.abc import Sequence

from office_files import abstract, docx, flat_odt, listed, num, odt, p

MINUTES = (
    "離島航運協調會報第4次會議紀錄", "時間：113年5月6日下午2時", "地點：第一會議室", "主席：余副秘書長景明", "出席：王委員大明、李處長小芳（請假）",
    "壹、報告事項", "一、前次會議決議辦理情形", "決定：洽悉。", "貳、討論事項", "案由一：冬季加班航次補助案", "說明：如附件。", "決議：",
    "（一）請交通局於113年6月底前公告。", "（二）編號1解除列管，其餘持續列管。", "王委員大明：請補充資料。", "參、散會（下午4時）",
)  # fmt: skip


def small_pdf(lines: Sequence[str], *, table: bool = False) -> bytes:
    """A page of these lines in a font with a map to Unicode and no glyphs; streams not packed. `table`: ruled."""
    drawn = ["BT /F1 12 Tf 60 780 Td 18 TL"]
    drawn += [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines]
    drawn.append("ET")
    if table:
        drawn += [f"50 {795 - 18 * row} m 500 {795 - 18 * row} l S" for row in range(len(lines) + 1)]
        drawn += [f"{x} 795 m {x} {795 - 18 * len(lines)} l S" for x in (50, 140, 500)]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        "1 beginbfrange\n<0000> <ffff> <0000>\nendbfrange\nendcmap end end"
    )
    return _written(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        _stream("\n".join(drawn)),
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /FontDescriptor 8 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(cmap),
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 "
        "/ItalicAngle 0 /FontBBox [0 -120 1000 880] >>",
    )


def _stream(inside: str) -> str:
    return f"<< /Length {len(inside)} >>\nstream\n{inside}\nendstream"


def _written(*objects: str) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = out.index("xref\n0 ")
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n").encode(
        "latin-1"
    )


def pdfs() -> list[bytes]:
    """A page of lines, a ruled table."""
    return [small_pdf(MINUTES), small_pdf(MINUTES[5:11], table=True)]


def docxs() -> list[bytes]:
    """Paragraphs; list numbers, a table, a header, a footnote, tracked changes."""
    levels = abstract(
        1, ("taiwaneseCountingThousand", "%1、"), ("taiwaneseCountingThousand", "（%2）"), ("decimal", "%3.")
    )
    row = "".join(f"<w:tc>{p(word)}</w:tc>" for word in ("編號", "案由", "決定"))
    merged = (
        f'<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr>{p("洽悉。")}</w:tc><w:tc>{p("")}</w:tc>'
    )
    changed = (
        '<w:p><w:ins w:id="1"><w:r><w:t>請交通局辦理。</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>免議</w:delText></w:r></w:del>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    full = docx(
        p(MINUTES[0], '<w:pStyle w:val="1"/>') + "".join(map(p, MINUTES[1:6])) + p(MINUTES[7], listed(1))
        + p("請公告。", listed(1, 1)) + p("甲", listed(1, 2)) + f"<w:tbl><w:tr>{row}</w:tr><w:tr>{merged}</w:tr></w:tbl>" + changed
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
        numbering=levels + num(1, 1), footnotes=f'<w:footnote w:id="2">{p("註")}</w:footnote>', header1=p("頁首"),
        styles='<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    )  # fmt: skip
    return [docx("".join(map(p, MINUTES))), full]


def odts() -> list[bytes]:
    """Paragraphs; list numbers, a table, a note; a flat one."""
    plain = "".join(f"<text:p>{line}</text:p>" for line in MINUTES)
    style = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>'
        '<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="1" text:display-levels="2"/></text:list-style>'
    )
    items = "".join(f"<text:list-item><text:p>{line}</text:p></text:list-item>" for line in MINUTES[12:14])
    inner = f"<text:list-item><text:list>{items}</text:list></text:list-item>"
    row = "".join(
        f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("編號", "案由", "決定")
    )
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>洽悉。</text:p></table:table-cell><table:covered-table-cell/>'
    full = (
        f'<text:h text:outline-level="1">{MINUTES[0]}</text:h>' + "".join(f"<text:p>{line}</text:p>" for line in MINUTES[1:6])
        + f'<text:list text:style-name="L">{items}{inner}</text:list>'
        + f'<table:table><table:table-row>{row}</table:table-row><table:table-row table:number-rows-repeated="2">{wide}</table:table-row></table:table>'
        + '<text:p>照案通過<text:s text:c="3"/><text:tab/><text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        '<text:note-body><text:p>註</text:p></text:note-body></text:note>。</text:p>'
    )  # fmt: skip
    return [odt(plain), odt(full, style), flat_odt(plain)]


def pages() -> list[bytes]:
    """HTML: paragraphs between the chrome of a site; a table and a list."""
    body = "".join(f"<p>{line}</p>" for line in MINUTES)
    rows = "".join(f"<tr><td>{at}</td><td>{line}</td></tr>" for at, line in enumerate(MINUTES[5:11]))
    return [
        f"<!doctype html><html><head><meta charset='utf-8'><title>會議紀錄</title></head><body><nav><a href='#'>首頁</a></nav>"
        f"<main><h1>{MINUTES[0]}</h1>{body}</main><footer>版權所有</footer></body></html>".encode(),
        f"<div><h2>{MINUTES[0]}</h2><table>{rows}</table><ol start='2'><li>洽悉。<li>照案通過。</ol><b>決議：</b>照辦<br>散會</div>".encode(),
        f"<html><head><meta charset='big5'></head><body>{body}</body></html>".encode("cp950", "ignore"),
    ]  # fmt: skip


def markdowns() -> list[bytes]:
    """Markdown as converters leave it."""
    listed_lines = "\n".join(f"{at}. {line}" for at, line in enumerate(MINUTES[6:10], 1))
    return [
        ("# " + "\n\n".join(MINUTES)).encode(),
        f"## **{MINUTES[0]}**\n\n**出席：** 王委員大明\n\n{listed_lines}\n\n| 編號 | 決定 |\n|---|---|\n| 1 | 洽悉。<br>照辦 |\n\n> 註\n".encode(),
    ]


def texts() -> list[bytes]:
    """Plain text in the encodings that it comes in."""
    words = "\n".join(MINUTES)
    return [words.encode(encoding) for encoding in ("utf-8", "cp950", "utf-16", "utf-8-sig")]
