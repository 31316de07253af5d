"""Nothing that a document says is missing: compared with what other programs take out of the same file."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from conftest import Convert
from lieguan.sources import open_document
from office_files import abstract, docx, listed, num, odt, p
from unit.sources.reading_of import keeps_the_laws

pytestmark = pytest.mark.office

CLAUSES = (
    "請交通局就冬季加班航次之補助標準，於六月底前提出檢討報告，並副知各離島縣政府。",
    "「離島微電網示範計畫」持續列管，請經濟部主責、內政部協助。",
    "有關 AI 平權(Inclusive AI)之推動，請數位發展部研議。",
)


def missing(text: str, oracle: str) -> float:
    """The share of the oracle's characters that the text does not hold; white space is not counted."""
    wanted, found = (Counter("".join(words.split())) for words in (oracle, text))
    return (wanted - found).total() / max(wanted.total(), 1)


def pdftotext(file: Path) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.fail("pdftotext is not on PATH; `make test` installs it (poppler-utils)")
    run = subprocess.run([program, "-raw", str(file), "-"], capture_output=True, check=True)
    return run.stdout.decode()


def rich_docx() -> bytes:
    numbering = (
        abstract(0, ("ideographLegalTraditional", "%1、"), ("taiwaneseCountingThousand", "%2、"),
                 ("taiwaneseCountingThousand", "（%3）"), ("decimal", "%4."), ("decimal", "(%5)"))
        + abstract(1, ("ideographTraditional", "%1、"), ("decimalEnclosedCircle", "%2"))
        + num(1, 0) + num(2, 1) + num(3, 0, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride>')
    )  # fmt: skip
    body = ""
    for turn in range(3):
        body += p("討論事項", listed(1)) + p("案由", listed(1, 1)) + p("說明", listed(1, 2))
        for clause in CLAUSES:
            body += p(clause, listed(1, 3)) + p(clause, listed(1, 4)) * 2
        body += p("另案", listed(2)) + p("細項", listed(2, 1)) * 3 + p("跳號", listed(3, 1))
        body += (
            "<w:tbl>"
            + "".join(
                f"<w:tr><w:tc>{p(str(turn * 10 + row))}</w:tc><w:tc>{p(clause, listed(2, 1))}</w:tc></w:tr>"
                for row, clause in enumerate(CLAUSES)
            )
            + "</w:tbl>"
        )
    return docx(body, numbering=numbering)


def rich_odt() -> bytes:
    shapes = (("一, 二, 三, ...", "", "、"), ("一, 二, 三, ...", "（", "）"), ("1", "", "."), ("1", "(", ")"))
    levels = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-format="{shape}" style:num-prefix="{before}" '
        f'style:num-suffix="{behind}"/>'
        for at, (shape, before, behind) in enumerate(shapes, 1)
    )

    def nested(depth: int) -> str:
        inside = nested(depth - 1) if depth else ""
        items = "".join(
            f"<text:list-item><text:p>{clause}</text:p>{inside}</text:list-item>" for clause in CLAUSES
        )
        about = ' text:style-name="L"' if depth == 3 else ""
        return f"<text:list{about}>{items}</text:list>"

    return odt(
        nested(3) + "<text:p>間</text:p>" + nested(3),
        f'<text:list-style style:name="L">{levels}</text:list-style>',
    )


@pytest.mark.parametrize(("name", "data"), [("紀錄.docx", rich_docx()), ("紀錄.odt", rich_odt())])
def test_the_text_and_its_numbers_are_those_of_libreoffice(
    name: str, data: bytes, libreoffice: Convert, tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    document = open_document(data, name)
    keeps_the_laws(document)
    plain = libreoffice(source, "txt:Text (encoded):UTF8", tmp_path / "txt").read_text(encoding="utf-8-sig")
    # Line for line: numbers stand where LibreOffice puts them, and count as it counts.
    ours, theirs = ("".join(words.split()) for words in (document.text, plain))
    assert ours == theirs


@pytest.mark.parametrize(("name", "data"), [("紀錄.docx", rich_docx()), ("紀錄.odt", rich_odt())])
def test_the_same_printed_to_pdf(name: str, data: bytes, libreoffice: Convert, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    printed = libreoffice(source, "pdf", tmp_path)
    document = open_document(printed.read_bytes(), printed.name)
    keeps_the_laws(document)
    assert missing(document.text, pdftotext(printed)) <= 0.001
    assert missing(document.text, open_document(data, name).text) <= 0.001


SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.mark.parametrize("name", ["03.odt", "04.docx", "05.pdf"])
def test_the_samples(name: str, libreoffice: Convert, tmp_path: Path) -> None:
    source = SAMPLES / name
    document = open_document(source.read_bytes(), name)
    if source.suffix == ".pdf":
        oracle = pdftotext(source)
    else:
        oracle = libreoffice(source, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    assert missing(document.text, oracle) <= 0.001


@pytest.mark.real
def test_real_pdf(real_minutes: Path) -> None:
    files = sorted((real_minutes / "minutes").rglob("*.pdf"))
    assert files
    for file in files:
        text, oracle = open_document(file.read_bytes(), file.name).text, pdftotext(file)
        if missing(text, oracle) > 0.05:
            # A file that draws characters twice: pdftotext gives them twice, which is what reading must not do.
            assert set(oracle) - set(text) <= set("\f")
        else:
            assert missing(text, oracle) <= 0.001, file.name
