"""Word 97–2003 documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Convert
from lieguan.errors import DamagedFile, MissingPart
from lieguan.sources import legacy
from lieguan.sources.limits import DEFAULT
from office_files import abstract, docx, listed, num, p
from unit.sources.reading_of import all_words, opened

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")


@pytest.mark.office
def test_a_document_of_word_97(libreoffice: Convert, tmp_path: Path) -> None:
    source = tmp_path / "紀錄.docx"
    numbering = abstract(0, ("taiwaneseCountingThousand", "%1、")) + num(1, 0)
    source.write_bytes(
        docx(p("決議：") + p("甲案通過", listed(1)) + p("乙案緩議", listed(1)), numbering=numbering)
    )
    made = libreoffice(source, "doc", tmp_path / "doc")
    document = opened(made.read_bytes(), "紀錄.doc")
    assert document.media_type == "application/msword"
    assert [words.replace(" ", "") for words in all_words(document)] == [
        "決議：",
        "一、甲案通過",
        "二、乙案緩議",
    ]


@pytest.mark.office
def test_one_that_libreoffice_cannot_read() -> None:
    with pytest.raises(DamagedFile, match="cannot convert"):
        legacy.read(OLE, "壞.doc", DEFAULT)


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingPart, match="LibreOffice"):
        opened(OLE, "舊.doc")
