"""Names of OpenDocument 1.3 (ISO/IEC 26300) as lxml writes them."""

from __future__ import annotations

import re

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_BASE}office:1.0}}"
TEXT = f"{{{_BASE}text:1.0}}"
TABLE = f"{{{_BASE}table:1.0}}"
STYLE = f"{{{_BASE}style:1.0}}"
DRAW = f"{{{_BASE}drawing:1.0}}"
FO = f"{{{_BASE}xsl-fo-compatible:1.0}}"
SVG = f"{{{_BASE}svg-compatible:1.0}}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

#: A Han character of 12 points, in centimetres.
_HAN = 0.4233
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(cm|mm|in|pt|pc|px)")


def width(length: str | None) -> float | None:
    """A length in widths of a Han character; None where it is missing or relative (%)."""
    found = _LENGTH.fullmatch(length.strip()) if length else None
    return float(found[1]) * _UNITS[found[2]] / _HAN if found else None


def number(text: str | None) -> int | None:
    """The whole number of an attribute, None where it is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip(), re.ASCII) else None
