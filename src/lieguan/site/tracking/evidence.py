"""What kind of file a piece of evidence is, by what it holds; its name and what the browser says count for nothing."""

from __future__ import annotations

import io
import zipfile

from lieguan.errors import InvalidInput

PLAIN = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_PARTS = (
    ("word/", f"{OFFICE}wordprocessingml.document"),
    ("xl/", f"{OFFICE}spreadsheetml.sheet"),
    ("ppt/", f"{OFFICE}presentationml.presentation"),
)


def media_type(name: str, content: bytes) -> str:
    """The media type of a file, from its bytes. Raises InvalidInput where it is none that is taken as evidence."""
    for mark, found in PLAIN:
        if content.startswith(mark):
            return found
    if content.startswith(b"PK\x03\x04"):
        packed = _packed(content)
        if packed:
            return packed
    elif _is_text(content):
        return "text/plain"
    raise InvalidInput(
        "the file is none of PDF, ODF, DOCX, XLSX, PPTX, PNG, JPEG or text",
        field="evidence",
        place=name,
        remedy="send one of these, or a link",
    )


def _packed(content: bytes) -> str:
    """An ODF or Office file, by the first part or the names inside; nothing is unpacked but 200 bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    declared = part.read(200).decode("ascii", "replace")
                return declared if declared.startswith(OPEN_DOCUMENT) else ""
            if "[Content_Types].xml" in names:
                for folder, found in OFFICE_PARTS:
                    if any(inner.startswith(folder) for inner in names):
                        return found
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # damaged, encrypted, unknown compression
        return ""
    return ""


def _is_text(content: bytes) -> bool:
    if b"\x00" in content or content.lstrip()[:1] == b"<":
        return False  # binary, or mark-up that a browser might run
    for encoding in ("utf-8", "big5"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
