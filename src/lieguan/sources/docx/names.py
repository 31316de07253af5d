"""Names of WordprocessingML (ECMA-376 part 1) as lxml writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

#: Strict files (ISO/IEC 29500 part 1) use other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)

#: A Han character of 12 points, in twentieths of a point.
HAN = 240.0


def transitional(data: bytes) -> bytes:
    """The XML of a strict file with the names that everybody else uses."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def value(element: _Element | None, name: str = "val") -> str | None:
    """The w:`name` attribute, None where the element or the attribute is missing."""
    return None if element is None else element.get(W + name)


def on(element: _Element | None) -> bool | None:
    """An on/off property: None where it is not given."""
    if element is None:
        return None
    return element.get(W + "val", "1") not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """The whole number of an attribute, None where it is none (Word passes over it)."""
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None
