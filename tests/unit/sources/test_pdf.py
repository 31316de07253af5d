"""PDF: lines, tables and paragraphs from where characters and rules stand."""

from __future__ import annotations

import io
import threading

import pypdfium2
import pytest
from weasyprint import HTML

from lieguan.errors import FileTooLarge
from lieguan.sources import Limits, open_document
from lieguan.sources.pdf import glyphs as pdf_glyphs
from lieguan.sources.pdf.glyphs import Face, Glyph, PageContent, Rule
from lieguan.sources.pdf.layout import page_layouts
from lieguan.sources.pdf.legible import is_legible
from lieguan.sources.pdf.lines import lines
from lieguan.sources.pdf.rulings import frames
from lieguan.text.document import Document
from unit.sources.reading_of import all_words, cells, keeps_the_laws, opened, words_of

PLAIN = Face(12.0, 1.0, bold=False, quarter=0)
BOLD = Face(12.0, 1.0, bold=True, quarter=0)
SMALL = Face(7.0, 1.0, bold=False, quarter=0)


def run(words: str, x: float, y: float, face: Face = PLAIN) -> list[Glyph]:
    """Characters in a row: a Han character as wide as it is high, others half of it."""
    out = []
    for char in words:
        width = face.size if char > "\u2e80" else face.size / 2
        out.append(Glyph(char, x, y, width, face))
        x += width
    return out


def texts(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in lines(glyphs, 0)]


def test_a_line_is_what_stands_on_one_baseline_in_whatever_order_it_was_drawn() -> None:
    drawn = run("二、地點", 50, 120) + run("1.", 30, 100.4) + run("前次會議", 50, 100)
    assert texts(drawn) == ["1. 前次會議", "二、地點"]


def test_gaps_are_spaces() -> None:
    assert texts(run("出席", 0, 0) + run("王大明", 30, 0) + run("李小華", 90, 0)) == ["出席 王大明  李小華"]
    assert texts(run("AI", 0, 0) + run("平權", 12, 0) + run("Data", 40, 0)) == ["AI平權 Data"]
    assert texts(run("會", 0, 0) + run("議", 16, 0)) == ["會議"]


def test_what_programs_set_between_han_and_digits_is_no_space() -> None:
    """LibreOffice sets 0.2 of a size, Word 0.25, where nobody typed a space: 114年度."""
    assert texts(run("於", 0, 0) + run("114", 14.4, 0) + run("年度", 35.5, 0)) == ["於114年度"]
    typed = [*run("第", 0, 0), Glyph(" ", 12, 0, 3, PLAIN), *run("5", 15, 0)]
    assert texts(typed) == ["第 5"]


def test_small_raised_characters_belong_to_the_line_they_touch() -> None:
    drawn = run("面積100m", 0, 100) + run("2", 48, 95, SMALL) + run("，如附件", 52, 100)
    assert texts(drawn) == ["面積100m2，如附件"]
    assert texts(run("上一行", 0, 90, SMALL) + run("下一行", 0, 96)) == ["上一行", "下一行"]


def test_characters_drawn_twice_come_out_once() -> None:
    drawn = run("決議", 0, 0) + run("決議", 0.4, 0.1) + run("照案通過", 24, 0)
    assert texts(pdf_glyphs._once(drawn)) == ["決議照案通過"]


def test_a_character_repeated_where_two_runs_meet_comes_out_once_but_doubled_digits_stay() -> None:
    drawn = run("中華", 0, 0) + run("華民國", 12.1, 0) + run("110", 60, 0)
    assert texts(pdf_glyphs._once(drawn)) == ["中華民國 110"]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return level + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def test_a_ruled_table() -> None:
    (frame,) = frames(grid([0, 50, 200], [0, 20, 40, 60]))
    assert [(cell.row, cell.column) for cell in frame.cells] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
    ]
    assert frame.cell_at(60, 25) == frame.cells[3]
    assert not frame.open_end


def test_rules_in_pieces_and_slightly_apart() -> None:
    pieces = [Rule(x, y, x + 50, y) for y in (0, 20, 40) for x in (0, 50, 100)]
    pieces += [Rule(x, y + 1, x, y + 19) for x in (0, 49.5, 150) for y in (0, 20)]
    (frame,) = frames(pieces)
    assert len(frame.cells) == 4


def test_merged_cells() -> None:
    rules = grid([0, 50, 100, 150], [0, 20, 40])
    rules = [
        rule for rule in rules if rule.x0 != 50 or rule.y0 == rule.y1
    ]  # the rule between columns 0 and 1
    rules.append(Rule(50, 20, 50, 40))
    (frame,) = frames(rules)
    assert [(cell.row, cell.column, cell.column_span) for cell in frame.cells] == [
        (0, 0, 2), (0, 2, 1), (1, 0, 1), (1, 1, 1), (1, 2, 1),
    ]  # fmt: skip


def test_a_box_an_underline_and_a_chart_are_no_tables() -> None:
    assert frames(grid([0, 100], [0, 50])) == []
    assert frames([Rule(0, 10, 80, 10), Rule(0, 40, 80, 40)]) == []
    assert frames(grid([float(n) * 5 for n in range(300)], [float(n) * 5 for n in range(300)])) == []


def test_a_table_without_its_outer_sides() -> None:
    rules = [Rule(0, y, 150, y) for y in (0, 20, 40)] + [Rule(50, 0, 50, 55), Rule(100, 0, 100, 55)]
    (frame,) = frames(rules)
    assert (frame.columns, frame.x0, frame.x1) == (3, 0, 150)
    assert frame.open_end


def test_two_tables_on_a_page() -> None:
    assert len(frames(grid([0, 50, 100], [0, 20, 40]) + grid([0, 50, 100], [100, 120, 140]))) == 2


LONG = (
    "請交通局就冬季加班航次之補助標準、船舶歲修期間之替代運能，以及各航線之妥善率與準點率，於六月底前提出檢討報告，"
    "並副知各離島縣政府及 Maritime Port Bureau 配合辦理。"
)
RUNNING = """<style>@page{@top-center{content:"離島航運協調會報第4次會議紀錄"}
@bottom-center{content:"第 " counter(page) " 頁，共 " counter(pages) " 頁"}}</style>"""
STYLE = """<style>@page{size:A4;margin:2.5cm 2cm}
body{font-family:"Noto Serif CJK TC";font-size:12pt;line-height:1.6}td,th{border:.5pt solid;padding:2pt 4pt}
table{border-collapse:collapse;width:100%}</style>"""


def printed(html: str) -> bytes:
    data = HTML(string=STYLE + html).write_pdf()
    assert isinstance(data, bytes)
    return data


@pytest.fixture(scope="module")
def minutes() -> Document:
    items = "".join(f"<li>{LONG}第{n}案</li>" for n in range(14))
    rows = "".join(f"<tr><td>{n}<td>{LONG}<td>交通局、港務局<td>{LONG * 2}</tr>" for n in range(9))
    table = f"<table><thead><tr><th>編號<th>決議事項<th>主辦機關<th>辦理情形</thead>{rows}</table>"
    title = "<h1>離島航運協調會報第4次會議紀錄</h1><p>壹、時間：113年5月6日</p>"
    html = f"{RUNNING}{title}<ol>{items}</ol>{table}<p>散會：上午</p>"
    return opened(printed(html), "紀錄.pdf")


def test_paragraphs_come_whole_with_their_numbers(minutes: Document) -> None:
    found = all_words(minutes, "text")
    assert [f"{n + 1}. {LONG}第{n}案" for n in range(14)] == found[2:16]
    assert found[0] == "離島航運協調會報第4次會議紀錄"
    assert found[-1] == "散會：上午"


def test_running_heads_and_page_numbers_stay_in_the_text(minutes: Document) -> None:
    pages = len(minutes.pages or ())
    assert pages >= 3
    assert all_words(minutes, "page-number") == [f"第 {n + 1} 頁，共 {pages} 頁" for n in range(pages)]
    heads = [words for words in all_words(minutes, "running-head") if words.endswith("會議紀錄")]
    assert len(heads) == pages
    assert minutes.text.count("離島航運協調會報第4次會議紀錄") == pages + 1


def test_a_table_over_several_pages_is_one_table(minutes: Document) -> None:
    found = cells(minutes)
    assert {table for table, _, _ in found} == {0}
    assert [found[0, 0, column] for column in range(4)] == [
        ["編號"],
        ["決議事項"],
        ["主辦機關"],
        ["辦理情形"],
    ]
    assert {row for _, row, _ in found} == set(range(10))
    for n in range(9):
        assert found[0, n + 1, 0] == [str(n)]
        assert "".join(found[0, n + 1, 1]).replace(" ", "") == LONG.replace(" ", "")


def test_where_pages_begin(minutes: Document) -> None:
    assert minutes.pages is not None
    for start in minutes.pages[1:]:
        assert minutes.text[start:].startswith("離島航運協調會報")


def test_a_sentence_over_a_page_break_is_told_to_go_on() -> None:
    document = opened(printed(f"<p style='margin-top:22.4cm'>{LONG * 3}</p>"), "a.pdf")
    texts_ = [block for block in document.blocks if block.kind == "text"]
    assert len(texts_) == 2
    assert (texts_[0].ends, texts_[0].full) == ("wrap", True)
    assert "".join(words_of(document, block) for block in texts_).replace(" ", "") == (LONG * 3).replace(
        " ", ""
    )


def test_short_lines_are_never_joined() -> None:
    names = ["王委員大明", "李委員小華", "陳委員中和", "林委員正一", "何委員安"]
    document = opened(printed("".join(f"<div>{name}</div>" for name in names)), "a.pdf")
    assert all_words(document, "text") == names
    assert not any(block.full for block in document.blocks)


def test_a_name_list_in_columns_is_not_run_together() -> None:
    row = (
        "<div style='display:flex;justify-content:space-between'>" + "<span>王委員大明</span>" * 4 + "</div>"
    )
    document = opened(printed(row * 4), "a.pdf")
    assert all_words(document, "text") == ["  ".join(["王委員大明"] * 4)] * 4


UNRULED = "<style>td,th{{border:none;vertical-align:{};padding:{}pt 4pt;text-align:left}}</style>"
HEAD = "<tr><th style='width:2.5em'>編號<th style='width:14em'>決議事項<th style='width:6em'>主辦機關<th>辦理情形</tr>"


def unruled_table(rows: int, align: str = "top", padding: int = 8, text: str = LONG) -> str:
    body = "".join(
        f"<tr><td>{n + 1}<td>{text}<td>交通局<td>第{n + 1}次：已函請各港檢討。</tr>" for n in range(rows)
    )
    return f"{UNRULED.format(align, padding)}<table>{HEAD}{body}</table><p>散會：上午十一時三十分，無其他事項。</p>"


@pytest.mark.parametrize(
    ("align", "padding", "text"),
    [
        ("top", 8, LONG),
        ("middle", 8, LONG),
        ("top", 0, LONG),
        ("middle", 0, LONG),
        ("top", 0, "請於六月底前檢討。"),
    ],
)
def test_a_table_without_rules_is_told_by_the_titles_of_its_columns(
    align: str, padding: int, text: str
) -> None:
    document = opened(printed(f"<p>決議：</p>{unruled_table(3, align, padding, text)}"), "a.pdf")
    found = {place: "".join(words).replace(" ", "") for place, words in cells(document).items()}
    assert [found[0, 0, column] for column in range(4)] == ["編號", "決議事項", "主辦機關", "辦理情形"]
    for row in (1, 2, 3):
        wanted = [str(row), text.replace(" ", ""), "交通局", f"第{row}次：已函請各港檢討。"]
        assert [found[0, row, column] for column in range(4)] == wanted
    assert all_words(document, "text") == ["決議：", "散會：上午十一時三十分，無其他事項。"]


def test_a_table_without_rules_goes_on_over_the_page() -> None:
    document = opened(printed(unruled_table(14)), "a.pdf")
    assert document.pages is not None
    assert len(document.pages) > 1
    found = {place: "".join(words).replace(" ", "") for place, words in cells(document).items()}
    assert [found[0, row, 0] for row in range(1, 15)] == [str(row) for row in range(1, 15)]


def test_words_in_line_are_no_table_where_no_title_is_known() -> None:
    row = "<tr><td>交通局<td>王委員大明<td>港務局<td>李委員小華</tr>"
    document = opened(printed(UNRULED.format("top", 2) + f"<table>{row * 6}</table>"), "a.pdf")
    assert not all_words(document, "cell")


COLUMNS = "<div style='column-count:2;column-gap:1cm'>{}</div>"


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    paragraphs = [f"{n}、{LONG * (1 + number % 3)}" for number, n in enumerate("一二三四五六七八九")]
    inside = "".join(f"<p style='margin:0;widows:1;orphans:1'>{words}</p>" for words in paragraphs)
    html = f"<h1>離島航運協調會報第4次會議紀錄</h1><p>時間：113年5月6日</p>{COLUMNS.format(inside)}<p>散會：上午</p>"
    document = opened(printed(html), "a.pdf")
    words = [words.replace(" ", "") for words in all_words(document, "text")]
    assert words[2][:2] == "一、"
    assert words[-1] == "散會：上午"
    assert "".join(words[2:-1]) == "".join(paragraphs).replace(" ", "")


def test_lists_in_two_columns_stay_lines() -> None:
    names = "".join(f"<p style='margin:0'>交通局：王委員大明{n}</p>" for n in range(12))
    document = opened(printed(COLUMNS.format(names)), "a.pdf")
    assert all("  交通局：" in line for line in all_words(document, "text"))


def test_indented_first_lines_begin_paragraphs() -> None:
    html = "".join(f"<p style='text-indent:2em;margin:0'>{LONG * 2}</p>" for _ in range(3))
    document = opened(printed(html), "a.pdf")
    assert [words.replace(" ", "") for words in all_words(document, "text")] == [
        (LONG * 2).replace(" ", "")
    ] * 3
    assert document.blocks[0].indent == 2.0


def test_a_page_turned_on_its_side() -> None:
    pdf = pypdfium2.PdfDocument(printed(f"<style>@page{{size:A4 landscape}}</style><p>{LONG}</p>"))
    pdf[0].set_rotation(90)
    out = io.BytesIO()
    pdf.save(out)
    document = opened(out.getvalue(), "a.pdf")
    assert all_words(document, "text")[0].replace(" ", "") == LONG.replace(" ", "")


def test_text_that_runs_up_the_page() -> None:
    upright = run("會議紀錄", 0, 0) + run("決議通過", 0, 20)
    turned = [Glyph(g.char, *pdf_glyphs._turned(g.y, g.x, 1), g.width, g.face) for g in upright]
    assert texts([*turned]) == ["會議紀錄", "決議通過"]


def test_words_askew_are_set_aside() -> None:
    html = f"<p>{LONG}</p><div style='transform:rotate(-40deg);position:absolute;top:8cm;left:4cm'>草稿</div>"
    document = opened(printed(html), "a.pdf")
    assert LONG.replace(" ", "") in "".join(all_words(document, "text")).replace(" ", "")
    assert "草稿" in "".join(all_words(document, "running-head"))


def test_bold_words() -> None:
    document = opened(printed("<p><b>林委員：</b></p><p>請說明。</p>"), "a.pdf")
    assert [block.bold for block in document.blocks if block.kind == "text"] == [True, False]


def content(words: str) -> PageContent:
    return PageContent(glyphs=run(words, 0, 0))


def test_a_text_layer_of_rubbish_is_noticed() -> None:
    assert is_legible([content(LONG * 3)])
    assert is_legible([content("The minutes of the third meeting were confirmed. " * 6)])
    assert not is_legible([content("\ufffd\ufffd決議")])
    assert not is_legible([content("\ue123\ue124\ue125議")])
    assert not is_legible([content("鼇鼙鼢鼣鼤鼥鼦鼧鼨鼩鼪鼫鼬鼭鼮鼯鼰鼱鼲鼳鼴鼵" * 10)])
    assert not is_legible([content("!#$%&'()*+,-./:;<=>?@[]^_" * 10)])
    assert not is_legible([content("   ")])


def test_more_pages_than_the_limit() -> None:
    data = printed("<p style='break-after:page'>甲</p>" * 3)
    with pytest.raises(FileTooLarge, match="pages"):
        open_document(data, "a.pdf", Limits(pages=2))


def test_many_threads_read_at_once() -> None:
    data = printed(f"<p>{LONG}</p>" * 3)
    found: list[Document] = []
    threads = [threading.Thread(target=lambda: found.append(open_document(data, "a.pdf"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(document == found[0] for document in found)
    keeps_the_laws(found[0])


def test_a_cell_that_holds_nothing_but_a_space_is_none() -> None:
    content = PageContent(
        glyphs=run("編號", 5, 15) + run(" ", 55, 15) + run("洽悉", 55, 35),
        rules=grid([0, 50, 200], [0, 20, 40]),
    )
    (table,) = page_layouts([content])[0].tables
    assert [[line.text for line in found] for _, found in table.cells] == [["編號"], ["洽悉"]]
