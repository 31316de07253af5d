"""Which format a file is of, and what happens to files that nobody should have sent."""

from __future__ import annotations

import io
import socket
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from weasyprint import HTML

from lieguan.engine import read
from lieguan.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    LieguanError,
    SourceError,
    UnknownFormat,
)
from lieguan.sources import Limits, open_document
from office_files import ODT_TYPE, docx, odt, p, packed
from unit.sources.reading_of import all_words, keeps_the_laws, opened

WORDS = "決議：照案通過，請交通局依所擬期程辦理。"
PDF = HTML(string=f"<p>{WORDS}</p>").write_pdf()
DOCX = docx(p(WORDS))
ODT = odt(f"<text:p>{WORDS}</text:p>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.docx", "a.odt", "a.html", "a.md", "a.txt", "a.doc", "a", "a.bin"]
)
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\r\n\r\n" + PDF, "application/pdf"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (ODT, ODT_TYPE),
        (f"<html><body><p>{WORDS}</p></body></html>".encode(), "text/html"),
    ],
)
def test_the_content_decides_whatever_the_name_says(data: bytes, kind: str, name: str) -> None:
    document = opened(data, name)
    assert document.media_type == kind
    assert "".join(all_words(document)).replace(" ", "") == WORDS


def refused(data: bytes, name: str = "來文.dat", limits: Limits | None = None) -> SourceError:
    """The error, after a check that it says in one line which file, what is wrong and what to do."""
    with pytest.raises(SourceError) as caught:
        open_document(data, name, limits or Limits())
    error = caught.value
    assert error.place == name
    assert error.problem
    assert error.remedy
    assert "\n" not in str(error)
    return error


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", "\ufeff \n".encode("utf-8-sig"), docx("<w:p/>"), odt("<text:p/>")]
)
def test_files_without_words(data: bytes) -> None:
    assert isinstance(refused(data), EmptyFile)


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "大.pdf"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)

    def never(self: Path) -> bytes:
        raise AssertionError("the file was read")

    monkeypatch.setattr(Path, "read_bytes", never)
    with pytest.raises(FileTooLarge, match=r"200 MB \(limit 50 MB\)"):
        read(large)
    with pytest.raises(FileTooLarge):
        open_document(b"x" * 2000, "a.txt", Limits(file_bytes=1000))


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password: its dictionary of encryption knows none that is empty."""
    encryption = (
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"\x11" * 32 + b") /U (" + b"\x22" * 32 + b") >>"
    )
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", encryption]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [(0123456789abcdef) (0123456789abcdef)] >>"
    return (
        out
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer\n"
        + trailer
        + b"\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def encrypted_zip(data: bytes) -> bytes:
    """The same package with the flag of encryption set on every member."""
    changed = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(sign)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(sign, start + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    "data",
    [
        encrypted_pdf(),
        OLE + "EncryptedPackage".encode("utf-16-le"),
        odt("<text:p/>", **{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
        encrypted_zip(DOCX),
    ],
    ids=["pdf", "docx", "odt", "zip"],
)
def test_files_that_ask_for_a_password(data: bytes) -> None:
    assert isinstance(refused(data), EncryptedFile)


def without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({member: archive.read(member) for member in archive.namelist() if member != name})


@pytest.mark.parametrize(
    "data",
    [
        PDF[: len(PDF) // 3],
        b"%PDF-1.7\nnothing more",
        DOCX[: len(DOCX) // 2],
        DOCX.replace(b"PK\x01\x02", b"PK\x00\x00"),
        packed({"[Content_Types].xml": "x", "word/styles.xml": "<x/>"}),
        without(ODT, "content.xml"),
        docx("<w:p>"),
        odt("<text:p>"),
    ],
    ids=[
        "pdf-cut",
        "pdf-head",
        "docx-cut",
        "docx-directory",
        "docx-no-body",
        "odt-no-content",
        "docx-xml",
        "odt-xml",
    ],
)
def test_damaged_files(data: bytes) -> None:
    assert isinstance(refused(data), DamagedFile)


def test_a_member_whose_bytes_were_changed() -> None:
    changed = bytearray(ODT)
    at = ODT.find(b"content.xml") + 40
    changed[at] ^= 0xFF
    assert isinstance(refused(bytes(changed)), DamagedFile)


def test_a_zip_bomb_goes_off_nowhere() -> None:
    bomb = packed({"mimetype": ODT_TYPE, "content.xml": b" " * (300 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert isinstance(refused(bomb), FileTooLarge)


def test_many_members_that_are_large_together() -> None:
    small = Limits(unpacked_bytes=1500, member_bytes=1000)
    relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    data = packed(
        {"[Content_Types].xml": "x", "_rels/.rels": relations.ljust(900), "word/document.xml": b" " * 900}
    )
    assert isinstance(refused(data, limits=small), FileTooLarge)


def test_too_many_members() -> None:
    data = packed({"mimetype": ODT_TYPE, **{f"{n}": "" for n in range(50)}})
    assert isinstance(refused(data, limits=Limits(members=20)), FileTooLarge)


LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "http://localhost:1/x">]>',
        '<!DOCTYPE d SYSTEM "http://localhost:1/x.dtd">',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;]>',
        f'<!DOCTYPE d [<!ENTITY a "ha">{LAUGHS}]>',
    ],
    ids=["file", "net", "dtd", "parameter", "laughs"],
)
def test_entities_and_document_types(declaration: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object, **more: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", never)
    with zipfile.ZipFile(io.BytesIO(ODT)) as archive:
        content = (
            archive.read("content.xml")
            .decode()
            .replace(WORDS, "&a;" if "ENTITY a " in declaration else WORDS)
        )
    data = odt("", **{"content.xml": declaration + content})
    error = refused(data)
    assert isinstance(error, DamagedFile)
    assert "root:" not in str(error)
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = declaration.encode() + members["word/document.xml"]
    assert isinstance(refused(packed(members)), DamagedFile)


def test_elements_nested_without_end() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + p("內") + "</w:sdtContent></w:sdt>" * 5000
    assert isinstance(refused(docx(deep)), DamagedFile)
    deep = "<text:section>" * 5000 + "<text:p>內</text:p>" + "</text:section>" * 5000
    assert isinstance(refused(odt(deep)), DamagedFile)


def test_elements_nested_as_deep_as_the_parser_allows() -> None:
    deep = "<w:sdt><w:sdtContent>" * 120 + p("內") + "</w:sdtContent></w:sdt>" * 120
    assert all_words(opened(docx(deep), "a.docx")) == ["內"]
    deep = "<text:section>" * 240 + "<text:p>內</text:p>" + "</text:section>" * 240
    assert all_words(opened(odt(deep), "a.odt")) == ["內"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1 words}", UnknownFormat),
        (b"\x1f\x8b\x08" + b"\0" * 99, UnknownFormat),
        (OLE, UnknownFormat),
        (packed({"a.txt": "x"}), UnknownFormat),
        (packed({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), UnknownFormat),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), UnknownFormat),
        (bytes(range(256)) * 40, UnknownFormat),
        (b"\x7fELF" + bytes(range(32)) * 20, UnknownFormat),
    ],
    ids=["rtf", "gzip", "xls", "zip", "xlsx", "ods", "bytes", "elf"],
)
def test_files_that_are_no_documents(data: bytes, kind: type[LieguanError]) -> None:
    assert isinstance(refused(data), kind)


@pytest.mark.parametrize(
    "text",
    [
        "数字工作组第二次会议纪要\n时间：2020年5月6日\n决定：同意。\n",
        "Minutes of the third meeting\nPresent: A. Example\nThe minutes were confirmed.\n",
        "第一回　甄士隱夢幻識通靈\n此開卷第一回也。作者自云曾歷過一番夢幻之後，故將真事隱去。\n" * 200,
        "#!/bin/sh\nrm -rf /\n",
        "{}[]<>&;|$`'\"\\\n",
        "\u202e\u200b\ufeff\U0001f600\ue000\n",
    ],
    ids=["simplified", "english", "novel", "script", "signs", "odd"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_what_is_no_minutes_is_still_read(text: str, name: str) -> None:
    document = open_document(text.encode(), name)
    keeps_the_laws(document)
    assert document.text.strip()


def test_scripts_of_a_page_are_neither_run_nor_read() -> None:
    page = (
        f"<body onload='x()'><script>document.write('壞')</script><img src='http://localhost:1/a.png'>{WORDS}"
    )
    assert opened(page, "a.html").text == f"{WORDS}\n"


def test_a_pdf_made_by_another_program_still_opens() -> None:
    out = io.BytesIO()
    pypdfium2.PdfDocument(PDF).save(out)
    assert "".join(all_words(opened(out.getvalue(), "a.pdf"))) == WORDS
