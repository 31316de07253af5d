"""Sources: bytes -> Document, one file (or folder) for each format; third-party parsers are imported only here."""

from lieguan.sources.limits import DEFAULT, Limits
from lieguan.sources.opening import check_size, open_document
from lieguan.sources.scan import OnPage

__all__ = ["DEFAULT", "Limits", "OnPage", "check_size", "open_document"]
