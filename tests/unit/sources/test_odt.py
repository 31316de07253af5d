"""ODT: what LibreOffice shows, automatic numbers included."""

from __future__ import annotations

import pytest

from office_files import flat_odt, odt
from unit.sources.reading_of import all_words, cells, opened


def level(at: int, shape: str, prefix: str = "", suffix: str = "", more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{at}" style:num-format="{shape}" style:num-prefix="{prefix}" '
        f'style:num-suffix="{suffix}" {more}/>'
    )


def list_style(*levels: str, name: str = "L") -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


HAN = list_style(
    level(1, "一, 二, 三, ...", suffix="、"),
    level(2, "一, 二, 三, ...", "（", "）"),
    level(3, "1", suffix="."),
)


def p(words: str, style: str = "") -> str:
    about = f' text:style-name="{style}"' if style else ""
    return f"<text:p{about}>{words}</text:p>"


def item(*inside: str, more: str = "") -> str:
    return f"<text:list-item{more}>{''.join(inside)}</text:list-item>"


def a_list(*items: str, more: str = ' text:style-name="L"') -> str:
    return f"<text:list{more}>{''.join(items)}</text:list>"


def words(body: str, automatic: str = HAN, **more: str) -> list[str]:
    return all_words(opened(odt(body, automatic, **more), "a.odt"))


def test_paragraphs_spaces_tabs_and_breaks() -> None:
    body = p("甲 \n  乙<text:s text:c='3'/>丙<text:tab/>丁<text:line-break/>戊") + "<text:p/>" + p("己")
    document = opened(odt(body), "a.odt")
    assert document.text == "甲 乙   丙\t丁\n戊\n己\n"
    assert [block.ends for block in document.blocks] == ["line", "paragraph", "paragraph"]


def test_a_break_at_the_very_end_of_a_paragraph() -> None:
    document = opened(odt(p("甲<text:line-break/>") + p("乙")), "a.odt")
    assert [block.ends for block in document.blocks] == ["paragraph", "paragraph"]


def test_numbers_of_nested_lists() -> None:
    body = a_list(
        item(
            p("甲"), a_list(item(p("子")), item(p("丑"), p("續段"), a_list(item(p("細")), more="")), more="")
        ),
        item(p("乙"), a_list(item(p("寅")), more="")),
    )
    assert words(body) == ["一、 甲", "（一） 子", "（二） 丑", "續段", "1. 細", "二、 乙", "（一） 寅"]


def test_a_new_list_starts_anew_and_a_continued_one_counts_on() -> None:
    body = (
        a_list(item(p("甲")), more=' text:style-name="L" xml:id="x"') + a_list(item(p("另"))) + p("間")
        + a_list(item(p("續")), more=' text:style-name="L" text:continue-list="x"')
        + a_list(item(p("再續")), more=' text:style-name="L" text:continue-numbering="true"')
    )  # fmt: skip
    assert words(body) == ["一、 甲", "一、 另", "間", "二、 續", "三、 再續"]


def test_items_that_set_their_number_headers_and_skipped_levels() -> None:
    body = a_list(
        f"<text:list-header>{p('引言')}</text:list-header>",
        item(p("五"), more=' text:start-value="5"'), item(p("六")),
        item(a_list(item(a_list(item(p("深")), more="")), more="")),
    )  # fmt: skip
    assert words(body) == ["引言", "五、 五", "六、 六", "1. 深"]


@pytest.mark.parametrize(
    ("style", "number"),
    [
        (level(1, "壹, 貳, 參, ...", suffix="、"), "貳、"),
        (level(1, "甲, 乙, 丙, ...", suffix="、"), "乙、"),
        (level(1, "①, ②, ③, ..."), "②"),
        (level(1, "１, ２, ３, ...", "（", "）"), "（２）"),
        (level(1, "a", suffix=")"), "b)"),
        (level(1, "I", more='text:start-value="4"'), "V"),
        (level(1, "1", more='loext:num-list-format="第%1%案"'), "第2案"),
        (level(1, ""), ""),
    ],
)
def test_styles_of_numbers(style: str, number: str) -> None:
    body = a_list(item(p("前")), item(p("案")))
    assert words(body, list_style(style))[1].replace(" ", "") == f"{number}案"


def test_numbers_of_several_levels() -> None:
    style = list_style(level(1, "1", suffix="."), level(2, "1", more='text:display-levels="2"'))
    body = a_list(item(p("甲"), a_list(item(p("子")), item(p("丑")), more="")))
    assert words(body, style) == ["1. 甲", "1.1 子", "1.2 丑"]


def test_headings_are_counted_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="壹, 貳, 參, ..." '
        'style:num-suffix="、"/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/>'
        "</text:outline-style>"
    )
    body = (
        '<text:h text:outline-level="1">報告</text:h><text:h text:outline-level="2">甲</text:h>'
        '<text:h text:outline-level="1">討論</text:h><text:h text:outline-level="2">乙</text:h>'
        '<text:h text:outline-level="2" text:is-list-header="true">無號</text:h>'
    )
    document = opened(odt(body, common=outline), "a.odt")
    assert all_words(document) == ["壹、 報告", "1. 甲", "貳、 討論", "1. 乙", "無號"]
    assert [(block.kind, block.level) for block in document.blocks][:2] == [("heading", 1), ("heading", 2)]


def test_bullets_stand_in_the_text_but_are_no_words() -> None:
    style = list_style('<text:list-level-style-bullet text:level="1" text:bullet-char="●"/>')
    document = opened(odt(a_list(item(p("要點"))), style), "a.odt")
    assert document.text == "● 要點\n"
    assert all_words(document) == ["要點"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>刪去的話</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>請<text:change text:change-id="c"/>'
        '<text:change-start text:change-id="d"/>乙部<text:change-end text:change-id="d"/>辦理</text:p>'
    )
    assert words(body) == ["請乙部辦理"]


def test_notes_comments_and_text_boxes() -> None:
    body = (
        "<text:p>通過<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        f"{p('依第三條')}</text:note-body></text:note>。<office:annotation>{p('批註')}</office:annotation>"
        f"<draw:frame><draw:text-box>{p('框內')}</draw:text-box><svg:title>題</svg:title></draw:frame></text:p>{p('末')}"
    )
    document = opened(odt(body), "a.odt")
    assert document.text == "通過1。\n框內\n末\n1 依第三條\n"
    assert [(words, b.kind) for words, b in zip(all_words(document), document.blocks, strict=True)] == [
        ("通過。", "text"), ("框內", "text"), ("末", "text"), ("依第三條", "footnote"),
    ]  # fmt: skip


def test_headers_and_footers_of_the_pages_in_use() -> None:
    masters = (
        f'<style:master-page style:name="Standard"><style:header>{p("會議紀錄")}</style:header><style:footer>'
        f"{p('第 <text:page-number>1</text:page-number> 頁')}</style:footer></style:master-page>"
        f'<style:master-page style:name="Other"><style:header>{p("沒有用到")}</style:header></style:master-page>'
    )
    document = opened(odt(p("內文"), masters=masters), "a.odt")
    assert [(block.kind, words) for block, words in zip(document.blocks, all_words(document), strict=True)] == [
        ("running-head", "會議紀錄"), ("text", "內文"), ("page-number", "第 1 頁"),
    ]  # fmt: skip


def test_tables_with_merged_cells_and_repeated_heads() -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{words}</table:table-cell>"

    body = (
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        + cell(p("編號"), 'table:number-rows-spanned="2"') + cell(p("情形"), 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
        + "<table:covered-table-cell/>" + cell(p("甲")) + cell(p("乙")) + "</table:table-row></table:table>" + p("後")
    )  # fmt: skip
    document = opened(odt(body), "a.odt")
    assert cells(document) == {(0, 0, 0): ["編號"], (0, 0, 1): ["情形"], (0, 1, 1): ["甲"], (0, 1, 2): ["乙"]}
    assert document.text == "編號\t情形\n甲\t乙\n後\n"


def test_bold_indentation_and_hidden_words() -> None:
    styles = (
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-left="1.27cm" '
        'fo:text-indent="-0.42cm"/></style:style>'
    )
    body = p('<text:span text:style-name="B">林委員：</text:span>', "P") + p(
        '請<text:span text:style-name="B">甲</text:span><text:span text:style-name="H">藏</text:span>'
    )
    document = opened(odt(body, styles), "a.odt")
    assert all_words(document) == ["林委員：", "請甲"]
    assert [(block.bold, block.indent) for block in document.blocks] == [(True, 2.0), (False, 0.0)]


def test_automatic_styles_of_a_header_are_its_own() -> None:
    """P1 of content.xml and P1 of styles.xml are two styles."""
    bold = '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    masters = f'<style:master-page style:name="Standard"><style:header>{p("頁首", "P1")}</style:header></style:master-page>'
    document = opened(odt(p("內文", "P1"), bold, masters=masters), "a.odt")
    assert [block.bold for block in document.blocks] == [False, True]


def test_a_flat_file() -> None:
    document = opened(flat_odt(p("決議：通過")), "a.fodt")
    assert all_words(document) == ["決議：通過"]


def test_a_single_numbered_paragraph() -> None:
    body = "".join(
        f'<text:numbered-paragraph text:list-id="n" text:level="1" text:style-name="L">{p(word)}'
        "</text:numbered-paragraph>"
        for word in ("甲", "乙")
    )
    assert words(body) == ["一、 甲", "二、 乙"]
