"""Scans: pictures of pages, in PDF and by themselves, read by OCR."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from lieguan import engine, reading
from lieguan.errors import DamagedFile, FileTooLarge, MissingPart
from lieguan.record.nouns import Clause, MadeBy, Record, Source
from lieguan.sources import Limits, open_document
from lieguan.sources.pdf.lines import lines
from lieguan.sources.scan import pictures, tesseract
from lieguan.sources.scan.characters import page_content
from lieguan.sources.scan.tesseract import Word, WordLine, word_lines
from lieguan.text.document import Document
from unit.sources.reading_of import keeps_the_laws

SAMPLE = Path(__file__).parents[3] / "samples" / "05.pdf"
DPI = 200


@pytest.fixture(scope="module")
def photographs() -> list[Image.Image]:
    """The first two pages of the sample, as a scanner sees them."""
    pdf = pypdfium2.PdfDocument(SAMPLE)
    seen = [pdf[number].render(scale=DPI / 72, grayscale=True).to_pil().copy() for number in range(2)]
    pdf.close()
    return seen


def scanned(pages: list[Image.Image], kind: str = "PDF") -> bytes:
    out = io.BytesIO()
    several = {"save_all": True, "append_images": pages[1:]} if kind in ("PDF", "TIFF") else {}
    pages[0].save(out, kind, resolution=DPI, dpi=(DPI, DPI), **several)
    return out.getvalue()


@pytest.fixture(scope="module")
def record(photographs: list[Image.Image]) -> Record:
    (found,) = engine.read(scanned(photographs), name="掃描.pdf")
    return found


def clauses(record: Record) -> list[Clause]:
    def walk(some: tuple[Clause, ...]) -> list[Clause]:
        return [clause for one in some for clause in (one, *walk(one.clauses))]

    return [clause for resolution in record.resolutions for clause in walk(resolution.clauses)]


def test_the_minutes_are_read_off_a_scan(record: Record) -> None:
    assert record.meeting.ordinal == 5
    assert record.meeting.title is not None
    assert record.meeting.title.endswith("推動小組第5次會議紀錄")
    assert record.meeting.starts_at is not None
    assert record.meeting.starts_at.startswith("2026-05-14T09:30")
    assert [item.title for item in record.agenda] == [
        "前次會議決定事項追蹤列管情形報告",
        "離島海上交通運能檢討報告",
        "離島基礎金融服務提升方案",
        "離島海漂垃圾清理及再利用案",
    ]


def test_lines_of_a_scan_join_into_clauses_over_the_end_of_a_page(record: Record) -> None:
    texts = [clause.text for clause in clauses(record)]
    assert sum("展延至115年12月31日" in text and "每季提報辦理情形" in text for text in texts) == 1
    assert sum("得懂的方式定期公開" in text and text.endswith("公開成果。") for text in texts) == 1
    assert not any("會議紀錄" in text for text in texts), "the running head is none of the text"
    ministries = {agency.name for clause in clauses(record) for agency in clause.agencies}
    assert {"衛生福利部", "金融監督管理委員會", "數位發展部", "海洋委員會", "環境部"} <= ministries


def test_nothing_read_by_ocr_is_sure(record: Record) -> None:
    assert record.made_by.ocr is not None
    assert record.made_by.ocr.startswith("tesseract ")
    assert record.made_by.ocr.endswith(" chi_tra")
    certainties = {found.certainty for found in record.found}
    assert certainties == {"likely", "guess"}


def test_words_of_low_confidence_are_doubts(photographs: list[Image.Image], record: Record) -> None:
    told: list[tuple[int, int]] = []
    document = open_document(
        scanned(photographs[:1], "PNG"), "照片.png", on_page=lambda *counts: told.append(counts)
    )
    keeps_the_laws(document)
    assert told == [(1, 1)]
    assert document.media_type == "image/png"
    assert document.scanned == ((0, len(document.text)),)
    assert document.doubtful
    assert all(document.text[start:end].strip() for start, end in document.doubtful)
    # The sample's font has no glyph for this character, so that no OCR can read it.
    at = document.text.index("性推動小組第5次會議紀錄") - 1
    assert any(start <= at < end for start, end in document.doubtful)
    title = next(found for found in record.found if found.path == "/meeting/title")
    assert title.certainty == "guess"


def boxes(words: str, *, top: float, left: float = 0.0, size: float = 40.0, sure: float = 95.0) -> WordLine:
    """One word for each character, with the rough boxes that Tesseract gives."""
    found = []
    for at, char in enumerate(words):
        if char != " ":
            edge = left + at * size
            found.append(Word(char, edge + 2, top, edge + size * 0.6, top + size, sure))
    return WordLine(tuple(found), top, top + size)


def test_rough_boxes_make_no_spaces_and_wide_gaps_stay() -> None:
    content = page_content([boxes("出席人員  王大明", top=100)], 300, 2480, 3508)
    (line,) = lines(content.glyphs, 0)
    assert line.text == "出席人員  王大明"
    assert line.size == pytest.approx(40 * 72 / 300, abs=0.1)


def test_a_box_that_ends_inside_its_word_leaves_no_gap() -> None:
    words = [
        Word("競爭非常", 0, 0, 90, 40, 96),
        Word("激烈", 162, 0, 236, 40, 96),
        Word("。", 242, 0, 250, 40, 96),
    ]
    line = WordLine((*boxes("的國際", top=0, left=-120).words, *words), 0, 40)
    (read,) = lines(page_content([line], 300, 2480, 3508).glyphs, 0)
    assert read.text == "的國際競爭非常激烈。"
    words[1] = Word("激烈", 225, 0, 234, 40, 96)
    words[0] = Word("競爭非常", 0, 0, 158, 40, 96)
    (read,) = lines(page_content([replace(line, words=(*line.words[:3], *words))], 300, 2480, 3508).glyphs, 0)
    assert read.text == "的國際競爭非常激烈。"


def test_doubtful_places_are_those_of_the_doubtful_words() -> None:
    sure, doubtful = boxes("決議照", top=0), boxes("安通過", top=0, left=120, sure=20.0)
    line = WordLine((*sure.words, *doubtful.words), 0, 40)
    (read,) = lines(page_content([line], 300, 2480, 3508).glyphs, 0)
    assert [read.text[start:end] for start, end in read.doubts] == ["安通過"]


def test_the_table_of_results() -> None:
    table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    table += "4\t1\t1\t1\t1\t0\t10\t20\t100\t30\t-1\t\n5\t1\t1\t1\t1\t1\t10\t22\t50\t28\t91.5\t會議\n"
    table += "4\t1\t1\t1\t2\t0\t10\t60\t100\t30\t-1\t\n5\t1\t1\t1\t2\t1\t10\t60\t50\t28\t95\t \n"
    assert word_lines(table) == [WordLine((Word("會議", 10, 22, 60, 50, 91.5),), 20, 50)]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which PATH leads to no Tesseract."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_what_is_missing_is_named(no_ocr: Path, photographs: list[Image.Image]) -> None:
    for data, name in ((scanned(photographs[:1]), "掃描.pdf"), (scanned(photographs[:1], "JPEG"), "a.jpg")):
        with pytest.raises(MissingPart, match="OCR") as caught:
            open_document(data, name)
        assert "apt-get install tesseract-ocr tesseract-ocr-chi-tra" in caught.value.remedy
        assert "pip" not in caught.value.remedy


def test_missing_language_and_extra_are_named(no_ocr: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = no_ocr / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setattr(tesseract, "find_spec", lambda name: None)
    with pytest.raises(MissingPart) as caught:
        tesseract.edition("掃描.pdf")
    assert "pip install 'lieguan[scan]' and apt-get install tesseract-ocr-chi-tra)" in caught.value.remedy


def mixed(photographs: list[Image.Image]) -> bytes:
    """A scanned page, and behind it those with a text layer."""
    whole = pypdfium2.PdfDocument.new()
    whole.import_pages(pypdfium2.PdfDocument(scanned(photographs[:1])))
    text = pypdfium2.PdfDocument(SAMPLE)
    whole.import_pages(text, list(range(1, len(text))))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def test_a_scanned_page_before_those_with_a_text_layer(photographs: list[Image.Image]) -> None:
    document = open_document(mixed(photographs), "紀錄.pdf")
    keeps_the_laws(document)
    assert document.pages is not None
    (scanned_page,) = document.scanned
    assert scanned_page[0] == 0
    assert scanned_page[1] <= document.pages[1]
    assert "推動小組第5次會議紀錄" in document.text[: document.pages[1]]
    made_by = MadeBy(lieguan="1", lexicon="1", ocr=document.ocr)
    source = Source("紀錄.pdf", document.media_type, "0" * 64, len(document.text), document.pages)
    (record,) = reading.read(document, made_by=made_by, source=source)
    for found in record.found:
        read_by_ocr = not found.spans or found.spans[0][0] < scanned_page[1]
        assert found.certainty != "sure" or not read_by_ocr
    assert any(found.certainty == "sure" for found in record.found)


def test_without_ocr_a_scanned_page_is_left_out_with_a_warning(
    no_ocr: Path, photographs: list[Image.Image], caplog: pytest.LogCaptureFixture
) -> None:
    document = open_document(mixed(photographs), "紀錄.pdf")
    assert document.ocr is None
    assert "前次會議" in document.text
    assert "left out" in caplog.text


def text_picture(size: tuple[int, int] = (600, 200), mode: str = "L") -> Image.Image:
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).text((20, 60), "115 2026", fill="black", font_size=60)
    return picture


def test_each_page_of_a_tiff_is_one() -> None:
    pages = [text_picture(), text_picture()]
    told: list[tuple[int, int]] = []
    document: Document = open_document(
        scanned(pages, "TIFF"), "a.tif", on_page=lambda *counts: told.append(counts)
    )
    assert document.media_type == "image/tiff"
    assert told == [(1, 2), (2, 2)]
    assert document.pages is not None
    assert len(document.pages) == 2
    assert document.text.count("2026") == 2
    with pytest.raises(FileTooLarge, match="2 scanned pages"):
        open_document(scanned(pages, "TIFF"), "a.tif", Limits(scanned_pages=1))


def test_what_is_transparent_is_white() -> None:
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert pictures.grey(picture).getextrema() == (255, 255)
    deep = Image.new("I;16", (10, 10), 65535)
    assert pictures.grey(deep).getextrema() == (255, 255)


def test_small_pictures_are_enlarged_and_large_ones_refused() -> None:
    with pictures.opened(scanned([text_picture((800, 1170))], "BMP"), "a.bmp", Limits()) as opened:
        opened.info.pop("dpi", None)
        ((page, dpi),) = pictures.pages(opened, "a.bmp", Limits())
    assert (page.width, dpi) == (2400, 300)
    with pytest.raises(FileTooLarge, match="million pixels"):
        open_document(scanned([text_picture((2000, 1000))], "PNG"), "a.png", Limits(pixels=1_000_000))


def test_a_picture_that_unpacks_to_a_bomb() -> None:
    """One that Pillow itself refuses: it says 60,000 × 60,000 pixels in its head."""
    data = bytearray(scanned([text_picture((100, 100))], "BMP"))
    data[18:22] = data[22:26] = (60_000).to_bytes(4, "little")
    with pytest.raises(FileTooLarge, match="million pixels"):
        open_document(bytes(data), "a.bmp")


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\x00"])
def test_a_damaged_picture(start: bytes) -> None:
    with pytest.raises(DamagedFile):
        open_document(start + b"\0" * 99, "a.png")


def test_a_page_that_takes_too_long() -> None:
    with pytest.raises(FileTooLarge, match=r"page \(1\)"):
        open_document(scanned([text_picture()], "PNG"), "a.png", Limits(page_seconds=0.001))


def test_tesseract_is_there() -> None:
    """The other tests need it: make test installs it."""
    assert shutil.which("tesseract")
