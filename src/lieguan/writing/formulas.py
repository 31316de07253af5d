"""Words in a CSV that a spreadsheet must not run as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """The words of a cell, behind an apostrophe where they would be run."""
    return f"'{text}" if text.startswith(_STARTS) else text


def as_meant(text: str) -> str:
    """The words of a cell that comes back, without the apostrophe that `inert` put there."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS) else text
