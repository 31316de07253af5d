"""Papers as ODT: a package that any reader of ODF 1.2 takes, set as it should be."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from conftest import Convert
from lieguan.errors import MissingPart
from lieguan.writing import odt
from lieguan.writing.tracking_report import compose
from unit.writing.papers import EMPTY, LONG, REPORT, WORDS

NAMES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
} | {"svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"}


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(odt.write(compose(REPORT))))


@pytest.fixture(scope="module")
def content(package: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(package.read("content.xml"))


def test_the_package_can_be_named_and_lists_its_parts(package: zipfile.ZipFile) -> None:
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    listed = etree.fromstring(package.read("META-INF/manifest.xml")).xpath("//@*[local-name()='full-path']")
    assert sorted(listed) == ["/", "content.xml", "meta.xml", "styles.xml"]
    for part in ("content.xml", "styles.xml", "meta.xml"):
        assert etree.fromstring(package.read(part)).get(f"{{{NAMES['office']}}}version") == "1.2"


def test_every_style_that_is_used_is_declared(package: zipfile.ZipFile, content: etree._Element) -> None:
    used = set(
        content.xpath("//office:body//@text:style-name | //office:body//@table:style-name", namespaces=NAMES)
    )
    declared = set(content.xpath("//style:style/@style:name", namespaces=NAMES))
    declared |= set(
        etree.fromstring(package.read("styles.xml")).xpath("//style:style/@style:name", namespaces=NAMES)
    )
    assert used <= declared


def test_fonts_are_declared_in_content_and_styles(package: zipfile.ZipFile) -> None:
    for part in ("content.xml", "styles.xml"):
        families = etree.fromstring(package.read(part)).xpath(
            "//style:font-face/@svg:font-family", namespaces=NAMES
        )
        assert families == ["'AR PL UKai TW', 標楷體"]


def test_the_head_of_the_table_is_repeated_and_cells_are_words(content: etree._Element) -> None:
    headings = content.xpath("//table:table-header-rows//table:table-cell", namespaces=NAMES)
    assert ["".join(heading.itertext()) for heading in headings][:3] == ["編號", "會議次別及日期", "決議事項"]
    kinds = set(content.xpath("//table:table-cell/@office:value-type", namespaces=NAMES))
    assert kinds == {"string"}
    assert not content.xpath("//@table:formula", namespaces=NAMES)


def test_the_name_of_the_paper_is_the_heading(content: etree._Element) -> None:
    assert content.xpath("//text:h/text()", namespaces=NAMES) == ["追蹤列管報告表"]
    assert content.xpath("//text:h/@text:style-name", namespaces=NAMES) == ["Title"]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert odt.write(compose(REPORT)) == odt.write(compose(REPORT))


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "odfdo", None)
    with pytest.raises(MissingPart, match=r"odfdo.*lieguan\[site\]"):
        odt.write(compose(REPORT))


@pytest.mark.office
class TestInLibreOffice:
    """What a person sees who opens it."""

    def pages(self, made: bytes, libreoffice: Convert, folder: Path) -> list[str]:
        file = folder / "report.odt"
        file.write_bytes(made)
        pdf = libreoffice(file, "pdf", folder / "printed")
        run = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        )
        return [page for page in run.stdout.split("\f") if page.strip()]

    def test_everything_is_on_the_paper(self, libreoffice: Convert, tmp_path: Path) -> None:
        file = tmp_path / "report.odt"
        file.write_bytes(odt.write(compose(REPORT)))
        text = "".join(libreoffice(file, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig").split())
        assert [words for words in WORDS if "".join(words.split()) not in text] == []

    def test_each_page_has_its_number_and_the_head_of_the_table(
        self, libreoffice: Convert, tmp_path: Path
    ) -> None:
        pages = self.pages(odt.write(compose(LONG)), libreoffice, tmp_path)
        assert len(pages) > 4
        for number, page in enumerate(pages, 1):
            assert f"第{number}頁，共{len(pages)}頁" in page
            assert "決議事項" in page
            assert "校園生活推動小組第5次會議追蹤列管報告表" in page

    def test_no_items(self, libreoffice: Convert, tmp_path: Path) -> None:
        (page,) = self.pages(odt.write(compose(EMPTY)), libreoffice, tmp_path)
        assert "（無列管事項）" in page
