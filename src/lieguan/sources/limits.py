"""How much of a stranger's file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that every source keeps; passing one raises FileTooLarge (or DamagedFile for `depth`).

    file_bytes      the file as it lies on disk
    unpacked_bytes  all members of a packed office file together, once unpacked
    member_bytes    one member of it
    members         how many members it has
    pages           of a PDF
    depth           elements inside elements
    scanned_pages   pages that OCR reads; each takes seconds
    page_seconds    for OCR of one page
    pixels          of one scanned page
    """

    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 200 * MIB
    member_bytes: int = 100 * MIB
    members: int = 10_000
    pages: int = 5_000
    depth: int = 200
    scanned_pages: int = 300
    page_seconds: float = 120.0
    pixels: int = 80_000_000


DEFAULT = Limits()
