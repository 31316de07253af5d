"""What stands inside a paragraph of WordprocessingML: runs, fields, notes, text boxes, tracked changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lieguan.sources.docx.names import MATH, MC, W, number, on, value
from lieguan.sources.docx.styles import ParagraphStyle, Styles
from lieguan.sources.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad",
}  # fmt: skip
_RUN, _FIELD, _SYMBOL, _BOX = f"{W}r", f"{W}fldChar", f"{W}sym", f"{W}txbxContent"
_ALTERNATIVE = f"{MC}AlternateContent"
_TEXTS = frozenset((f"{W}t", f"{MATH}t"))
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
#: Not in the accepted state, or not what the page shows.
_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "sdtPr")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row."""

    text: str
    bold: bool = False


class Mark(Piece):
    """A sign that is no words: a bullet, the mark of a note."""

    __slots__ = ()


class Break(Piece):
    """The end of a line inside a paragraph."""

    __slots__ = ()


class Runs:
    """Reads paragraphs one after the other; a field can begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._instructions: list[bool] = []  # for each open field, whether its instruction is still going on
        self._pieces: list[Piece] = []
        self._boxes: list[_Element] = []
        self._style = ParagraphStyle()

    def read(self, paragraph: _Element, style: ParagraphStyle) -> tuple[list[Piece], list[_Element]]:
        """The pieces of a paragraph in order, and the text boxes that hang on it."""
        self._pieces, self._boxes, self._style = [], [], style
        self._inside(paragraph, bold=False)
        return self._pieces, self._boxes

    @property
    def _silent(self) -> bool:
        return any(self._instructions)

    def _inside(self, container: _Element, *, bold: bool) -> None:
        for child in container:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _TEXTS:
                self._say((child.text or "").replace("\n", " "), bold=bold)
            elif tag in _LEFT_OUT:
                continue
            elif tag in _SIGNS:
                self._say(_SIGNS[tag], bold=bold)
            elif tag in _BREAKS:
                if not self._silent:
                    self._pieces.append(Break("\n", bold))
            elif tag == _BOX:
                self._boxes.append(child)
            elif tag in _NOTES:
                self._note(child)
            elif not self._odd(child, bold=bold):
                self._inside(child, bold=bold)

    def _odd(self, child: _Element, *, bold: bool) -> bool:
        """Fields, symbols and drawings; False for an element that is only a container."""
        if child.tag == _FIELD:
            self._field(child, bold=bold)
        elif child.tag == _SYMBOL:
            self._symbol(child, bold=bold)
        elif child.tag == _ALTERNATIVE:
            # The same drawing twice, for new and for old programs: the first that is there.
            chosen = child.find(f"{MC}Choice")
            chosen = child.find(f"{MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                self._inside(chosen, bold=bold)
        else:
            return False
        return True

    def _run(self, run: _Element) -> None:
        properties = run.find(f"{W}rPr")
        bold = self._style.bold
        hidden: bool | None = self._style.hidden
        if properties is not None:
            style_bold, style_hidden = self.styles.run(value(properties.find(f"{W}rStyle")))
            own_bold, own_hidden = on(properties.find(f"{W}b")), on(properties.find(f"{W}vanish"))
            bold = next((given for given in (own_bold, style_bold) if given is not None), bold)
            hidden = next((given for given in (own_hidden, style_hidden) if given is not None), hidden)
        if not hidden:
            self._inside(run, bold=bold)

    def _say(self, text: str, *, bold: bool) -> None:
        if text and not self._silent:
            self._pieces.append(Piece(text, bold))

    def _symbol(self, element: _Element, *, bold: bool) -> None:
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            return
        self._say(symbol(value(element, "font") or "", code), bold=bold)

    def _note(self, element: _Element) -> None:
        kind, name = _NOTES[element.tag], element.get(f"{W}id")
        if name is None or self._silent:
            return
        self.notes[kind].append(name)
        if value(element, "customMarkFollows") not in ("1", "true", "on"):
            self._pieces.append(Mark(str(len(self.notes[kind]))))

    def _field(self, element: _Element, *, bold: bool) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._form_field(element.find(f"{W}ffData"), bold=bold)
            self._instructions.append(True)
        elif kind == "separate" and self._instructions:
            self._instructions[-1] = False
        elif kind == "end" and self._instructions:
            self._instructions.pop()

    def _form_field(self, data: _Element | None, *, bold: bool) -> None:
        """Boxes to tick and lists to choose from: what they show stands in their properties."""
        if data is None:
            return
        box, choice = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
        if box is not None:
            checked = on(box.find(f"{W}checked"))
            self._say(
                "☑" if (on(box.find(f"{W}default")) if checked is None else checked) else "☐", bold=bold
            )
        if choice is not None:
            entries = [value(entry) or "" for entry in choice.iterfind(f"{W}listEntry")]
            chosen = number(value(choice.find(f"{W}result"))) or 0
            self._say(entries[chosen] if 0 <= chosen < len(entries) else "", bold=bold)
