"""Where a paragraph begins that the geometry of a page cannot tell."""

from __future__ import annotations

from weasyprint import HTML

from lieguan.engine import read

#: Characters of a line.
WIDTH = 24
LONG = (
    "已逾越雙方協商範圍，且何謂附屬組織之財產定義不明，將範圍擴大至已處分之不動產，更不適法，不應納入議程。"
)
STYLE = (
    f"<style>@page{{size:{12 * WIDTH + 72}pt 20cm;margin:36pt}}"
    'body{font:12pt "Noto Serif CJK TC";margin:0}p{margin:0}</style>'
)


def test_a_label_that_begins_paragraphs_elsewhere_begins_one_behind_a_full_line() -> None:
    title = "（二）新世界等五處房地之處理方式如何辦理始稱妥適，請討論"
    title = f"{title[: WIDTH - 1]}。"
    lines = [
        "與航運公會研商相關事宜會議紀錄", "時間：114年3月14日上午10時", "討論事項：",
        "（一）碼頭用地之返還時程，請討論。", "公會意見：同意返還。", f"機關意見：{LONG}", "結論：於六月底前返還。",
        title, f"公會意見：{LONG}", "機關意見：請提出期程。", "結論：下次會議再議。",
    ]  # fmt: skip
    pdf = HTML(string=STYLE + "".join(f"<p>{line}</p>" for line in lines)).write_pdf()
    (record,) = read(pdf, name="紀錄.pdf")
    assert [item.title.startswith(("碼頭", "新世界")) for item in record.agenda] == [True, True]
    assert not any("公會意見" in item.title for item in record.agenda)
