"""HTML pages. The text is made from the tree: what a reader of the page sees, in its order.

Scripts, styles, templates, the head and what is hidden are left out; numbers of <ol> are computed. What a
site puts around the minutes (menus, breadcrumbs, footers) stays in the text with kind `chrome`; in doubt it
is not chrome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lieguan.errors import DamagedFile, EmptyFile
from lieguan.sources.chrome import Surroundings, is_main
from lieguan.sources.counters import counter
from lieguan.sources.draft import Draft
from lieguan.sources.markup import BREAKING
from lieguan.sources.tables import Grid
from lieguan.text.document import Cell, Document, Ends

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA_TYPE = "text/html"

_SKIPPED = frozenset(
    "head script style template noscript title iframe object svg math rp canvas audio video".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD_TAGS = ("b", "strong")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s{0,20}=\s{0,20}["']?\s{0,20}([\w.:-]+)""",
    re.I,
)
_COLLAPSIBLE = " \t\n\r\f"
_BLANKS = re.compile(rf"[{_COLLAPSIBLE}]+")
#: A cell without a heading row that holds more characters than this is a page laid out by a table.
_LONGEST_CELL = 1500
#: A list item that says its number itself: the page hides the browser's.
_OWN_NUMBER = re.compile(
    r"\s*(?:[（(〔【]?[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾甲乙丙丁\d]{1,3}[、.．）)〕】]|第.{1,4}[案條點]|[①-⑳㈠-㈩])"
)

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS = {
    "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "cjk-ideographic": "taiwaneseCounting", "cjk-decimal": "ideographDigital",
    "trad-chinese-informal": "taiwaneseCounting", "simp-chinese-informal": "taiwaneseCounting",
    "trad-chinese-formal": "ideographLegalTraditional", "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional", "cjk-earthly-branch": "ideographZodiac",
    "none": "none", "disc": "none", "circle": "none", "square": "none",
}  # fmt: skip
#: What a browser puts behind the number.
_BEHIND = {"taiwaneseCounting": "、", "ideographLegalTraditional": "、", "chineseLegalSimplified": "、",
           "ideographTraditional": "、", "ideographZodiac": "、", "ideographDigital": "、"}  # fmt: skip


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names for itself in its first 4,096 bytes."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def read(text: str, place: str) -> Document:
    """What the page shows. Raises EmptyFile where that is nothing, DamagedFile where it nests without end."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # huge_tree lifts the depth from 256 to 2,048: pages that never close <font> nest that deep. HTML has no
    # entities of its own to expand, so the size of the file bounds the tree.
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise EmptyFile(
            "the page shows no words", place=place, remedy="open it in a browser and look what it shows"
        ) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DamagedFile(
            "the page nests its elements more than 2,000 deep",
            place=place,
            remedy="save it again from a browser",
        )
    page = _Page(Surroundings(root))
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            page.leave(element)
        elif _unseen(element):
            walker.skip_subtree()
            page.unseen = element
        else:
            page.enter(element)
    return page.draft.document(MEDIA_TYPE)


def _unseen(element: HtmlElement) -> bool:
    hidden = "hidden" in element.attrib or _HIDDEN_STYLE.search(element.get("style", ""))
    return element.tag in _SKIPPED or bool(hidden)


@dataclass(slots=True)
class _List:
    """An open <ol> or <ul>; `style` is "none" where no number is printed."""

    style: str
    value: int
    step: int


class _Page:
    """Walks the tree once, from the first element to the last."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.draft = Draft()
        self.surroundings = surroundings
        self.unseen: HtmlElement | None = None
        self.chrome: HtmlElement | None = None
        self.bold: list[HtmlElement] = []
        self.lists: list[_List] = []
        self.number = ""
        self.tables: list[tuple[Grid | None, Cell | None]] = []
        self.verbatim = 0
        self.main = 0
        self.space = ""

    def enter(self, element: HtmlElement) -> None:
        """The start tag and the words behind it."""
        tag = element.tag
        if self.chrome is None and self.surroundings.is_chrome(element, in_main=self.main > 0):
            self._break("paragraph")
            self.chrome = element
            self._restyle(kind="chrome", level=0, cell=None)
        self.main += is_main(element)
        if tag == "br":
            self._break("line")
        elif tag in BREAKING:
            self._break("paragraph")
            self._open(element)
        elif tag in _BOLD_TAGS or _BOLD_STYLE.search(element.get("style", "")):
            self.bold.append(element)
        elif tag == "input" and element.get("type", "").lower() in ("checkbox", "radio"):
            self._words("☑" if "checked" in element.attrib else "☐")
        self._words(element.text or "")

    def leave(self, element: HtmlElement) -> None:
        """The end tag and the words behind it."""
        if element is self.unseen:
            self.unseen = None
        else:
            self._end(element)
        self._words(element.tail or "")

    def _end(self, element: HtmlElement) -> None:
        self.main -= is_main(element)
        if element.tag in BREAKING and element.tag != "br":
            self._break("paragraph")
            self._close(element)
        if self.bold and self.bold[-1] is element:
            self.bold.pop()
        if self.chrome is element:
            self._break("paragraph")
            self.chrome = None
            self._restyle(kind="text", level=0)

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in ("ol", "ul"):
            self.lists.append(_list(element))
            self._restyle(level=len(self.lists))
        elif tag == "li" and self.lists:
            self.number = _number(self.lists[-1], element)
        elif tag in _HEADINGS:
            self._restyle(kind="heading", level=int(tag[1]))
        elif tag == "pre":
            self.verbatim += 1
        elif tag == "table":
            self.tables.append((self._grid(element), self.draft.look.cell))
        elif tag == "tr" and self.tables and (grid := self.tables[-1][0]):
            grid.next_row()
            self.draft.next_row()
        elif tag in ("td", "th") and self.tables and (grid := self.tables[-1][0]):
            cell = grid.cell(_reach(element, "rowspan"), _reach(element, "colspan"))
            self._restyle(kind="cell", cell=cell)

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
            self._restyle(level=len(self.lists))
        elif tag == "li":
            self.number = ""
        elif tag in _HEADINGS:
            self._restyle(kind="cell" if self.draft.look.cell else "text", level=len(self.lists))
        elif tag == "pre":
            self.verbatim -= 1
        elif tag == "table" and self.tables:
            cell = self.tables.pop()[1]
            self._restyle(kind="cell" if cell else "text", cell=cell)
        elif tag == "tr":
            self.draft.next_row()
        elif tag in ("td", "th") and self.tables and self.tables[-1][0]:
            self.draft.next_cell()

    def _grid(self, table: HtmlElement) -> Grid | None:
        """The cells of a table of data; None for one that only lays out the page (one column, prose inside)."""
        if table.get("role", "") in ("presentation", "none"):
            return None
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
        if max(map(len, rows), default=0) < 2:
            return None
        headed = any(cell.tag == "th" for row in rows for cell in row)
        shapes = [self.surroundings.shape(cell) for row in rows for cell in row]
        if not headed and any(shape.structured or shape.size > _LONGEST_CELL for shape in shapes):
            return None
        self.draft.tables += 1
        return Grid(self.draft.tables - 1)

    def _restyle(self, **changes: Any) -> None:
        """What the lines from here on look like; inside chrome all is chrome."""
        look = replace(self.draft.look, **changes)
        if self.chrome is not None:
            look = replace(look, kind="chrome", cell=None)
        elif look.cell is not None and look.kind != "heading":
            look = replace(look, kind="cell")
        self.draft.look = look

    def _break(self, ends: Ends) -> None:
        self.space = ""
        if not self.draft.end_line(ends) and ends == "line":
            self.draft.strengthen("paragraph")  # two <br> are a blank line

    def _words(self, words: str) -> None:
        """Words of the tree, white space collapsed as a browser does it."""
        if not words:
            return
        if self.verbatim:
            for index, line in enumerate(words.split("\n")):
                if index:
                    self.draft.end_line("wrap")
                self._put(line)
            return
        core = words.strip(_COLLAPSIBLE)
        if not core:
            self.space += words
            return
        self.space += words[: len(words) - len(words.lstrip(_COLLAPSIBLE))]
        last = self.draft.last
        if self.space and last:
            self._put(_joint(self.space, last, core[0]))
        self._put(_BLANKS.sub(lambda gap: _joint(gap[0], core[gap.start() - 1], core[gap.end()]), core))
        self.space = words[len(words.rstrip(_COLLAPSIBLE)) :]

    def _put(self, words: str) -> None:
        if self.number and words.strip():
            self.draft.words(self.number)
            self.number = ""
        self.draft.words(words, bold=bool(self.bold))


def _joint(gap: str, before: str, behind: str) -> str:
    """One space, or nothing for a line feed of the source between two Han characters."""
    return "" if "\n" in gap and before > "\u2e7f" and behind > "\u2e7f" else " "


def _list(element: HtmlElement) -> _List:
    if element.tag == "ul":
        return _List("none", 0, 1)
    items = [item for item in element if item.tag == "li"]
    style = _TYPES.get(element.get("type", "1").strip(), "decimal")
    named = _LIST_STYLE.search(element.get("style", ""))
    if named:
        style = _CSS.get(named[1].lower(), style)
    if items and all(_OWN_NUMBER.match(_first_words(item)) for item in items):
        style = "none"
    step = -1 if "reversed" in element.attrib else 1
    first = _integer(element.get("start"))
    if first is None:
        first = len(items) if step < 0 else 1
    return _List(style, first, step)


def _number(numbering: _List, item: HtmlElement) -> str:
    """The number that a browser prints in front of this item, with what it prints behind the number."""
    own = _integer(item.get("value"))
    value = numbering.value if own is None else own
    numbering.value = value + numbering.step
    shown = counter(numbering.style, value)
    if not shown:
        return ""
    return shown + _BEHIND.get(numbering.style, ". ")


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of a table, those of tables inside its cells left out."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _first_words(element: HtmlElement) -> str:
    """The first dozen characters of an element."""
    words = ""
    for piece in element.itertext():
        words += piece.lstrip() if not words else piece
        if len(words) > 12:
            break
    return words


def _reach(cell: HtmlElement, name: str) -> int:
    return _integer(cell.get(name)) or 1


def _integer(value: str | None) -> int | None:
    """The number of an attribute; a browser passes over what is none."""
    return int(value) if value and re.fullmatch(r"\s*-?\d{1,6}\s*", value, re.ASCII) else None
