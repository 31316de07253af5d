"""Before the stages: each block of words with what it begins with, found once for all who ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lieguan.lexicon.headings import CASE_NUMBER, SPACED, Entry, headings, key
from lieguan.text.document import Block, Document, Ends
from lieguan.text.numbering import Marker, read_marker
from lieguan.text.width import folded

#: How far behind a marker the colon of a label may stand.
_LABEL = 24
#: How far before its words the bullet of a list in mark-up may stand.
_INDENT = 40
_BRACKET = re.compile(r"[【〔\[]([^】〕\]]{1,16})[】〕\]]：?")
#: 時　　間　中華民國 …: white space for the colon.
_SPACED = re.compile(r"([\u3400-\u9fff](?: {0,6}[\u3400-\u9fff]){1,3}) {1,4}(?=\S)")
#: 案號 11206-01
_CASE = re.compile(rf"(案號|編號|列管編號|案次) {{1,4}}(?P<number>{CASE_NUMBER}) *")
#: Labels of the head: what the meeting was, and who came.
OF_HEAD = frozenset({"time", "place", "chair", "recorder", "present", "observers", "absent"})
_LISTED = re.compile(r"(?:出席|列席|請假|缺席)(?:人員|單位|代表|委員|官員)?$")
#: 市長裁示：, 主任委員指示：
_RULED = re.compile(
    r"[\u3400-\u9fff]{1,5}(?:長|席|人|委員)(?:綜合)?(?:裁示|指示|裁決|裁定|結論|指（裁）示|裁（指）示)"
)
_BULLET = re.compile(r"(?:\A|\n)[ \t>]*[-*+•][ \t]+[*_~`]{0,3}$")


@dataclass(slots=True)
class Line:
    """One block of words. `entry` is the label or heading of the vocabulary that it begins with.

    body     where its words begin, behind marker and label
    whole    the label or heading is all of it, or a colon follows
    full     it reaches the right margin, so that a sentence may go on in the next
    ends     what stands behind it, as far as the source can tell
    listed   the source sets a bullet before it
    wide     it is among the wider lines of the text, so that a hanging line below may belong to it
    """

    block: Block
    text: str
    folded: str
    marker: Marker | None
    entry: Entry | None
    body: int
    full: bool
    ends: Ends
    wide: bool = False
    listed: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.block.spans[0][0]


def read_lines(document: Document) -> list[Line]:
    """The lines of `document`; blocks without words are passed over."""
    text = document.text
    plain = folded(text)
    out: list[Line] = []
    for block in document.blocks:
        spans = block.spans
        if len(spans) == 1:
            start, end = spans[0]
            words, bare = text[start:end], plain[start:end]
        else:
            words = "".join(text[start:end] for start, end in spans)
            bare = "".join(plain[start:end] for start, end in spans)
        if not words or words.isspace():
            continue
        marker = read_marker(bare)
        entry, body = _label(bare, marker.end if marker else 0)
        line = Line(block, words, bare, marker, entry, body, block.full, block.ends)
        line.listed = (
            block.level > 0 and _BULLET.search(text, max(0, spans[0][0] - _INDENT), spans[0][0]) is not None
        )
        if out and _is_torn_label(out[-1], line):
            line = _mended(out.pop(), line)
        out.append(line)
    return out


def _is_torn_label(before: Line, line: Line) -> bool:
    """請 / 假：市政府 …: a label that a dump has torn in two."""
    plain, colon = line.folded, line.folded.find("：", 0, 4)
    if (
        len(before.text.strip()) != 1
        or colon < 1
        or before.block.kind != line.block.kind
        or before.block.cell
    ):
        return False
    entry = headings().labels.words.get(key(before.folded + plain[:colon]))
    return entry is not None and entry.kind in OF_HEAD


def _mended(before: Line, line: Line) -> Line:
    block = replace(line.block, spans=(*before.block.spans, *line.block.spans))
    bare = before.folded.strip() + line.folded
    entry, body = _label(bare, 0)
    return replace(
        line,
        block=block,
        text=before.text.strip() + line.text,
        folded=bare,
        marker=None,
        entry=entry,
        body=body,
    )


def _label(plain: str, start: int) -> tuple[Entry | None, int]:
    """The label or heading of the vocabulary that stands at `start`, and where the words behind it begin."""
    vocabulary = headings()
    bracket = _BRACKET.match(plain, start)
    if bracket is not None:  # 【決議】照案通過。
        entry = vocabulary.labels.words.get(key(bracket[1]))
        return entry, bracket.end() if entry is not None else start
    colon = plain.find("：", start, start + _LABEL)
    spaced = _SPACED.match(plain, start) if colon < 0 or colon > start + 8 else None
    if spaced is not None:
        entry = vocabulary.labels.words.get(key(spaced[1]))
        if entry is not None and entry.kind in OF_HEAD and not entry.weak:
            return entry, spaced.end()
        if entry is not None and key(spaced[1]) in SPACED:
            return replace(entry, weak=False), spaced.end()  # 現況　…: set off, it is no word of a sentence
    case = _CASE.fullmatch(plain, start)
    if case is not None:
        return vocabulary.labels.words.get(case[1]), case.start("number")
    if colon < 0 and len(plain) > start + 16:
        return None, start
    words = key(plain[start : colon if colon >= 0 else len(plain)])
    entry = vocabulary.labels.words.get(words) or vocabulary.sections.words.get(words)
    if entry is None and colon >= 0 and (_LISTED.search(words) or _RULED.fullmatch(words)):
        entry = vocabulary.labels.find(words)  # 本會列席人員：, 市府請假人員：, 市長裁示：
    return entry, colon + 1 if entry is not None and colon >= 0 else start
