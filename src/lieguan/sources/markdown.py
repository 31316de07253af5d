"""Markdown, as people write it and as converters leave it.

The text is the raw file; mark-up (`#`, `**`, `|`, `<br>` …) stays in it but outside the blocks' spans. The
number of an ordered list is words: official minutes number their clauses that way. Block structure comes
from markdown-it-py; three things of CommonMark that swallow or move words of minutes are off: indented code,
link reference definitions (`[決議]: 通過`), and paragraphs taken for the last row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lieguan.record.spans import Span, merged
from lieguan.sources.markup import BREAKING, Inline, Tag, inline
from lieguan.sources.plain import full_lines
from lieguan.sources.tables import Grid
from lieguan.text.document import Block, BlockKind, Cell, Document, Ends
from lieguan.text.width import display_width

if TYPE_CHECKING:
    from markdown_it.token import Token

MEDIA_TYPE = "text/markdown"

_ORDERED = re.compile(r"(\d{1,9}[.)][ \t]+)(?:#{1,6}[ \t]+)?$")
_WORDLESS = re.compile(r"[\s>#*+=_~`|:-]*|:::.*|\[TOC\]", re.I)
_CELL = re.compile(r"(?:\\.|[^|\\]|\\$)+")
_REACH = re.compile(r"""\b(row|col)span\s*=\s*["']?(\d{1,4})""", re.I)
#: A page's settings are not longer, in lines.
_SETTINGS = 60
_TITLE = "title:"
#: The parser takes a cell of ideographic spaces for none, and the table for no table.
_HEADS = re.compile(r"^\|[^\n]*+(?=\n\|? ?:?-{3,})", re.M)
_HIDDEN = ("script", "style", "template")
#: Signs of Markdown in a file whose name does not say so: headings, rows of dashes in a table, bold words, tags.
_SIGNS = (
    (re.compile(r"^#{1,6} \S", re.M), 2),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*\|[-:| \t]*$", re.M), 1),
    (re.compile(r"\*\*[^*\n]+\*\*"), 3),
    (re.compile(r"<(?:table|tr|td|p|br) ?[^<>\n]{0,200}>", re.I), 4),  # pieces of a page among the words
)


@dataclass(frozen=True, slots=True)
class _Line:
    """Words on one line of the file: `start` is behind `>`, `-`, `#` and indentation."""

    start: int
    end: int
    ends: Ends = "line"
    kind: BlockKind = "text"
    level: int = 0
    number: Span | None = None
    cell: Cell | None = None


def looks_like(text: str) -> bool:
    """Whether a text without a telling name is Markdown."""
    head = text[:200_000]
    return any(len(sign.findall(head)) >= enough for sign, enough in _SIGNS)


def read(text: str) -> Document:
    """The raw text, with a block for each line of words."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable(["reference", "code"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    lines = _Lines(text)
    lines.gather(parser.parse(_HEADS.sub(lambda row: row.group().replace("\u3000", "x"), text)))
    blocks = list(_Writer(text, lines.tables).blocks(lines))
    full = full_lines([text[block.spans[0][0] : block.spans[-1][1]] for block in blocks])
    return Document(text, tuple(map(_filled, blocks, full)), MEDIA_TYPE)


def _filled(block: Block, full: bool) -> Block:
    return replace(block, full=True) if full and block.kind == "text" else block


class _Lines:
    """What each line of the file is, by line number from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.found: dict[int, list[_Line]] = {}
        self.tables = 0

    def raw(self, number: int) -> str:
        """Line `number`, without its line feed."""
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]

    def gather(self, tokens: Sequence[Token]) -> None:
        """Goes through the parser's blocks, then through the lines that it gave no place."""
        depth = heading = table_ends = 0
        for token in tokens:
            depth += token.nesting * token.type.startswith(("ordered_list_", "bullet_list_"))
            if token.type == "heading_open":
                heading = int(token.tag[1:])
            if token.map is None:
                continue
            first, last = token.map
            if token.type == "table_open":
                table_ends = last
                self._table(first, last)
            elif token.type == "inline" and first >= table_ends:
                self._paragraph(range(first, last), token.content.split("\n"), heading, depth)
                heading = 0
            elif token.type in ("fence", "html_block"):
                self._verbatim(first, last, comment=token.content.lstrip().startswith("<!--"))
        for number in range(len(self.starts)):
            # Nested deeper than the parser goes, or an empty list item: still words.
            if number not in self.found:
                self._whole(number)
        self._front_matter()

    def _front_matter(self) -> None:
        """The settings of a page between --- and ---, at the very top: mark-up, but for its title."""
        if self.raw(0).strip() != "---":
            return
        last = next(
            (n for n in range(1, min(_SETTINGS, len(self.starts))) if self.raw(n).strip() == "---"), None
        )
        if last is None:
            return
        for number in range(last + 1):
            raw, base = self.raw(number), self.starts[number]
            words = raw[len(_TITLE) :].strip().strip("\"'").strip() if raw.startswith(_TITLE) else ""
            at = base + raw.find(words, len(_TITLE))
            self.found[number] = [_Line(at, at + len(words), "paragraph", "heading", 1)] if words else []

    def _paragraph(self, lines: range, content: Sequence[str], heading: int, depth: int) -> None:
        # A row of dashes under several lines is a rule across the page, not the sign of a heading.
        single = bool(heading) and len(content) == 1
        waiting = [words for words in map(str.strip, content) if words]
        for line in lines:
            # The parser drops lines at either end that hold nothing but what Python calls white space.
            raw, base = self.raw(line), self.starts[line]
            if not waiting or waiting[0] not in raw:
                continue
            words = waiting.pop(0)
            start = raw.rfind(words)
            number = _ORDERED.search(raw[:start]) if line == lines.start else None
            ends: Ends = "paragraph" if single else "line"
            if waiting and not raw.endswith(("  ", "\\")):
                ends = "wrap"
            self.found[line] = [
                _Line(
                    base + start,
                    base + start + len(words),
                    ends,
                    "heading" if single else "text",
                    heading if single else depth,
                    (base + number.start(1), base + number.end(1)) if number else None,
                )
            ]

    def _table(self, first: int, last: int) -> None:
        grid = Grid(self.tables)
        self.tables += 1
        self.found[first + 1] = []  # the row of dashes
        for number in (first, *range(first + 2, last)):
            raw, base = self.raw(number), self.starts[number]
            if "|" in raw:
                grid.next_row()
                self.found[number] = [
                    _Line(base + start, base + end, "paragraph", "cell", cell=grid.cell())
                    for start, end in _cells(raw)
                ]

    def _verbatim(self, first: int, last: int, *, comment: bool) -> None:
        for number in range(first, min(last, len(self.starts))):
            if comment or self.raw(number).lstrip().startswith(("```", "~~~")):
                self.found[number] = []
            else:
                self._whole(number, ends="wrap")

    def _whole(self, number: int, ends: Ends = "line") -> None:
        base = self.starts[number]
        self.found[number] = [_Line(base, base + len(self.raw(number)), ends)]


def _cells(raw: str) -> Iterator[Span]:
    """The cells of a row with `|` between them; one at either end of the row is its frame."""
    start = len(raw) - len(raw.lstrip())
    end = len(raw.rstrip())
    start += raw[start:end].startswith("|")
    end -= raw[start:end].endswith("|") and not raw[start:end].endswith("\\|")
    at = start
    for bar in re.finditer(r"(?<!\\)\|", raw[:end]):
        if bar.start() >= start:
            yield at, bar.start()
            at = bar.end()
    yield at, end


class _Writer:
    """Makes the blocks, and keeps in mind which cell or heading of HTML is open."""

    def __init__(self, text: str, tables: int) -> None:
        self.text = text
        self.tables = tables
        self.grids: list[Grid] = []
        self.cell: Cell | None = None
        self.heading = 0
        self.hidden = ""

    def blocks(self, lines: _Lines) -> Iterator[Block]:
        """The blocks of all lines, in text order."""
        for number in sorted(lines.found):
            for line in lines.found[number]:
                if not _WORDLESS.fullmatch(self.text, line.start, line.end):
                    yield from self._line(line, lines.starts[number])

    def _line(self, line: _Line, margin: int) -> Iterator[Block]:
        found = inline(self.text[line.start : line.end])
        indent = display_width(self.text[margin : line.number[0] if line.number else line.start]) / 2
        if line.kind != "text":
            indent = 0.0
        at = 0
        for tag in found.tags:
            if tag.name in BREAKING or tag.name in _HIDDEN:
                ends: Ends = "line" if tag.name == "br" else "paragraph"
                yield from self._block(found, at, tag.start, line, ends, indent)
                line = replace(line, number=None)
                self._pass(tag)
                at = tag.end
        yield from self._block(found, at, len(found.line), line, line.ends, indent)

    def _block(
        self, found: Inline, start: int, end: int, line: _Line, ends: Ends, indent: float
    ) -> Iterator[Block]:
        words = found.words(start, end)
        if self.hidden or not words:
            return
        spans = merged(
            (*([line.number] if line.number else []), *((line.start + a, line.start + b) for a, b in words))
        )
        kind, level, cell = line.kind, line.level, line.cell
        if self.cell is not None:
            kind, cell = "cell", self.cell
        elif self.heading:
            kind, level = "heading", self.heading
        yield Block(spans, kind, level, found.bold(start, end), indent, ends, cell=cell)

    def _pass(self, tag: Tag) -> None:
        """Steps over a tag that begins or ends something."""
        if tag.name in _HIDDEN:
            self.hidden = "" if tag.close else tag.name
        elif re.fullmatch("h[1-6]", tag.name):
            self.heading = 0 if tag.close else int(tag.name[1])
        elif tag.name == "table":
            self.cell = None
            if not tag.close:
                self.grids.append(Grid(self.tables))
                self.tables += 1
            elif self.grids:
                self.grids.pop()
        elif tag.name == "tr" and self.grids and not tag.close:
            self.cell = None
            self.grids[-1].next_row()
        elif tag.name in ("td", "th") and self.grids:
            reach = {name.lower(): int(size) for name, size in _REACH.findall(tag.attributes)}
            self.cell = None if tag.close else self.grids[-1].cell(reach.get("row", 1), reach.get("col", 1))
