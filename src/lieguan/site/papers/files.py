"""A paper as a file: its kinds, its name."""

from __future__ import annotations

import re

from lieguan.writing import html, odt, pdf
from lieguan.writing.paper import Paper

# Kind -> media type.
KINDS = {
    "odt": odt.MEDIA_TYPE,
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def write(paper: Paper, kind: str) -> bytes:
    """The bytes of the file. `kind` is a key of KINDS. Raises MissingPart where what sets it is not installed."""
    if kind == "odt":
        return odt.write(paper)
    return pdf.write(paper) if kind == "pdf" else html.page(paper).encode()


def name(paper: Paper, kind: str) -> str:
    """行政院…第7次會議追蹤列管報告表.odt: the title, without what some file system refuses."""
    return f"{_UNSAFE.sub('', ''.join(paper.title))[:80]}.{kind}"
