"""The source pane as HTML. Built by hand, not by a template: a long record has ten thousand pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lieguan.site.records import wording
from lieguan.site.records.editing.tree import MEETING
from lieguan.site.records.marks import Block, Piece
from lieguan.site.records.screen import LOOSE_WORDS

# Blank lines, of which some converters leave many, are drawn as a small gap.
_BLANK_LINES = re.compile(r"(?<![^\S\n])(?:[^\S\n]*\n){2,}")


def chunk_html(blocks: Iterable[Block], *, links: bool) -> SafeString:
    """One chunk of the source. Every piece of the document's words is escaped; nothing else comes from outside.

    links   doubts and unread words lead to their fields (the confirm screen; not on a page that only shows)
    """
    return mark_safe("".join(_block(block, links=links) for block in blocks))  # noqa: S308 - escaped piece by piece


def _block(block: Block, *, links: bool) -> str:
    *first, last = block.pieces
    words = last.words.rstrip()
    inside = "".join(
        _piece(piece, block.owner, links=links) for piece in [*first, replace(last, words=words)]
    )
    # White space goes with the part before it; a box around the part ends with its words.
    return _wrapped(block, inside, links=links) + _drawn(last.words[len(words) :])


def _wrapped(block: Block, inside: str, *, links: bool) -> str:
    name = f'id="s{block.start}"'
    if not block.owner and block.kind == "unread":
        if not inside.strip():
            return f"<span {name}></span>"
        tag = f'<span class="tag">{escape(gettext("未讀入"))}</span>'
        if links:
            target = f"part:{block.start}"
            return (
                f'<a class="p unread" {name} href="?edit={target}#f-part-{block.start}" data-edit="{target}">'
                f"{tag}{inside}</a>"
            )
        return f'<span class="p unread" {name}>{tag}{inside}</span>'
    if not block.owner and links and block.kind in LOOSE_WORDS:
        target = f"part:{block.start}"
        return (
            f'<a class="p loose k-{block.kind}" {name} tabindex="-1" href="?edit={target}#f-part"'
            f' data-edit="{target}">{inside}</a>'
        )
    owner = f' data-of="{block.owner}"' if block.owner else ""
    return f'<span class="p k-{block.kind}" {name}{owner}>{inside}</span>'


def _drawn(words: str) -> str:
    return _BLANK_LINES.sub('<i class="gap"></i>', escape(words))


def _piece(piece: Piece, owner: str, *, links: bool) -> str:
    words = _drawn(piece.words)
    if piece.marks:
        words = f'<mark class="{" ".join(piece.marks)}">{words}</mark>'
    if piece.doubt and links and owner:
        said = escape(wording.CERTAINTIES[piece.doubt])
        place = "head" if owner == MEETING else owner
        words = (
            f'<a class="doubt {piece.doubt}" href="#f-{place}">{words}'
            f'<span class="visually-hidden">（{said}）</span></a>'
        )
    return words
