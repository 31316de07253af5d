"""What stands in the place of withheld words: that something is withheld, and by which subparagraph. Never silent.

In Chinese in either language of the interface: a notice is part of the record, and the record is not translated.
"""

from __future__ import annotations

from typing import Any

from lieguan.lexicon.grounds import LAW


def paragraph(number: int) -> str:
    """In the place of a paragraph."""
    return f"本段依{LAW}第{number}款不予公開"


def title(number: int) -> str:
    """In the place of a title, a name of a file, one line among others."""
    return f"（依{LAW}第{number}款不予公開）"


def word(_number: int) -> str:
    """In the place of a name or a word beside words that say the ground."""
    return "（不予公開）"


def nothing(_number: int) -> str:
    """Nothing: the notice stands in another field of the same row."""
    return ""


def no_values(_number: int) -> list[Any]:
    """No values: what a withheld clause tells is told by nothing else of it."""
    return []
