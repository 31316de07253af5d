"""What a page of a PDF draws: characters with their baselines, and the lines of its tables.

Coordinates are points with y downwards, turned so that most of the page's characters stand upright. A
baseline is the character's origin (FPDFText_GetCharOrigin): boxes are no measure of lines, since fonts
embedded as Type 1 have tight boxes around the ink.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

#: A character drawn again within this share of its size is drawn twice to look bold, or repeated where two
#: runs of text meet; it is one character.
_SAME_PLACE = 0.12
#: Text render modes that stroke the outline as well, which makes a light font look bold.
_STROKED = (2, 6)
_BOLD_NAMES = ("bold", "heavy", "black", "粗", "demi")
_BOLD_WEIGHT = 600
#: A form within a form within a form …
_FORM_DEPTH = 5
#: A drawing with more segments than this is a picture, not the frame of a table.
_MOST_SEGMENTS = 20_000
#: A line this thin is a rule, whether it is drawn as a stroke or as a filled box; points.
_RULE_WIDTH = 3.0
_SHORTEST_RULE = 4.0


@dataclass(frozen=True, slots=True)
class Face:
    """The font of a run, one object for each run that is drawn: size in points, stretch of its width, bold, angle in quarter turns (None: askew)."""

    size: float
    stretch: float
    bold: bool
    quarter: int | None


@dataclass(slots=True)
class Glyph:
    """One character: `x` its left end and `y` its baseline, `width` how far it advances.

    `spaced` says that PDFium sees a space before it; it knows the widths of Latin letters better than boxes tell.
    `doubt` says that OCR read it with low confidence.
    """

    char: str
    x: float
    y: float
    width: float
    face: Face
    spaced: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis, from (x0, y0) to (x1, y1); one of the two extents is 0."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageContent:
    """A page: its upright characters, those that stand askew (watermarks), its rules, its bounds.

    `unmapped` counts characters that the font gives no Unicode for.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    askew: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    unmapped: int = 0


def page_content(page: Any, raw: Any) -> PageContent:
    """Everything that is read off a page; `raw` is pypdfium2's raw module."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return PageContent()
    try:
        glyphs, unmapped = _glyphs(text, raw)
    finally:
        raw.FPDFText_ClosePage(text)
    content = PageContent(unmapped=unmapped)
    turns = Counter(glyph.face.quarter for glyph in glyphs)
    turn = max((quarter for quarter in turns if quarter is not None), key=lambda q: turns[q], default=0)
    for glyph in glyphs:
        glyph.x, glyph.y = _turned(glyph.x, glyph.y, turn)
        (content.glyphs if glyph.face.quarter == turn else content.askew).append(glyph)
    content.glyphs = _once(content.glyphs)
    bounds = [ctypes.c_float() for _ in range(4)]
    if raw.FPDFPage_GetMediaBox(page, *(ctypes.byref(bound) for bound in bounds)):
        left, bottom, right, top = (bound.value for bound in bounds)
        corners = _turned(left, bottom, turn), _turned(right, top, turn)
        content.left, content.right = sorted(x for x, _ in corners)
        content.top, content.bottom = sorted(y for _, y in corners)
    for segment in _segments(page, raw):
        (x0, y0), (x1, y1) = _turned(*segment[:2], turn), _turned(*segment[2:], turn)
        rule = _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if rule is not None:
            content.rules.append(rule)
    return content


def _turned(x: float, y: float, quarter: int) -> tuple[float, float]:
    """A point of PDF's space (y upwards) where text runs at so many quarter turns, in ours (y downwards)."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[quarter]


def _glyphs(text: Any, raw: Any) -> tuple[list[Glyph], int]:
    count = raw.FPDFText_CountChars(text)
    codes = _codes(text, count, raw)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    x_ref, y_ref, box_ref = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    origin, object_of, box_of = (
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_GetTextObject,
        raw.FPDFText_GetLooseCharBox,
    )
    faces: dict[int, Face] = {}
    bold_fonts: dict[int, bool] = {}
    out: list[Glyph] = []
    unmapped = 0
    spaced = False
    for index, code in enumerate(codes):
        if code in (10, 13) or (code == 32 and raw.FPDFText_IsGenerated(text, index)):
            spaced = code == 32
            continue
        owner = object_of(text, index)
        key = ctypes.addressof(owner.contents) if owner else 0
        face = faces.get(key)
        if face is None:
            face = faces[key] = _face(text, index, owner, bold_fonts, raw)
        char = _char(code)
        unmapped += char == "\ufffd"
        origin(text, index, x_ref, y_ref)
        if code >= 0x2E80:
            width = face.size * face.stretch
        else:
            box_of(text, index, box_ref)
            width = box.right - box.left if face.quarter in (0, 2) else box.top - box.bottom
        out.append(Glyph(char, x.value, y.value, width, face, spaced))
        spaced = False
    return out, unmapped


def _codes(text: Any, count: int, raw: Any) -> list[int]:
    """The code points of the page's characters, in one call where they are all in the basic plane."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(text, 0, count, buffer)
    codes = list(buffer[:count])
    if got - 1 == count and not any(0xD800 <= code < 0xE000 for code in codes):
        return codes
    return [raw.FPDFText_GetUnicode(text, index) for index in range(count)]


def _char(code: int) -> str:
    """The character of a code; U+FFFD where the font gives none."""
    if code == 2:
        return "-"  # PDFium's sign for a hyphen at the end of a line
    if code < 0x20 or code in (0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code == 9 else "\ufffd"
    return " " if code == 0xA0 else chr(code)


def _face(text: Any, index: int, owner: Any, bold_fonts: dict[int, bool], raw: Any) -> Face:
    matrix = raw.FS_MATRIX()
    known = raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    a, b, c, d = (matrix.a, matrix.b, matrix.c, matrix.d) if known else (1.0, 0.0, 0.0, 1.0)
    size = abs(raw.FPDFText_GetFontSize(text, index)) * (
        math.hypot(c, d) or 1.0
    )  # a mirrored font has one below 0
    turns = math.atan2(b, a) / (math.pi / 2)
    quarter = round(turns) % 4 if abs(turns - round(turns)) < 0.05 else None
    stretch = (math.hypot(a, b) / math.hypot(c, d)) if math.hypot(c, d) else 1.0
    return Face(size or 1.0, min(max(stretch, 0.3), 3.0), _is_bold(owner, bold_fonts, raw), quarter)


def _is_bold(owner: Any, bold_fonts: dict[int, bool], raw: Any) -> bool:
    if not owner:
        return False
    if raw.FPDFTextObj_GetTextRenderMode(owner) in _STROKED:
        return True
    font = raw.FPDFTextObj_GetFont(owner)
    if not font:
        return False
    key = ctypes.addressof(font.contents)
    if key not in bold_fonts:
        name = ctypes.create_string_buffer(200)
        raw.FPDFFont_GetBaseFontName(font, name, 200)
        named = any(word in name.value.decode("utf-8", "replace").lower() for word in _BOLD_NAMES)
        bold_fonts[key] = named or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return bold_fonts[key]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second drawing of what is drawn twice."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    out = []
    for glyph in glyphs:
        if glyph.char == " ":
            out.append(glyph)
            continue
        size = glyph.face.size
        near, square = _SAME_PLACE * size, size / 2
        columns = {int((glyph.x - near) // square), int((glyph.x + near) // square)}
        rows = {int((glyph.y - near) // square), int((glyph.y + near) // square)}
        if any(
            abs(other.x - glyph.x) < near and abs(other.y - glyph.y) < near
            for column in columns
            for row in rows
            for other in seen.get((glyph.char, column, row), ())
        ):
            continue
        seen.setdefault((glyph.char, int(glyph.x // square), int(glyph.y // square)), []).append(glyph)
        out.append(glyph)
    return out


def _rule(x0: float, y0: float, x1: float, y1: float) -> Rule | None:
    wide, high = x1 - x0, y1 - y0
    if high <= _RULE_WIDTH and wide >= _SHORTEST_RULE and wide > high:
        middle = (y0 + y1) / 2
        return Rule(x0, middle, x1, middle)
    if wide <= _RULE_WIDTH and high >= _SHORTEST_RULE:
        middle = (x0 + x1) / 2
        return Rule(middle, y0, middle, y1)
    return None


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _segments(page: Any, raw: Any) -> list[tuple[float, float, float, float]]:
    """The straight strokes and thin boxes of a page as (x0, y0, x1, y1), in PDF's space."""
    out: list[tuple[float, float, float, float]] = []
    objects = (raw.FPDFPage_GetObject(page, at) for at in range(raw.FPDFPage_CountObjects(page)))
    _collect(objects, _IDENTITY, 0, out, raw)
    return out if len(out) <= _MOST_SEGMENTS else []


def _collect(
    objects: Any, above: Matrix, depth: int, out: list[tuple[float, float, float, float]], raw: Any
) -> None:
    for item in objects:
        if len(out) > _MOST_SEGMENTS:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            out += _strokes(item, above, raw)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inside = (raw.FPDFFormObj_GetObject(item, at) for at in range(raw.FPDFFormObj_CountObjects(item)))
            _collect(inside, _times(_matrix(item, raw), above), depth + 1, out, raw)


def _matrix(item: Any, raw: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _strokes(item: Any, above: Matrix, raw: Any) -> list[tuple[float, float, float, float]]:
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(bound) for bound in bounds)):
        return []
    left, bottom, right, top = (bound.value for bound in bounds)
    if min(right - left, top - bottom) <= _RULE_WIDTH:
        a, b, c, d, e, f = above
        return [
            (
                a * left + c * bottom + e,
                b * left + d * bottom + f,
                a * right + c * top + e,
                b * right + d * top + f,
            )
        ]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not stroke.value:
        return []
    return _outline(item, _times(_matrix(item, raw), above), raw)


def _outline(item: Any, matrix: Matrix, raw: Any) -> list[tuple[float, float, float, float]]:
    """The straight lines of a stroked path."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    out: list[tuple[float, float, float, float]] = []
    start = at = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            out.append((*at, *point))
        at = point
        if raw.FPDFPathSegment_GetClose(segment):
            out.append((*at, *start))
            at = start
    return out
