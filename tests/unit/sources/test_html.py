"""HTML: what a reader of the page sees, and what stands around the minutes."""

from __future__ import annotations

import pytest

from lieguan.errors import DamagedFile, EmptyFile
from unit.sources.reading_of import all_words, cells, opened


def test_breaks_blank_lines_and_paragraphs() -> None:
    document = opened(
        "<p>壹、時間：上午<br>貳、地點：會議室<br><br>參、主席：何委員</p><p>肆、散會", "a.html"
    )
    assert [(words, b.ends) for words, b in zip(all_words(document), document.blocks, strict=True)] == [
        ("壹、時間：上午", "line"), ("貳、地點：會議室", "paragraph"), ("參、主席：何委員", "paragraph"),
        ("肆、散會", "paragraph"),
    ]  # fmt: skip


def test_white_space_of_the_source_is_collapsed_as_a_browser_does() -> None:
    document = opened("<p>\n  請數位\n  發展部 與 IT\n  team <b> 協作 </b></p>", "a.html")
    assert document.text == "請數位發展部 與 IT team 協作\n"


def test_full_width_and_no_break_spaces_stay() -> None:
    document = opened("<p>時　　間：&nbsp;上午</p>", "a.html")
    assert document.text == "時　　間：\xa0上午\n"


def test_tags_that_are_never_closed() -> None:
    document = opened("<html><title>題</title><body><P>一<BR>二<P>三<font><div>四</body>", "a.html")
    assert all_words(document) == ["一", "二", "三", "四"]


def test_what_is_not_shown_is_not_said() -> None:
    page = """<head><title>題</title><style>p{}</style></head><body><script>alert('壞')</script>
    <template>樣板</template><p hidden>藏</p><p style="display: none">隱</p><noscript>請開</noscript><p>正文</p>"""
    assert opened(page, "a.html").text == "正文\n"


def test_headings_and_bold() -> None:
    document = opened("<h3>三、結論</h3><p><strong>林委員：</strong></p><p><b>粗</b>細</p>", "a.html")
    assert [(b.kind, b.level, b.bold) for b in document.blocks] == [
        ("heading", 3, False), ("text", 0, True), ("text", 0, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1.", "2."]),
        ('start="4"', ["4.", "5."]),
        ('type="A"', ["A.", "B."]),
        ('type="i" start="3"', ["iii.", "iv."]),
        ("reversed", ["2.", "1."]),
        ('style="list-style-type: cjk-ideographic"', ["一、", "二、"]),
        ('style="list-style-type: trad-chinese-formal"', ["壹、", "貳、"]),
        ('style="list-style: none"', ["", ""]),
        ('start="xx"', ["1.", "2."]),
    ],
)
def test_numbers_of_lists_are_computed(attributes: str, numbers: list[str]) -> None:
    document = opened(f"<ol {attributes}><li>甲案<li><p>乙案</p></ol>", "a.html")
    assert [words.replace(" ", "") for words in all_words(document)] == [
        f"{number}{words}" for number, words in zip(numbers, ("甲案", "乙案"), strict=True)
    ]


def test_nested_lists_and_an_item_that_sets_its_number() -> None:
    document = opened("<ol><li>甲<ol type=a><li>子</ol><li value=7>乙<ul><li>點</ul></ol>", "a.html")
    assert all_words(document) == ["1. 甲", "a. 子", "7. 乙", "點"]
    assert [block.level for block in document.blocks] == [1, 2, 1, 2]


def test_items_that_bring_their_own_numbers_get_no_second_one() -> None:
    document = opened("<ol><li>一、甲案</li><li>二、乙案</li></ol>", "a.html")
    assert all_words(document) == ["一、甲案", "二、乙案"]


def test_a_table_of_data() -> None:
    document = opened(
        "<table><thead><tr><th>編號<th>主辦<th>情形</thead><tr><td rowspan=2>1<td>甲部<td>完成<br>九成"
        "<tr><td colspan=2>乙部</table><p>後",
        "a.html",
    )
    assert cells(document) == {
        (0, 0, 0): ["編號"], (0, 0, 1): ["主辦"], (0, 0, 2): ["情形"], (0, 1, 0): ["1"], (0, 1, 1): ["甲部"],
        (0, 1, 2): ["完成", "九成"], (0, 2, 1): ["乙部"],
    }  # fmt: skip
    assert document.text == "編號\t主辦\t情形\n1\t甲部\t完成\n九成\n乙部\n後\n"


def test_a_table_that_only_lays_out_the_page() -> None:
    page = "<table><tr><td>左欄<td><h1>紀錄</h1><table><tr><td>1<td>甲</table></table>"
    document = opened(page, "a.html")
    assert [(words, b.kind) for words, b in zip(all_words(document), document.blocks, strict=True)] == [
        ("左欄", "text"), ("紀錄", "heading"), ("1", "cell"), ("甲", "cell"),
    ]  # fmt: skip


def test_a_wide_cell_under_a_long_one_does_not_cut_it_short() -> None:
    rows = "<tr><td>甲<td rowspan=3>長</tr><tr><td colspan=2>寬</tr><tr><td>乙<td>丙</tr>"
    document = opened(f"<table>{rows}</table>", "a.html")
    assert set(cells(document)) == {(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 2, 0), (0, 2, 2)}


def test_a_hostile_span_does_not_fill_the_memory() -> None:
    document = opened(
        '<table><tr><td colspan="999999" rowspan="999999">甲<td>乙<tr><td>丙<td>丁</table>', "a.html"
    )
    assert set(cells(document)) == {(0, 0, 0), (0, 0, 1000), (0, 1, 1000), (0, 1, 1001)}


BODY = "<p>決議：照案通過，請交通局依所擬期程辦理，並於下次會議提報辦理情形。</p>" * 6


def test_menus_and_footers_are_chrome() -> None:
    page = f"""<body><ul class="menu"><li><a href="/">首頁</a><li><a href="/a">本會簡介</a></ul>
    <div class="breadcrumb"><a href=/>首頁</a> &gt; 會議紀錄</div><div id="main"><h1>第3次會議紀錄</h1>{BODY}</div>
    <div id=footer>瀏覽人次：3,211</div></body>"""
    document = opened(page, "a.html")
    assert all_words(document, "chrome") == ["首頁", "本會簡介", "首頁 > 會議紀錄", "瀏覽人次：3,211"]
    assert all_words(document, "heading") == ["第3次會議紀錄"]


def test_a_list_of_links_is_chrome() -> None:
    links = "".join(f'<li><a href="/{n}">業務{n}</a></li>' for n in range(6))
    document = opened(f"<ul>{links}</ul>{BODY}", "a.html")
    assert len(all_words(document, "chrome")) == 6


@pytest.mark.parametrize(
    "part",
    [
        '<div class="doc-footer">主席：何　　紀錄：詹</div>',
        "<header><h1>第3次會議紀錄</h1></header>",
        "<article><footer>附帶意見</footer></article>",
        '<ul><li><a href="a.pdf">附件一</a></li><li><a href="b.pdf">附件二</a></li></ul>',
        '<div class="share-holders-meeting">股東提案</div>'.replace("share-", ""),
    ],
)
def test_in_doubt_it_is_no_chrome(part: str) -> None:
    assert all_words(opened(f"{part}{BODY}", "a.html"), "chrome") == []


def test_boxes_to_tick() -> None:
    document = opened("<p><input type=checkbox checked>解除列管<input type=checkbox>持續列管", "a.html")
    assert document.text == "☑解除列管☐持續列管\n"


def test_preformatted_text_keeps_its_lines() -> None:
    document = opened("<pre>一、甲\n  二、乙\n</pre>", "a.html")
    assert [(words, b.ends, b.indent) for words, b in zip(all_words(document), document.blocks, strict=True)] == [
        ("一、甲", "wrap", 0), ("二、乙", "wrap", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "meta", ['<meta charset="big5">', '<meta http-equiv=Content-Type content="text/html; charset=big5">', ""]
)
def test_a_page_in_big5(meta: str) -> None:
    page = f"<html><head>{meta}</head><body>{BODY}</body></html>"
    document = opened(page.encode("cp950"), "a.html")
    assert all_words(document)[0].startswith("決議：照案通過")


def test_a_page_by_its_content_whatever_it_is_called() -> None:
    for name in ("a.txt", "a.md", "a.doc", "a"):
        assert opened(f"<!DOCTYPE html><html><body>{BODY}</body></html>", name).media_type == "text/html"


def test_a_page_without_words() -> None:
    for page in ("<html><body><script>1</script></body></html>", "<!--決議：照案通過。"):
        with pytest.raises(EmptyFile) as caught:
            opened(page, "a.html")
        assert caught.value.remedy


def test_elements_nested_without_end() -> None:
    with pytest.raises(DamagedFile, match="nests"):
        opened("<div>" * 100_000 + "內", "a.html")


def test_elements_nested_deep_but_within_reason() -> None:
    assert opened("<font>" * 600 + "<p>內文", "a.html").text == "內文\n"
