"""The one place where sources and reading meet: a file in, its records out.

    from lieguan.engine import read
    records = read(Path("minutes.odt"))

The same bytes, name, limits and versions give the same records: no clock and no network is read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from lieguan import __version__, lexicon, reading
from lieguan.errors import DamagedFile
from lieguan.record.nouns import MadeBy, Record, Source
from lieguan.sources import DEFAULT, Limits, OnPage, check_size, open_document

__all__ = ["DEFAULT", "Limits", "read"]


def read(
    file: Path | str | bytes,
    *,
    name: str | None = None,
    limits: Limits = DEFAULT,
    agencies: lexicon.Agencies | None = None,
    on_page: OnPage | None = None,
) -> list[Record]:
    """The records of one file: one for each set of minutes that it holds, always at least one.

    file    a path, or the bytes themselves (then `name` must be given)
    name    the file name that the record and errors carry; by default that of the path
    agencies  the agencies that are known: by default the package's (lexicon.with_files adds a user's own)

    on_page   called as OCR is done with each page of a scan: how many are, of how many

    Raises a SourceError where the file cannot be opened; a file that is not minutes is still read. The size
    is checked before the bytes are loaded. Raises ValueError for bytes without a name.
    """
    if isinstance(file, bytes):
        if name is None:
            raise ValueError("bytes need a name")
        data = file
    else:
        path = Path(file)
        name = name_of(path) if name is None else name
        data = _load(path, name, limits)
    document = open_document(data, name, limits, on_page)
    source = Source(
        name=name,
        media_type=document.media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        characters=len(document.text),
        pages=document.pages,
    )
    agencies = agencies or lexicon.standard()
    made_by = MadeBy(lieguan=__version__, lexicon=agencies.edition, ocr=document.ocr)
    return reading.read(document, made_by=made_by, source=source, agencies=agencies)


def name_of(path: Path) -> str:
    """The file name as a record carries it; bytes that are not UTF-8 (names in Big5) become U+FFFD."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _load(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a file, not one more than the limit even where the file grows meanwhile."""
    try:
        with path.open("rb") as stream:
            check_size(path.stat().st_size, name, limits)
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise DamagedFile(
            f"cannot be opened ({error.strerror or error})",
            place=name,
            remedy="check that it exists and may be read",
        ) from error
    check_size(len(data), name, limits)
    return data
