"""A paper as PDF, set by WeasyPrint: fonts embedded, tagged for screen readers (PDF/UA-1), nothing fetched."""

from __future__ import annotations

from typing import Any

from lieguan.writing import html
from lieguan.writing.installed import need
from lieguan.writing.paper import Paper


def write(paper: Paper) -> bytes:
    """The bytes of the file; the same paper gives the same bytes. Raises MissingPart where WeasyPrint is missing."""
    weasyprint = need("weasyprint", "a PDF")
    document = weasyprint.HTML(string=html.page(paper), base_url=None, url_fetcher=_fetcher(weasyprint))
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _fetcher(weasyprint: Any) -> Any:
    """A fetcher that refuses every address: a paper holds all that it needs."""

    class Refusal(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # the library is loaded where it is used
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002 - the signature of WeasyPrint
            raise weasyprint.urls.FatalURLFetchingError(f"a paper may not fetch {url}")

    return Refusal()
