"""DOCX: what Word shows, automatic numbers included."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from office_files import W, abstract, docx, listed, num, p, packed
from unit.sources.reading_of import all_words, cells, opened

HAN = abstract(
    0, ("taiwaneseCountingThousand", "%1、"), ("taiwaneseCountingThousand", "（%2）"), ("decimal", "%3.")
)

STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def words(body: str, **parts: str) -> list[str]:
    return all_words(opened(docx(body, **parts), "a.docx"))


def test_paragraphs_breaks_and_tabs() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r></w:p>"
        + p("丁")
    )
    document = opened(docx(body), "a.docx")
    assert document.text == "甲\t乙\n丙\u2011\n丁\n"
    assert [block.ends for block in document.blocks] == ["line", "paragraph", "paragraph"]


def test_numbers_count_on_and_start_again_under_a_new_heading() -> None:
    body = "".join(
        p(word, listed(1, level))
        for word, level in (("甲", 0), ("子", 1), ("丑", 1), ("細", 2), ("乙", 0), ("寅", 1), ("細", 2))
    )
    assert words(body, numbering=HAN + num(1, 0)) == [
        "一、 甲", "（一） 子", "（二） 丑", "1. 細", "二、 乙", "（一） 寅", "1. 細",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_together_unless_one_starts_anew() -> None:
    numbering = (
        HAN
        + num(1, 0)
        + num(2, 0)
        + num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    )
    body = p("甲", listed(1)) + p("乙", listed(2)) + p("丙", listed(3)) + p("丁", listed(3))
    assert words(body, numbering=numbering) == ["一、 甲", "二、 乙", "五、 丙", "六、 丁"]


def test_an_override_that_defines_a_level_anew() -> None:
    override = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="ideographTraditional"/>'
        '<w:suff w:val="nothing"/><w:lvlText w:val="%1："/></w:lvl></w:lvlOverride>'
    )
    assert words(p("案", listed(1)), numbering=HAN + num(1, 0, override)) == ["丙：案"]


def test_a_level_that_never_starts_again() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlRestart w:val="0"/><w:lvlText w:val="案%2"/></w:lvl></w:abstractNum>'
    )
    body = p("甲", listed(1)) + p("子", listed(1, 1)) + p("乙", listed(1)) + p("丑", listed(1, 1))
    assert words(body, numbering=levels + num(1, 0)) == ["1. 甲", "案1 子", "2. 乙", "案2 丑"]


def test_legal_numbering_of_several_levels() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    )
    body = p("甲", listed(1)) + p("子", listed(1, 1)) + p("丑", listed(1, 1))
    assert words(body, numbering=levels + num(1, 0)) == ["I. 甲", "1.1 子", "1.2 丑"]


def test_numbering_that_hangs_on_a_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="A"/>'
        '<w:numFmt w:val="ideographLegalTraditional"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:start w:val="1"/><w:pStyle w:val="B"/><w:numFmt w:val="taiwaneseCounting"/><w:lvlText w:val="%2、"/>'
        "</w:lvl></w:abstractNum>" + num(1, 0)
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style>'
    )

    def of(style: str) -> str:
        return f'<w:pStyle w:val="{style}"/>'

    body = (
        p("報告事項", of("A"))
        + p("甲", of("B"))
        + p("乙", of("C"))
        + p("討論事項", of("A"))
        + p("丙", of("B"))
    )
    document = opened(docx(body, numbering=numbering, styles=styles), "a.docx")
    assert all_words(document) == ["壹、 報告事項", "一、 甲", "二、 乙", "貳、 討論事項", "一、 丙"]
    assert [(block.kind, block.level) for block in document.blocks][:2] == [("heading", 1), ("text", 2)]


def test_a_numbering_style_is_followed_to_its_levels() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="官"/></w:abstractNum>'
        + abstract(1, ("ideographTraditional", "%1、"), more='<w:styleLink w:val="官"/>') + num(1, 0) + num(2, 1)
    )  # fmt: skip
    styles = '<w:style w:type="numbering" w:styleId="官"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    assert words(p("案", listed(1)), numbering=numbering, styles=styles) == ["甲、 案"]


def test_list_zero_takes_a_paragraph_out_of_the_list_of_its_style() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = (
        p("甲", '<w:pStyle w:val="A"/>')
        + p("引言", '<w:pStyle w:val="A"/>' + listed(0))
        + p("乙", '<w:pStyle w:val="A"/>')
    )
    assert words(body, numbering=HAN + num(1, 0), styles=styles) == ["一、 甲", "引言", "二、 乙"]


def test_bullets_stand_in_the_text_but_are_no_words() -> None:
    numbering = abstract(0, ("bullet", "\uf06e")).replace(
        "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl>'
    )
    document = opened(docx(p("要點", listed(1)), numbering=numbering + num(1, 0)), "a.docx")
    assert document.text == "■ 要點\n"
    assert all_words(document) == ["要點"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t>請</w:t></w:r><w:del w:id="1"><w:r><w:delText>甲部</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>乙部</w:t></w:r></w:ins><w:moveFrom w:id="3"><w:r><w:t>舊處</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t>新處</w:t></w:r></w:moveTo></w:p>'
    )
    assert words(body) == ["請乙部新處"]


def test_a_deleted_paragraph_end_joins_the_paragraphs_and_counts_once() -> None:
    deleted = listed(1) + '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = p("甲", listed(1)) + p("前半", deleted) + p("後半", listed(1)) + p("丙", listed(1))
    assert words(body, numbering=HAN + num(1, 0)) == ["一、 甲", "二、 前半後半", "三、 丙"]


def test_a_deleted_row_is_gone() -> None:
    row = "<w:tr>{0}<w:tc>" + p("{1}") + "</w:tc><w:tc>" + p("乙") + "</w:tc></w:tr>"
    deleted = '<w:trPr><w:del w:id="1"/></w:trPr>'
    body = f"<w:tbl>{row.format('', '一')}{row.format(deleted, '刪')}{row.format('', '二')}</w:tbl>"
    assert words(body) == ["一", "乙", "二", "乙"]


def test_fields_show_their_result() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = (
        f"<w:p>{char('begin')}<w:r><w:instrText>DATE</w:instrText><w:t>不見</w:t></w:r>{char('separate')}"
        f"<w:r><w:t>113年</w:t></w:r></w:p><w:p><w:r><w:t>次段</w:t></w:r>{char('end')}"
        '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'
    )
    assert words(body) == ["113年", "次段9"]


def test_boxes_to_tick_and_choices() -> None:
    def box(inside: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    body = (
        "<w:p>" + box("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>") + "<w:r><w:t>解除</w:t></w:r>"
        + box("<w:checkBox><w:default w:val='0'/></w:checkBox>") + "<w:r><w:t>持續</w:t></w:r>"
        + box("<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>")
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    )  # fmt: skip
    assert words(body) == ["☑解除☐持續乙☑"]


def test_hidden_words_are_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:rStyle w:val='H'/></w:rPr>"
        "<w:t>隱</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>顯</w:t></w:r></w:p>"
    )
    assert words(body, styles=styles) == ["顯"]


def test_text_boxes_stand_behind_their_paragraph_once() -> None:
    inside = f"<w:txbxContent>{p('框內')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent><w:t>後</w:t></w:r></w:p>"
    )
    assert words(body) == ["前後", "框內"]


def test_notes_stand_at_the_end_and_their_marks_are_no_words() -> None:
    notes = (
        '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote><w:footnote w:id="4"><w:p><w:r><w:footnoteRef/>'
        "</w:r><w:r><w:t>依第三條</w:t></w:r></w:p></w:footnote>"
    )
    body = "<w:p><w:r><w:t>照案通過</w:t><w:footnoteReference w:id='4'/><w:t>。</w:t></w:r></w:p>" + p("末段")
    document = opened(docx(body, footnotes=notes), "a.docx")
    assert document.text == "照案通過1。\n末段\n1 依第三條\n"
    assert all_words(document) == ["照案通過。", "末段", "依第三條"]
    assert document.blocks[2].kind == "footnote"


def test_headers_footers_and_page_numbers() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    page = "<w:p><w:r><w:t>第 </w:t></w:r><w:fldSimple w:instr='PAGE'><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> 頁</w:t></w:r></w:p>"
    document = opened(
        docx(p("內文") + section, header1=p("會議紀錄"), header2=p("首頁不同"), footer1=page), "a.docx"
    )
    assert [(block.kind, words) for block, words in zip(document.blocks, all_words(document), strict=True)] == [
        ("running-head", "會議紀錄"), ("text", "內文"), ("page-number", "第 1 頁"),
    ]  # fmt: skip


def test_merged_cells_and_a_table_in_a_cell() -> None:
    def cell(words: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{words}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(p('內一'))}{cell(p('內二'))}</w:tr></w:tbl>"
    body = (
        "<w:tbl><w:tr>" + cell(p("編號"), '<w:vMerge w:val="restart"/>') + cell(p("情形"), '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>" + cell("<w:p/>", "<w:vMerge/>") + cell(p("甲")) + cell(p("乙") + inner)
        + "</w:tr></w:tbl>" + p("表後")
    )  # fmt: skip
    document = opened(docx(body), "a.docx")
    assert cells(document) == {
        (0, 0, 0): ["編號"], (0, 0, 1): ["情形"], (0, 1, 1): ["甲"], (0, 1, 2): ["乙"],
        (1, 0, 0): ["內一"], (1, 0, 1): ["內二"],
    }  # fmt: skip
    first = document.blocks[0].cell
    assert first is not None
    assert (first.row_span, first.column_span) == (2, 1)
    assert document.text == "編號\t情形\n甲\t乙\n內一\t內二\n表後\n"


def test_a_frame_of_one_column_is_no_table() -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('主席裁示：')}{p('洽悉')}</w:tc></w:tr></w:tbl>"
    assert cells(opened(docx(body), "a.docx")) == {}


def test_content_controls_links_and_formulas_are_words_too() -> None:
    body = (
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{p('控制項')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink r:id='x'><w:r><w:t>連結</w:t></w:r></w:hyperlink><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        "<w:ruby><w:rt><w:r><w:t>ㄗ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:p>"
    )
    assert words(body) == ["控制項", "連結x字"]


def test_bold_by_run_by_style_and_not() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    bold, plain = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:b w:val="0"/></w:rPr>'
    body = (
        f"<w:p><w:r>{bold}<w:t>林委員：</w:t></w:r></w:p><w:p><w:r>{bold}<w:t>林</w:t></w:r><w:r><w:t>說</w:t></w:r></w:p>"
        + p("樣式", '<w:pStyle w:val="B"/>')
        + f"<w:p><w:pPr><w:pStyle w:val='B'/></w:pPr><w:r>{plain}<w:t>平</w:t></w:r></w:p>"
    )
    assert [block.bold for block in opened(docx(body, styles=styles), "a.docx").blocks] == [
        True,
        False,
        True,
        False,
    ]


def test_indentation_is_counted_in_characters() -> None:
    body = p("甲", '<w:ind w:left="960" w:hanging="480"/>') + p(
        "乙", '<w:ind w:firstLineChars="200" w:firstLine="1"/>'
    )
    assert [block.indent for block in opened(docx(body), "a.docx").blocks] == [2.0, 2.0]


def test_a_style_based_on_itself_does_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert words(p("甲", '<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


@pytest.mark.parametrize(
    "wrong", ['<w:numId w:val="9"/>', "<w:numId/>", '<w:ilvl w:val="x"/><w:numId w:val="1"/>']
)
def test_broken_references_are_passed_over(wrong: str) -> None:
    body = p("甲", f"<w:numPr>{wrong}</w:numPr>") + p("乙", '<w:pStyle w:val="無"/>')
    assert [word[-1] for word in words(body, numbering=HAN + num(1, 0))] == ["甲", "乙"]


def test_a_strict_file_says_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p("決議：通過", listed(1)), numbering=HAN + num(1, 0)))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    strict = {name: data.replace(W.encode(), STRICT) for name, data in members.items()}
    assert strict != members
    assert all_words(opened(packed(strict), "a.docx")) == ["一、 決議：通過"]


def test_a_file_that_python_docx_makes() -> None:
    made = python_docx.Document()
    made.add_heading("第3次會議紀錄", 1)
    made.add_paragraph("甲案", style="List Number")
    made.add_paragraph("乙案", style="List Number")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "決議事項"
    table.cell(1, 1).text = "辦理情形"
    out = io.BytesIO()
    made.save(out)
    document = opened(out.getvalue(), "a.bin")
    assert all_words(document) == ["第3次會議紀錄", "1. 甲案", "2. 乙案", "決議事項", "辦理情形"]
    assert document.media_type.endswith("wordprocessingml.document")
