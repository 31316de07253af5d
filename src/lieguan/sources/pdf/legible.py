"""Whether a text layer can be read: fonts without a character map leave rubbish where words were."""

from __future__ import annotations

from collections.abc import Sequence

from lieguan.sources.encoding import COMMON
from lieguan.sources.pdf.glyphs import PageContent

#: Shares of unmapped or private characters that are too many, of common Han characters that are too few, of
#: ASCII signs that are no letters that are too many.
_UNMAPPED, _COMMON_HAN, _SIGNS = 0.3, 0.06, 0.6
#: Shares of fewer characters than this say nothing.
_ENOUGH = 150


def is_legible(pages: Sequence[PageContent]) -> bool:
    """Whether the pages together hold words, not rubbish."""
    chars = [glyph.char for page in pages for glyph in (*page.glyphs, *page.askew) if glyph.char != " "]
    if not chars:
        return False
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in chars)
    if lost > _UNMAPPED * len(chars):
        return False
    han = [char for char in chars if "\u4e00" <= char <= "\u9fff"]
    if len(han) >= _ENOUGH and sum(char in COMMON for char in han) < _COMMON_HAN * len(han):
        return False
    signs = sum(char.isascii() and not char.isalnum() for char in chars)
    return len(chars) < _ENOUGH or signs <= _SIGNS * len(chars)
